// SPDX-License-Identifier: Apache-2.0

/// A sentence with all that could be a weighted cue in it, for fitting weights.
package struct CueSentence: Sendable {
  /// Tokens of the text.
  package var start: Int
  package var end: Int
  /// In the spelling of cues, each once.
  package var cues: [String]

  static func all(_ walk: CueWalk, _ words: PassageWords, names: [Int32: String], actors: [String]) -> [CueSentence] {
    var found: [Set<String>] = []
    var bounds: [Range<Int>] = []
    func name(_ symbol: Int32) -> String { names[symbol] ?? "<\(actors[Int(symbol)])>" }
    for index in 0..<words.count {
      let sentence = Int(words[index].sentence)
      while bounds.count < sentence { bounds.append(index..<index) }
      bounds[sentence - 1] = bounds[sentence - 1].lowerBound..<index + 1
    }
    found = Array(repeating: [], count: bounds.count)
    walk.run { kind, first, second, place in
      let sentence = Int(words[place.lowerBound].sentence) - 1
      switch kind {
      case .word: found[sentence].insert(name(first))
      case .neighbours: found[sentence].insert("\(name(first)) \(name(second))")
      case .skipping: found[sentence].insert("\(name(first)) _ \(name(second))")
      case .agent: found[sentence].insert("\(name(first).dropFirst())\(name(second))")
      }
    }
    return bounds.indices.filter { !bounds[$0].isEmpty }.map {
      CueSentence(
        start: Int(words[bounds[$0].lowerBound].token), end: Int(words[bounds[$0].upperBound - 1].token) + 1,
        cues: found[$0].sorted())
    }
  }
}
