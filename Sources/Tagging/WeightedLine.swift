// SPDX-License-Identifier: Apache-2.0

/// A line `head :: name weight, name weight` of a lexicon: something found, and how much it speaks for what.
///
/// Read by bytes, since a lexicon has thousands of such lines.
struct WeightedLine {
  let head: String
  let weights: [(number: Int, weight: Double)]

  /// - Parameters:
  ///   - what: what the line is, for messages: "a cue".
  ///   - kind: what its names are: "concept".
  ///   - numbers: the number of each name.
  init(_ line: LexiconLine, _ what: String, of kind: String, _ numbers: [String: Int]) throws(LexiconError) {
    guard let parts = Self.halves(line.text) else {
      throw LexiconError(
        message: "\(what) is '\(what.dropFirst(2)) :: \(kind) weight, ...': \(line.text)", place: line.place)
    }
    head = parts.head
    var weights: [(number: Int, weight: Double)] = []
    for entry in parts.weights.utf8.split(separator: UInt8(ascii: ",")) {
      let words = entry.split(separator: UInt8(ascii: " ")).map { Substring($0) }
      guard words.count == 2, let weight = Double(words[1]), weight.magnitude <= 100 else {
        throw LexiconError(message: "\(what)'s weight is '\(kind) number': \(Substring(entry))", place: line.place)
      }
      guard let number = numbers[String(words[0])] else {
        throw LexiconError(message: "unknown \(kind) '\(words[0])'", place: line.place)
      }
      weights.append((number, weight))
    }
    self.weights = weights
  }

  /// What stands before and behind ` :: `.
  private static func halves(_ text: String) -> (head: String, weights: Substring)? {
    let bytes = text.utf8
    let mark = Array(" :: ".utf8)
    var start = bytes.startIndex
    while let space = bytes[start...].firstIndex(of: mark[0]) {
      if bytes[space...].starts(with: mark) {
        return (String(text[..<space]), text[bytes.index(space, offsetBy: mark.count)...])
      }
      start = bytes.index(after: space)
    }
    return nil
  }
}
