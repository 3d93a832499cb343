// SPDX-License-Identifier: Apache-2.0

/// A ranked list as a person reads it, and as rows and objects.

/// One document found, with what is shown of it.
package struct SearchHit: Sendable {
  package var rank: Int
  package var id: String
  package var score: Float
  package var title: String?
  package var date: String?
  package var snippet: String
  /// Where the hits lie in the snippet, in code points.
  package var marks: [Range<Int>]
  /// Hits of each concept in the document, in the order of ids.
  package var concepts: [(id: String, hits: Int)]
  package var page: Int?

  package init(
    rank: Int, id: String, score: Float, title: String?, date: String?, snippet: String, marks: [Range<Int>],
    concepts: [(id: String, hits: Int)], page: Int?
  ) {
    (self.rank, self.id, self.score, self.title, self.date) = (rank, id, score, title, date)
    (self.snippet, self.marks, self.concepts, self.page) = (snippet, marks, concepts, page)
  }

  /// The object of `search --jsonl`.
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("rank", rank)
      json.field("id", id)
      json.field("score", score)
      json.field("title", title)
      json.field("date", date)
      json.field("snippet", snippet)
      json.objectField("concepts") { list in for (id, hits) in concepts { list.field(id, hits) } }
      json.field("page", page)
    }
  }

  package static let headings = ["rank", "id", "score", "title", "date", "snippet", "concepts", "page"]

  package var cells: [String] {
    [
      "\(rank)", id, "\(score)", title ?? "", date ?? "", snippet,
      concepts.map { "\($0.id)=\($0.hits)" }.joined(separator: " "), page.map(String.init) ?? "",
    ]
  }

  /// Two to four lines: rank, title and date; the id; the snippet with its hits marked; concepts.
  package func text(width: Int, style: TextStyle) -> String {
    let id = PrintableText.line(id)
    var head = "\(rank). \(style.bold(title.map(PrintableText.line) ?? id))"
    if let date { head += " (\(date))" }
    var lines = [head]
    let place = id + (page.map { ", page \($0)" } ?? "")
    lines.append("   " + style.path(place) + style.dim("  score \(Decimals.text(Double(score), 2))"))
    for line in Wrapping.lines(PrintableText.line(snippet), marks: marks, width: max(20, width - 3), style: style) {
      lines.append("   " + line)
    }
    if !concepts.isEmpty {
      let most = concepts.sorted { $0.hits != $1.hits ? $0.hits > $1.hits : $0.id < $1.id }.prefix(6)
      lines.append("   " + style.dim(most.map { "\($0.id) \($0.hits)" }.joined(separator: ", ")))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Breaks text with marked stretches into lines.
enum Wrapping {
  static func lines(_ text: String, marks: [Range<Int>], width: Int, style: TextStyle) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var lines: [Range<Int>] = []
    var (start, lastSpace, columns, index) = (0, -1, 0, 0)
    while index < scalars.count {
      if scalars[index] == " " { lastSpace = index }
      columns += DisplayWidth.columns(scalars[index])
      if columns > width, index > start {
        let end = lastSpace > start ? lastSpace : index
        lines.append(start..<end)
        start = lastSpace > start ? lastSpace + 1 : index
        (index, columns, lastSpace) = (start, 0, -1)
        continue
      }
      index += 1
    }
    if start < scalars.count { lines.append(start..<scalars.count) }
    return lines.map { marked(scalars, $0, marks, style) }
  }

  private static func marked(
    _ scalars: [Unicode.Scalar], _ line: Range<Int>, _ marks: [Range<Int>], _ style: TextStyle
  ) -> String {
    func string(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    var out = ""
    var position = line.lowerBound
    for mark in marks {
      let part = mark.clamped(to: line)
      guard !part.isEmpty, part.lowerBound >= position else { continue }
      out += string(position..<part.lowerBound) + style.match(string(part))
      position = part.upperBound
    }
    return out + string(position..<line.upperBound)
  }
}
