// SPDX-License-Identifier: Apache-2.0

package import Analyzing

/// A concordance as a person reads it: one line a hit, the hits under one another in display columns.
package struct ConcordanceLayout {
  private let lines: [ConcordanceLine]
  private let width: Int
  private let style: TextStyle

  /// - Parameter width: columns of the terminal.
  package init(_ lines: [ConcordanceLine], width: Int, style: TextStyle) {
    (self.lines, self.width, self.style) = (lines, width, style)
  }

  /// The lines, each ended by a line feed.
  package func text() -> String {
    let ids = lines.map { place($0) }
    let idWidth = min(ids.map { DisplayWidth.columns($0) }.max() ?? 0, max(12, width / 4))
    let matches = lines.map { Self.oneLine($0.match) }
    let matchWidth = min(matches.map { DisplayWidth.columns($0) }.max() ?? 0, max(10, width / 3))
    let side = max(10, (width - idWidth - matchWidth - 6) / 2)
    var out = ""
    for (index, line) in lines.enumerated() {
      let before = Self.oneLine(line.before)
      let after = Self.oneLine(line.after)
      let match = Self.shortened(matches[index], matchWidth)
      let rest = DisplayWidth.prefix(after, columns: side + matchWidth - DisplayWidth.columns(match))
      // A sign may touch the match: then no space stands between.
      let (space, gap) = (
        line.before.last?.isWhitespace ?? true ? " " : "", line.after.first?.isWhitespace ?? true ? " " : ""
      )
      out += style.path(Self.fit(ids[index], idWidth)) + "  "
      out += DisplayWidth.fit(before + space, columns: side + 1, side: .right) + style.match(match) + gap + rest
      while out.last == " " { out.removeLast() }
      out += "\n"
    }
    return out
  }

  private func place(_ line: ConcordanceLine) -> String {
    let id = PrintableText.line(line.id)
    return line.page.map { "\(id):\($0)" } ?? id
  }

  /// Long ids lose their beginning: names of files stand at the end.
  private static func fit(_ id: String, _ width: Int) -> String {
    if DisplayWidth.columns(id) <= width { return DisplayWidth.fit(id, columns: width) }
    return "…" + DisplayWidth.fit(id, columns: width - 1, side: .right)
  }

  /// A match too long for its column keeps both its ends.
  static func shortened(_ match: String, _ width: Int) -> String {
    guard DisplayWidth.columns(match) > width else { return match }
    let left = width / 2
    let start = DisplayWidth.prefix(match, columns: left)
    return start + " … " + DisplayWidth.suffix(match, columns: max(0, width - left - 3))
  }

  /// White space of any kind as single spaces, none at the ends.
  private static func oneLine(_ text: String) -> String {
    PrintableText.line(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }
}

extension ConcordanceLine {
  /// The object of `kwic --jsonl`.
  package func write(to json: inout JSONWriter, brief: Bool = false) {
    json.object { json in
      json.field("id", id)
      json.field("page", page)
      if !brief { json.field("sentence", sentence) }
      json.field("start", start)
      json.field("end", end)
      json.field("before", before)
      json.field("match", match)
      json.field("after", after)
      if !brief {
        json.field("concepts", concepts)
        json.field("quoted", isQuoted)
      }
      if let field { json.field("field", field) }
    }
  }

  package static let headings = [
    "id", "page", "sentence", "start", "end", "before", "match", "after", "concepts", "quoted", "field",
  ]

  /// The cells of a row of `kwic --csv`.
  package var cells: [String] {
    [
      id, page.map(String.init) ?? "", "\(sentence)", "\(start)", "\(end)", before, match, after,
      concepts.joined(separator: " "), isQuoted ? "true" : "false", field ?? "body",
    ]
  }
}
