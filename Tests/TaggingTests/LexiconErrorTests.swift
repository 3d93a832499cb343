// SPDX-License-Identifier: Apache-2.0

/// Broken lexicons end with a message that says what and where; none hangs or traps.
import Testing

@testable import Tagging

@Suite struct LexiconErrorTests {
  private func message(_ scheme: String, _ language: String = Small.english) -> String {
    do {
      _ = try Small.lexicon(scheme, language)
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func rule(_ pattern: String) -> String {
    message(Small.scheme, Small.english + "\nrules:\n  - {id: r, concept: term, patterns: ['\(pattern)']}\n")
  }

  @Test func brokenYAML() {
    #expect(message("name: [").contains("scheme.yml:"))
    #expect(message("").contains("scheme.yml:1:1"))
    #expect(message("name: x\nnames: y").contains("unknown key 'names'"))
    #expect(message("name: x\nname: y").contains("scheme.yml:"))
  }

  @Test func circleAndRepeats() {
    #expect(message("name: x\nconcepts:\n  - {id: a, broader: b}\n  - {id: b, broader: a}").contains("circle"))
    #expect(message("name: x\nconcepts:\n  - {id: a, broader: c}").contains("not declared"))
    #expect(message("name: x\nconcepts:\n  - {id: a}\n  - {id: a}").contains("twice"))
  }

  @Test func patterns() {
    #expect(rule("{NONE} x").contains("unknown word class {NONE}"))
    #expect(rule("FOO>x").contains("unknown actor 'FOO'"))
    #expect(rule("(a").contains("not closed"))
    #expect(rule("a?").contains("match nothing"))
    #expect(rule("*").contains("'*'"))
    #expect(rule("..99 a").contains("gap"))
    #expect(rule(String(repeating: "(", count: 500) + "a").contains("deeper"))
    #expect(rule(String(repeating: "(a b|c d|e f) ", count: 12)).contains("more than"))
    #expect(rule("good pattern").isEmpty)
  }

  @Test func deepNesting() {
    #expect(message(String(repeating: "[", count: 5000)).contains("nested"))
    #expect(message("name: " + String(repeating: "- ", count: 5000)).isEmpty == false)
  }

  @Test func decisionTables() {
    let head = Small.scheme + "\nclassification:\n  labels: [a, none]\n  otherwise: none\n  decision: |\n    "
    #expect(message(head + "a x: start + ").contains("missing"))
    #expect(message(head + "b x: start").contains("not among the labels"))
    #expect(message(head + "a x: nothing > 1").contains("unknown name 'nothing'"))
    #expect(message(head + "a x: start > 1 and not end").isEmpty)
  }
}
