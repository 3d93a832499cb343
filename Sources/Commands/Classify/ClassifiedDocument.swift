// SPDX-License-Identifier: Apache-2.0

internal import Presenting
internal import Tagging
internal import Tokenizing

/// A document with its labelled passages, as `classify` prints it.
struct ClassifiedDocument {
  struct Passage {
    var label: PassageLabel
    /// 0 where the document has no pages.
    var page: Int
    /// Code points of the body text.
    var range: Range<Int>

    static let headings = [
      "document", "page", "start", "end", "label", "subtype", "confidence", "roles", "text",
    ]
  }

  var id: String
  var text: String
  var tokens: Tokens
  var tagged: TaggedTokens
  var passages: [Passage]

  /// Where its tokens stand, for the passages that are written.
  var places: TextPlaces { TextPlaces(tokens, in: text) }

  /// One JSON object: as `tag` prints a text, with the document, the page and the passage's place in the text.
  func write(_ passage: Passage, _ lexicon: CompiledLexicon, _ places: TextPlaces, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", "\(id)#\(passage.range.lowerBound)")
      json.field("document", id)
      json.field("page", passage.page == 0 ? nil : passage.page)
      json.field("start", passage.range.lowerBound)
      json.field("end", passage.range.upperBound)
      TaggedLine.write(passage.label, lexicon, to: &json)
      json.arrayField("spans") { json in
        for hit in tagged.hits[passage.label.hits] { TaggedLine.write(hit, lexicon, places, to: &json) }
      }
    }
  }

  /// The cells of passages under `Passage.headings`.
  func rows(_ passages: [Passage]) -> [[String]] {
    let scalars = passages.isEmpty ? [] : Array(text.unicodeScalars)
    return passages.map { passage in
      let label = passage.label
      var words = String.UnicodeScalarView()
      words.append(contentsOf: scalars[passage.range])
      return [
        id, passage.page == 0 ? "" : "\(passage.page)", "\(passage.range.lowerBound)", "\(passage.range.upperBound)",
        label.label, label.subtype ?? "", Decimals.text(label.confidence, 3), Self.roles(label, parted: "; "),
        String(words),
      ]
    }
  }

  private static func roles(_ label: PassageLabel, parted separator: String) -> String {
    label.roles.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: separator)
  }

  /// The passages for a person: place, label, confidence, roles, first words.
  func list(_ passages: [Passage], style: TextStyle) {
    guard !passages.isEmpty else { return }
    let scalars = Array(text.unicodeScalars)
    Output.write(style.bold(PrintableText.line(id)) + "\n")
    for passage in passages {
      let label = passage.label
      let name = label.subtype.map { "\(label.label) (\($0))" } ?? label.label
      let page = passage.page == 0 ? "" : "page \(passage.page), "
      var words = String.UnicodeScalarView()
      words.append(contentsOf: scalars[passage.range].map { $0 == "\n" ? " " : $0 })
      let start = DisplayWidth.prefix(String(words), columns: 100)
      Output.write(
        "  \(style.match(name))  \(page)confidence \(Decimals.text(label.confidence, 2)); \(Self.roles(label, parted: ", "))\n"
      )
      Output.write("    \(PrintableText.line(start))…\n")
    }
    Output.write("\n")
  }
}

/// A row a document: how many of its passages bear each label.
struct LabelSummary {
  var labels: [String]
  private var rows: [(id: String, passages: Int, counts: [String: Int], overall: String)] = []

  init(labels: [String]) { self.labels = labels }

  mutating func add(_ document: ClassifiedDocument) {
    var counts: [String: Int] = [:]
    for passage in document.passages { counts[passage.label.label, default: 0] += 1 }
    let overall = document.tagged.overall.map { label in
      label.subtype.map { "\(label.label) (\($0))" } ?? label.label
    }
    rows.append((document.id, document.passages.count, counts, overall ?? ""))
  }

  func table(style: TextStyle) -> String {
    var table = TextTable(
      [.init("document", maxWidth: 44), .init("passages", isNumber: true)]
        + labels.map { .init($0, isNumber: true) } + [.init("roles joined over the document")])
    for row in rows {
      let cells = labels.map { row.counts[$0].map { Decimals.grouped($0) } ?? "." }
      table.add([row.id, Decimals.grouped(row.passages)] + cells + [row.overall])
    }
    return table.text(style: style)
  }

  func delimited(_ form: DelimitedWriter.Form) -> String {
    var out = DelimitedWriter.row(["document", "passages"] + labels + ["overall"], form)
    for row in rows {
      let cells = labels.map { "\(row.counts[$0] ?? 0)" }
      out += DelimitedWriter.row([row.id, "\(row.passages)"] + cells + [row.overall], form)
    }
    return out
  }
}
