// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
@testable import Tagging

/// Broken lexicons end with a message that says what and where; none hangs or traps.
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

  @Test func repeatedValuesThatGrowWithoutEnd() {
    let lines = (0..<10).map { number in
      let values = repeatElement(number == 0 ? "l" : "*a\(number - 1)", count: 10).joined(separator: ", ")
      return "x\(number): &a\(number) [\(values)]"
    }
    let bomb = lines.joined(separator: "\n")
    #expect(message(bomb + "\n? *a9\n: x").hasPrefix("scheme.yml:1:1: anchors and aliases"))
    #expect(message(Small.scheme + "\n" + bomb).contains("anchors and aliases"))
    // The signs by themselves are text.
    #expect(LexiconAnchors.firstLine("note: R&D, research &development\nterms: [\"*ing\", a*ment, \"& *\"]") == nil)
    #expect(LexiconAnchors.firstLine("a: b\nc: !t &x-1 d\ne: [*x-1]") == 2)
  }

  @Test func decisionTables() {
    let head = Small.scheme + "\nclassification:\n  labels: [a, none]\n  otherwise: none\n  decision: |\n    "
    #expect(message(head + "a x: start + ").contains("missing"))
    #expect(message(head + "b x: start").contains("not among the labels"))
    #expect(message(head + "a x: nothing > 1").contains("unknown name 'nothing'"))
    #expect(message(head + "a x: start > 1 and not end").isEmpty)
  }

  @Test func whatHoldsWhereNoRowDoesIsALabel() {
    let head = Small.scheme + "\nclassification:\n  labels: [a, none]\n"
    let line = head.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(
      message(head + "  otherwise: nix\n").hasPrefix("scheme.yml:\(line):14: otherwise: 'nix' is not among the labels"))
    #expect(message(head + "  decision: |\n    a x: start").contains("needs 'otherwise:', one of the labels a, none"))
    #expect(message(head + "  otherwise: none\n").isEmpty)
  }

  @Test func theOrderIsSpelledRight() {
    #expect(message(Small.scheme, "language: de\norder: verb_second").hasPrefix("en.yml:2:8: the order is verb-second"))
    #expect(message(Small.scheme, "language: de\norder: verb-second").isEmpty)
  }

  // MARK: Where it stands

  @Test(arguments: [
    ("name: x\nconcepts:\n  - {id: a}\n  - {id: b, broader: c}\n  - {id: c, broader: b}", "scheme.yml:4:"),
    ("name: x\nconcepts:\n  - {id: a}\n  - {id: b, broader: d}", "scheme.yml:4:"),
    ("name: x\nconcepts:\n  - {id: a}\n  - {id: b}\n  - {id: a}", "scheme.yml:5:"),
    ("name: x\nactors:\n  A: {opposite: B}\n  B: {opposite: C}\nconcepts:\n  - {id: a}", "scheme.yml:4:"),
    ("name: x\nactors:\n  A: {}\n  B: {counts-as: C}\nconcepts:\n  - {id: a}", "scheme.yml:4:"),
    ("name: x\nversion: a\nconcepts: []\nversion: b", "scheme.yml:4:1: the key 'version' stands twice"),
    ("name: x\nactors:\n  A: {}\n  B: {}\n  A: {}", "scheme.yml:5:3: the key 'A' stands twice (first at line 3)"),
  ])
  func places(_ scheme: String, _ start: String) {
    #expect(message(scheme, "language: en").hasPrefix(start), "\(message(scheme, "language: en"))")
  }

  @Test func languages() {
    func read(_ files: [(name: String, text: String)]) -> String {
      do { _ = try LexiconReader.read(files: files) } catch { return "\(error)" }
      return ""
    }
    let scheme = (name: "scheme.yml", text: "name: x")
    #expect(read([scheme]).contains("scheme.yml:1:1: the lexicon has no words"))
    let twice = read([scheme, ("a.yml", "language: en"), ("b.yml", "language: en")])
    #expect(twice == "b.yml:1:1: language en is given twice, first in a.yml")
  }

  @Test func byteOrderMark() {
    #expect(message("\u{FEFF}" + Small.scheme, "\u{FEFF}" + Small.english).isEmpty)
    #expect(message("\u{FEFF}name: x\nnames: y").hasPrefix("scheme.yml:2:1"))
  }

  @Test func folderAndBytes() throws {
    let folder = try TemporaryFolder()
    try folder.write("scheme.yml", "name: x\nconcepts: [{id: a}]")
    func load(_ english: [UInt8]) throws -> String {
      try Data(english).write(to: URL(fileURLWithPath: folder.path + "/en.yml"))
      do { _ = try LexiconLoader.load(folder.path) } catch { return "\(error)" }
      return ""
    }
    #expect(try load(Array("language: en\nnames: x".utf8)).hasPrefix(folder.path + "/en.yml:2:1: unknown key"))
    let rule = "language: en\nrules:\n  - {id: r, concept: b, patterns: [x]}"
    #expect(try load(Array(rule.utf8)).hasPrefix(folder.path + "/en.yml:3:5: unknown concept 'b'"))
    let latin = Array("language: en\n# caf".utf8) + [0xE9, 0x0A]
    #expect(try load(latin).hasPrefix(folder.path + "/en.yml:2:6: bytes that are not UTF-8"))
  }

  // MARK: What was found

  @Test(arguments: [
    ("rules:\n  - {id: r, concept: term, patterns: ['nan :: x']}", "not 'nan'"),
    ("rules:\n  - {id: r, concept: term, patterns: ['inf :: x']}", "not 'inf'"),
    ("rules:\n  - {id: r, concept: term, patterns: ['1e308 :: x']}", "not '1e308'"),
    ("rules:\n  - {id: r, concept: term, weight: much, patterns: [x]}", "not 'much'"),
    ("rules:\n  - {id: r, concept: term, strength: loud, patterns: [x]}", "not 'loud'"),
    ("triggers:\n  - {polarity: denied, window: six, phrases: [x]}", "not 'six'"),
    ("triggers:\n  - {polarity: denied, window: -6, phrases: [x]}", "not '-6'"),
    ("triggers:\n  - {polarity: odd, phrases: [x]}", "not 'odd'"),
    ("rules:\n  - {id: [r], concept: term, patterns: [x]}", "not a list"),
    ("rules: none", "not a single value"),
    ("rules:\n  - {id: r, concept: term, patterns: ['-2 :: x']}", ""),
  ])
  func values(_ english: String, _ found: String) {
    let message = message(Small.scheme, Small.english + "\n" + english)
    #expect(found.isEmpty ? message.isEmpty : message.contains(found), "\(message)")
  }

  @Test func longLinesAreCutInMessages() {
    #expect(rule(String(repeating: "(", count: 100_000)).utf8.count < 400)
    let head = Small.scheme + "\nclassification:\n  labels: [a, none]\n  otherwise: none\n  decision: |\n    a x: "
    #expect(message(head + String(repeating: "start + ", count: 20_000) + "nothing").utf8.count < 400)
  }
}
