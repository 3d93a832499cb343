// SPDX-License-Identifier: Apache-2.0

/// All words within an edit distance of one word, as the source of a `TermAutomaton`.
///
/// The distance is optimal string alignment: insertion, deletion, substitution and the transposition of neighbours cost 1
/// each. A state is the last two rows of the usual matrix (capped at distance + 1) and the last code point's key.
struct EditDistanceSource: TransitionSource {
  private let word: [Unicode.Scalar]
  private let distance: Int
  private let alphabet: [Unicode.Scalar]

  init(_ word: String, distance: Int) {
    self.word = Array(word.unicodeScalars)
    self.distance = distance
    alphabet = Set(self.word).sorted()
  }

  var start: [UInt16] {
    let far = UInt16(distance + 1)
    return (0...word.count).map { _ in far } + (0...word.count).map { UInt16(min($0, distance + 1)) } + [0]
  }

  func step(_ state: [UInt16], _ scalar: Unicode.Scalar) -> [UInt16] {
    let width = word.count + 1
    let before = state[..<width]
    let previous = Array(state[width..<(2 * width)])
    let last = Int(state[2 * width])
    let far = UInt16(distance + 1)
    var row = [UInt16](repeating: far, count: width)
    row[0] = min(previous[0] + 1, far)
    for column in 1..<max(width, 1) where width > 1 {
      let matches = word[column - 1] == scalar
      var best = min(previous[column] + 1, row[column - 1] + 1, previous[column - 1] + (matches ? 0 : 1))
      if column > 1, word[column - 2] == scalar, last > 0, alphabet[last - 1] == word[column - 1] {
        best = min(best, before[column - 2] + 1)
      }
      row[column] = min(best, far)
    }
    if row.allSatisfy({ $0 == far }) { return [] }
    return previous + row + [UInt16(key(of: scalar))]
  }

  func accepts(_ state: [UInt16]) -> Bool { Int(state[2 * word.count + 1]) <= distance }

  func key(of scalar: Unicode.Scalar) -> UInt32 {
    UInt32((alphabet.firstIndex(of: scalar) ?? -1) + 1)
  }
}
