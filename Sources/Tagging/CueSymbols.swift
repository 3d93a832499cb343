// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// The symbols of a language's cues that the words of a vocabulary stand for, worked out once per surface form.
final class CueSymbols {
  private let table: CueTable
  private let stemming = Stemming()
  /// By surface form, where its one or two numbers stand, or -1; and the numbers.
  private var first: [Int32] = []
  private var numbers: [Int32] = []
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
      let form = Int(surface(Int(token)))
      if form >= first.count { first.append(contentsOf: repeatElement(-1, count: form + 1 - first.count)) }
      if first[form] < 0 { learn(form, spelling(UInt32(form))) }
      result.append(numbers[min(Int(first[form]) + part, numbers.count - 1)])
    }
    return result
  }

  private func learn(_ form: Int, _ spelling: String) {
    let parts = WordForms.parts(of: WordForms.fold(spelling), language: table.language)
    first[form] = Int32(numbers.count)
    numbers += (parts.count == 1 ? [spelling.lowercased()] : parts).map { number(of: $0) }
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
