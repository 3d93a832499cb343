// SPDX-License-Identifier: Apache-2.0

import Patterns
import TestSupport
import Testing
@testable import Querying
@testable import Segments

/// Scans of a random dictionary held to matching every term of it by itself: edit distances, prefixes and wildcards, over
/// forms that share much, some of them with letters whose bytes begin alike.
@Suite struct DictionaryScanTests {
  private let directory: TemporaryFolder
  private let forms: [String]
  private let dictionary: TermDictionary

  private static func form(_ random: inout SeededGenerator) -> String {
    let stem = ["", "", "in", "inter", String(repeating: "lange", count: 40)].randomElement(using: &random)!
    let letters = ["a", "b", "c", "é", "ê", "ё", "字", "孚", "𝒂"]
    return stem
      + (0..<Int.random(in: 1..<6, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
  }

  init() throws {
    directory = try TemporaryFolder()
    var random = SeededGenerator(seed: 90)
    let forms = Set((0..<5000).map { _ in Self.form(&random) }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var writer = TermDictionaryWriter()
    // The same forms in two fields of words and in a namespace behind.
    for (namespace, field) in [(TermNamespace.word, Field.body), (.word, .title), (.joined(parts: 2), .body)] {
      for form in forms {
        let list = EncodedList(documents: 2, occurrences: 2, documentsLength: 1, length: 2)
        writer.add(TermKey.bytes(namespace, field, form.utf8), list: list, relations: namespace == .word ? [] : [0, 0])
      }
    }
    let path = directory.path + "/d"
    var file = try SectionFileWriter(path: path, kind: .segment)
    try writer.write(to: &file, terms: 2, index: 3)
    _ = try file.finish()
    let written = try SectionFile(path: path, kind: .segment)
    dictionary = TermDictionary(terms: written.section(2), index: written.section(3), deletes: nil)
    self.forms = forms
  }

  /// The forms found in the field of that number among the three written, by their ordinals.
  private func found<Automaton: ScanAutomaton>(
    _ automaton: Automaton, prefix: String = "", _ number: Int
  ) throws -> [String] {
    let (namespace, field) = [(TermNamespace.word, Field.body), (.word, .title), (.joined(parts: 2), .body)][number]
    var scan = DictionaryScan(automaton, prefix: prefix, field, namespace)
    return try scan.terms(of: dictionary, QueryClock(.none)).map { info in
      #expect(info.namespace == namespace && info.field == field)
      return forms[Int(info.ordinal) - number * forms.count]
    }
  }

  @Test func editDistancesAgreeWithEachTermAlone() throws {
    var random = SeededGenerator(seed: 91)
    var (matches, beyondASCII, long) = (0, 0, 0)
    for round in 0..<150 {
      let word = Bool.random(using: &random) ? Self.form(&random) : forms.randomElement(using: &random)!
      let distance = round % 4
      let automaton = TermAutomaton(word: word, distance: distance)
      let expected = forms.filter { automaton.matches($0) }
      guard let walk = EditDistanceWalk(word, distance: distance) else {
        long += 1
        continue
      }
      #expect(try found(walk, round % 3) == expected, "\(word)~\(distance)")
      matches += expected.count
      beyondASCII += expected.count { $0.utf8.contains { $0 >= 0x80 } }
    }
    #expect(matches > 500 && beyondASCII > 300 && long > 0)
  }

  @Test func prefixesAndWildcardsAgreeWithEachTermAlone() throws {
    var random = SeededGenerator(seed: 92)
    var (matches, empty, long) = (0, 0, 0)
    for round in 0..<120 {
      let form = forms.randomElement(using: &random)!
      let prefix = String(form.prefix(Int.random(in: 0...4, using: &random))) + (round % 5 == 0 ? "x" : "")
      let expected = forms.filter { $0.utf8.starts(with: prefix.utf8) }
      #expect(try found(PrefixWalk(), prefix: prefix, round % 3) == expected, "\(prefix)*")
      let end = ["a", "é", "ê", "字", "bc"].randomElement(using: &random)!
      let automaton = try TermAutomaton(wildcard: prefix + "*" + end)
      let twin = try TermAutomaton(wildcard: prefix + "*" + end)
      let ending = forms.filter { twin.matches($0) }
      let walk = TermAutomatonWalk(automaton: automaton)
      #expect(try found(walk, prefix: automaton.prefix, round % 3) == ending, "\(prefix)*\(end)")
      matches += ending.count
      long += ending.count { $0.utf8.count > 128 }
      if expected.isEmpty { empty += 1 }
    }
    #expect(matches > 1000 && empty > 0 && long > 100)
  }
}
