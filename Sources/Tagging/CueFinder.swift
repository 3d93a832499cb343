// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// Finds the weighted cues of a passage and adds up what they speak for.
enum CueFinder {
  /// Adds the cues found, and one item a concept, to what a passage gave.
  static func add(
    to evidence: inout Evidence, words: PassageWords, symbols: [Int32], actors: KnownActors?, masks: [UInt16],
    table: CueTable
  ) {
    var found: [Evidence.Cue] = []
    var seen: Set<Int32> = []
    CueWalk(words: words, symbols: symbols, actors: actors, masks: masks, actorSymbols: table.actorSymbols).run {
      guard let cue = table.cue($0, $1, $2), seen.insert(cue).inserted else { return }
      found.append(
        Evidence.Cue(
          number: cue, language: table.language, start: Int(words[$3.lowerBound].token),
          end: Int(words[$3.upperBound - 1].token) + 1))
    }
    if found.isEmpty { return }
    var sums: [Int: Double] = [:]
    for cue in found {
      for (concept, weight) in table.cues[Int(cue.number)].weights { sums[concept, default: 0] += weight }
    }
    let share = 1 / Double(found.count).squareRoot()
    for (concept, sum) in sums.sorted(by: { $0.key < $1.key }) {
      evidence.items.append(Evidence.Item(concept: concept, polarity: .asserted, position: 1, weight: sum * share))
    }
    evidence.cues = found
  }
}

/// The symbols of a language's cues that the words of a vocabulary stand for, worked out once per surface form.
final class CueSymbols {
  private let table: CueTable
  private let stemming = Stemming()
  private var known: [UInt32: [Int32]] = [:]
  /// Words for stems that no cue has, where all are wanted.
  private var others: [String: Int32] = [:]
  private(set) var names: [Int32: String] = [:]
  private let takesAll: Bool

  /// - Parameter takesAll: gives every stem a number, to list what could be a cue.
  init(_ table: CueTable, takesAll: Bool = false) {
    self.table = table
    self.takesAll = takesAll
  }

  /// By word of the passage, the number of its stem, or -1 where no cue has it.
  func symbols(of words: PassageWords, _ surface: (Int) -> UInt32, spelling: (UInt32) -> String) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(words.count)
    var token: Int32 = -1
    var part = 0
    for index in 0..<words.count {
      part = words[index].token == token ? part + 1 : 0
      token = words[index].token
      let form = surface(Int(token))
      let own = known[form] ?? learn(form, spelling(form))
      result.append(part < own.count ? own[part] : -1)
    }
    return result
  }

  private func learn(_ surface: UInt32, _ form: String) -> [Int32] {
    let parts = WordForms.parts(of: WordForms.fold(form), language: table.language)
    let own = (parts.count == 1 ? [form.lowercased()] : parts).map { number(of: $0) }
    known[surface] = own
    return own
  }

  private func number(of word: String) -> Int32 {
    let stem = CueTable.stem(of: word, table.language, stemming)
    if !takesAll { return table.symbols[stem] ?? -1 }
    let next = Int32(table.actorSymbols.count + others.count)
    let number = others[stem] ?? next
    if number == next {
      others[stem] = next
      names[next] = word
    }
    return number
  }
}
