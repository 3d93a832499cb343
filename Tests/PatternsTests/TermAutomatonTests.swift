// SPDX-License-Identifier: Apache-2.0

import Patterns
import Testing
import TestSupport

/// Automata over terms, held to slow plain matchers.
@Suite struct TermAutomatonTests {
  private func words(_ count: Int, _ random: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in
      String((0..<Int.random(in: 0...7, using: &random)).map { _ in "abcé".randomElement(using: &random)! })
    }
  }

  @Test(arguments: [
    ("a.c", ["abc", "aéc"], ["ac", "abbc"]),
    ("co-?prod(uce|uct)[a-z]*", ["coproduce", "co-production"], ["coprod", "reproduce"]),
    ("[^a-c]+", ["xyz"], ["xa", ""]),
    ("\\d{4}", ["2015"], ["201", "20155"]),
    ("\\p{L}+\\d?", ["é1", "abc"], ["1", ""]),
    ("(a|b)*c", ["c", "ababc"], ["ab"]),
    ("^a\\.b$", ["a.b"], ["axb"]),
    ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
    ("", [""], ["a"]),
  ])
  func knownExpressions(regex: String, accepted: [String], refused: [String]) throws {
    let automaton = try TermAutomaton(regex: regex)
    for text in accepted { #expect(automaton.matches(text), "\(regex) \(text)") }
    for text in refused { #expect(!automaton.matches(text), "\(regex) \(text)") }
  }

  @Test func prefixesAreFound() throws {
    #expect(try TermAutomaton(regex: "co-?prod").prefix == "co")
    #expect(try TermAutomaton(wildcard: "serv*").prefix == "serv")
    #expect(try TermAutomaton(regex: "(ab){2}c+").prefix == "ababc")
    #expect(try TermAutomaton(regex: "a|ab").prefix == "")
  }

  @Test func literalsFoldToSeveralCodePoints() throws {
    let fold: (Unicode.Scalar) -> [Unicode.Scalar] = { $0 == "ß" ? ["s", "s"] : $0 == "É" ? ["e"] : [$0] }
    #expect(try TermAutomaton(regex: "stra(ß|x)e", fold: fold).matches("strasse"))
    #expect(try TermAutomaton(regex: "[É]t.*", fold: fold).matches("etat"))
  }

  @Test func doublingPatternsStayLinear() throws {
    let automaton = try TermAutomaton(regex: "(a*)*(a|aa)+(a?){30}b")
    #expect(!automaton.matches(String(repeating: "a", count: 20_000)))
    #expect(throws: PatternSyntaxError.self) { try TermAutomaton(regex: "((a{1000}){1000}){1000}") }
  }

  @Test func wildcardsAgreeWithBacktracking() throws {
    func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
      guard let head = pattern.first else { return text.isEmpty }
      if head == "*" {
        return matches(pattern.dropFirst(), text) || (!text.isEmpty && matches(pattern, text.dropFirst()))
      }
      return text.first == head && matches(pattern.dropFirst(), text.dropFirst())
    }
    var random = SeededGenerator(seed: 5)
    var accepted = 0
    for pattern in words(200, &random) {
      let pattern = pattern.replacing("b", with: "*")
      let automaton = try TermAutomaton(wildcard: pattern)
      for text in words(40, &random) {
        let expected = matches(ArraySlice(pattern), ArraySlice(text))
        #expect(automaton.matches(text) == expected, "\(pattern) \(text)")
        accepted += expected ? 1 : 0
      }
    }
    #expect(accepted > 20)
  }

  @Test func distancesAgreeWithTheMatrix() {
    func distance(_ one: [Character], _ other: [Character]) -> Int {
      var rows = [[Int]](repeating: [Int](repeating: 0, count: other.count + 1), count: one.count + 1)
      for i in 0...one.count { rows[i][0] = i }
      for j in 0...other.count { rows[0][j] = j }
      for i in stride(from: 1, through: one.count, by: 1) {
        for j in stride(from: 1, through: other.count, by: 1) {
          let cost = one[i - 1] == other[j - 1] ? 0 : 1
          rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
          if i > 1, j > 1, one[i - 1] == other[j - 2], one[i - 2] == other[j - 1] {
            rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
          }
        }
      }
      return rows[one.count][other.count]
    }
    var random = SeededGenerator(seed: 9)
    var accepted = 0
    for word in words(100, &random) {
      for limit in 0...3 {
        let automaton = TermAutomaton(word: word, distance: limit)
        for text in words(50, &random) {
          let expected = distance(Array(word), Array(text)) <= limit
          #expect(automaton.matches(text) == expected, "\(word) \(text) \(limit)")
          accepted += expected ? 1 : 0
        }
      }
    }
    #expect(accepted > 500)
  }

  @Test func trimmingKeepsTheAnswers() throws {
    let automaton = try TermAutomaton(regex: "(a|b)*a(a|b){8}")
    var random = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let text = String((0..<30).map { _ in "ab".randomElement(using: &random)! })
      let letters = Array(text)
      #expect(automaton.matches(text) == (letters[letters.count - 9] == "a"))
      _ = automaton.trim(above: 50)
    }
  }
}
