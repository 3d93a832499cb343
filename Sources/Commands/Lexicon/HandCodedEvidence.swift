// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Reads the evidence of a hand-coded passage, and says where it cannot be meant as it stands.
///
/// The places of a file of hand-coded passages, as far as they have been read.
struct HandCodedEvidence {
  private let file: String
  private let concepts: Set<String>
  /// The line of each id.
  private var lines: [String: Int] = [:]
  /// Concepts that the lexicon does not know: how many spans have them, and the line of the first.
  private var unknown: [String: (spans: Int, line: Int)] = [:]
  private var repeated: [String] = []

  init(file: String, concepts: some Sequence<String>) { (self.file, self.concepts) = (file, Set(concepts)) }

  /// The spans coded in a passage.
  ///
  /// - Throws: `CommandFailure` for a span that is no range of the text's code points.
  mutating func spans(of passage: JSONValue, id: String, length: Int, line: Int) throws -> [EvaluatedPassage.Span] {
    if let first = lines[id] { repeated.append("\(file):\(line): the id '\(id)' stands in line \(first) already") }
    lines[id] = line
    guard let evidence = passage["evidence"], evidence != .null else { return [] }
    guard let items = evidence.array else { throw failure(line, "\"evidence\" is a list of spans") }
    return try items.map { item in
      guard let concept = item["concept"]?.string else { throw failure(line, "a span wants a \"concept\"") }
      guard let start = item["start"]?.int, let end = item["end"]?.int else {
        throw failure(line, "a span of \(concept) wants whole numbers as \"start\" and \"end\"")
      }
      guard 0 <= start, start < end, end <= length else {
        throw failure(line, "a span of \(concept) reaches from \(start) to \(end) in a text of \(length) characters")
      }
      if !concepts.contains(concept) { unknown[concept, default: (0, line)].spans += 1 }
      return .init(start: start, end: end, concept: concept, rule: "")
    }
  }

  private func failure(_ line: Int, _ what: String) -> CommandFailure { CommandFailure("\(file):\(line): \(what)") }

  /// What is odd, though it can be counted.
  var remarks: [String] {
    repeated
      + unknown.sorted { $0.key < $1.key }.map { concept, found in
        "\(file):\(found.line): the lexicon has no concept '\(concept)'; \(found.spans) of its spans count as missed"
      }
  }
}
