// SPDX-License-Identifier: Apache-2.0

/// Many phrases at once: random phrases and texts against a search phrase by phrase, and examples by hand.
import Testing
import Tokenizing

@testable import Patterns

struct PhraseTrieTests {
  /// All matches by trying every phrase at every token, each way that hyphens allow.
  static func plainMatches(
    _ phrases: [[PhraseTrie.Element]], _ text: SpanText, _ words: any SpanEnvironment
  ) -> (matches: Set<PhraseTrie.Match>, runs: Int) {
    var (found, runs): (Set<PhraseTrie.Match>, Int) = ([], 0)
    func satisfies(_ value: ValuePattern, _ surface: String) -> Bool {
      (try? ValueMatcher(value))?.matches(surface) ?? false
    }
    /// Ends of one value at a token: one token, or a run spelt together.
    func ends(_ value: ValuePattern, _ token: Int, _ limit: Int) -> Set<Int> {
      var ends: Set<Int> = []
      for length in 1...4 where token + length <= limit {
        guard (1..<length).allSatisfy({ text.gaps[token + $0] == Gap.hyphen.rawValue }) else { break }
        if satisfies(value, (token..<(token + length)).map { words.surface(text.surfaces[$0]) }.joined()) {
          ends.insert(token + length)
          runs += length > 1 ? 1 : 0
        }
      }
      return ends
    }
    func literal(_ text: Substring, like value: ValuePattern) -> ValuePattern {
      ValuePattern(.literal(String(text)), caseSensitive: value.caseSensitive, accentSensitive: value.accentSensitive)
    }
    func ends(_ element: PhraseTrie.Element, _ token: Int, _ limit: Int) -> Set<Int> {
      element.alternatives.reduce(into: []) { all, value in
        guard case .literal(let text) = value.form, text.contains("-") else {
          return all.formUnion(ends(value, token, limit))
        }
        let parts = text.split(separator: "-")
        all.formUnion(ends(literal(Substring(parts.joined()), like: value), token, limit))
        all.formUnion(
          parts.reduce(Set([token])) { places, part in
            places.reduce(into: []) { $0.formUnion(ends(literal(part, like: value), $1, limit)) }
          })
      }
    }
    for start in 0..<text.count {
      let limit = text.barriers.first { $0 > start } ?? text.count
      for (number, phrase) in phrases.enumerated() {
        let all = phrase.reduce(Set([start])) { places, element in
          places.reduce(into: []) { $0.formUnion(ends(element, $1, limit)) }
        }
        for end in all { found.insert(PhraseTrie.Match(phrase: number, start: start, end: end)) }
      }
    }
    return (found, runs)
  }

  static func randomPhrases(_ random: inout RandomSpans) -> [[PhraseTrie.Element]] {
    let literals = SmallEnvironment.surfaces + ["coproduced", "co-produce", "of-the", "citizens-trust"]
    return (0..<(1 + random.below(12))).map { _ in
      (0..<(1 + random.below(3))).map { _ in
        PhraseTrie.Element(
          (0..<(1 + random.below(2))).map { _ in
            random.below(3) == 0 ? random.value() : ValuePattern(.literal(literals[random.below(literals.count)]))
          })
      }
    }
  }

  @Test func randomPhrasesMatchAsOneByOne() throws {
    var random = RandomSpans(seed: 43)
    let words = SmallEnvironment()
    var (found, runs, crossing, several) = (0, 0, 0, 0)
    for _ in 0..<300 {
      let phrases = PhraseTrieTests.randomPhrases(&random)
      let trie = try PhraseTrie(phrases, words)
      for _ in 0..<4 {
        let text = random.text()
        let expected = PhraseTrieTests.plainMatches(phrases, text, words)
        let matches = trie.matches(in: text)
        #expect(Set(matches) == expected.matches, "\(phrases) in \(text)")
        #expect(matches.count == expected.matches.count)
        #expect(matches.map(\.start) == matches.map(\.start).sorted())
        found += matches.count
        runs += expected.runs
        several += Set(matches.map(\.start)).count < matches.count ? 1 : 0
        var open = text
        open.blocks = Array(text.blocks.prefix(1))
        crossing += trie.matches(in: open).count > matches.count ? 1 : 0
        checkLongest(trie.matches(in: text, .longest), matches)
      }
    }
    #expect(found > 2_000 && runs > 200 && crossing > 50 && several > 200, "\(found) \(runs) \(crossing) \(several)")
  }

  /// Leftmost, longest, without overlap: what a plain walk over all matches picks.
  private func checkLongest(_ longest: [PhraseTrie.Match], _ all: [PhraseTrie.Match]) {
    var (expected, token): ([PhraseTrie.Match], Int) = ([], 0)
    while let start = all.first(where: { $0.start >= token })?.start {
      let here = all.filter { $0.start == start }
      let end = here.map(\.end).max() ?? start + 1
      expected += here.filter { $0.end == end }.sorted { $0.phrase < $1.phrase }
      token = end
    }
    #expect(longest == expected)
  }

  @Test func hyphensAndFolds() throws {
    let vocabulary = Vocabulary()
    let text = SpanMatcherTests.text("Co-production, coproduction and co production; notable, not able", vocabulary)
    let environment = VocabularyEnvironment(vocabulary)
    let plain = try PhraseTrie([[PhraseTrie.Element("Coproduction")], [PhraseTrie.Element("notable")]], environment)
    #expect(plain.matches(in: text).map { [$0.phrase, $0.start, $0.end] } == [[0, 0, 2], [0, 2, 3], [1, 6, 7]])
    let hyphenated = try PhraseTrie([[PhraseTrie.Element("co-production")]], environment)
    #expect(hyphenated.matches(in: text).map { [$0.start, $0.end] } == [[0, 2], [2, 3], [4, 6]])
  }

  @Test func emptyPhrasesAreRefused() {
    let environment = VocabularyEnvironment(Vocabulary())
    #expect(throws: SpanPatternProblem.self) { try PhraseTrie([[PhraseTrie.Element("a")], []], environment) }
    #expect(throws: SpanPatternProblem.self) { try PhraseTrie([[PhraseTrie.Element([])]], environment) }
  }
}
