// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// What a pattern writes as one word is cut as texts are, and matches what a query of the same word finds.
@Suite struct PatternWordTests {
  private static let head = "name: p\nactors: {CIT: {}}\nconcepts: [{id: c}]"

  private func lexicon(_ pattern: String, classes: String = "", code: String = "en") throws -> CompiledLexicon {
    let language = """
      language: \(code)
      classes:
        CIT: resident
        PLACE: "hall"
        \(classes)
      rules:
        - id: r
          concept: c
          patterns: |
            \(pattern)
      """
    return try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Self.head), ("\(code).yml", language)]))
  }

  private func found(_ lexicon: CompiledLexicon, _ text: String, _ language: Language = .english) -> [String] {
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: language)])
    let bytes = Array(text.utf8)
    return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { hit in
      String(decoding: bytes[Int(tokens.starts[Int(hit.start)])..<Int(tokens.ends[Int(hit.end) - 1])], as: UTF8.self)
    }
  }

  private static let text = """
    A self-managed group, co-production and coproduced goods, co-producers, asylum-seekers, an asylum seeker, take-over, the \
    selfrun shop, St. John at 3 p.m. in the U.S. Congress, R&D, 24/7, the citizens' hall
    """

  @Test(arguments: [
    ("self-(managed|run)", ["self-managed", "selfrun"]),
    ("self-(managed|~run) group?", ["self-managed group", "selfrun"]),
    ("co-(production|design)", ["co-production"]), ("co-produc*", ["co-production", "coproduced", "co-producers"]),
    ("~co-produce", ["coproduced"]), ("~co-producer", ["co-producers"]), ("co-~producer", ["co-producers"]),
    ("co-<CIT>", []), ("self\u{2010}(managed)", ["self-managed"]), ("~take-over", ["take-over"]),
    ("~asylum-seeker", ["asylum-seekers", "asylum seeker"]), ("the citizens' {PLACE}", ["the citizens' hall"]),
    ("U.S. congress", ["U.S. Congress"]), ("3 p.m.", ["3 p.m"]), ("St. John", ["St. John"]), ("R&D", ["R&D"]),
    ("24/7", ["24/7"]), ("John ,? ..2 3 (,|and)? p.m,", ["John at 3 p.m"]),
    ("the citizens '? hall", ["the citizens' hall"]), ("asylum,", ["asylum", "asylum"]), ("self-", ["self"]),
    ("(self)-managed", ["self-managed"]),
  ])
  func asTextsAreCut(_ pattern: String, _ wanted: [String]) throws {
    #expect(found(try lexicon(pattern), Self.text) == wanted)
  }

  @Test(arguments: [
    ("~co-producer", ["co-producers"]), ("co-produc*", ["co-production", "coproduced", "co-producers"]),
    ("self-(managed|run)", ["self-managed", "selfrun"]), ("*ed", ["self-managed", "coproduced"]), ("R&D", ["R&D"]),
  ])
  func inClasses(_ entry: String, _ wanted: [String]) throws {
    #expect(found(try lexicon("{X}", classes: "X: \"\(entry)\""), Self.text) == wanted)
  }

  @Test func listedFormsOfAHyphenatedWord() throws {
    let language = """
      language: en
      irregular: |
        sister-in-law sisters-in-law
      rules:
        - {id: r, concept: c, patterns: "~sister-in-law"}
      """
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [
        ("scheme.yml", Self.head.replacing("actors: {CIT: {}}\n", with: "")), ("en.yml", language),
      ]))
    #expect(found(lexicon, "Two sisters-in-law and a sister in law.") == ["sisters-in-law", "sister in law"])
    #expect(EntryChecks.findings(in: lexicon, .english).isEmpty)
  }

  /// Fullwidth letters, letters of mathematics, word joiners and ligatures fold as they do for queries.
  @Test(arguments: ["ｃｏｐｒｏｄｕｃｔｉｏｎ", "𝐜oproduction", "copro\u{2060}duction", "Coproduction", "co\u{AD}production"])
  func compatibilityForms(_ form: String) throws {
    #expect(found(try lexicon("coproduction"), "Of \(form) here") == [form])
    #expect(found(try lexicon(form), "Of coproduction here") == ["coproduction"])
  }

  @Test func partsThatElisionsLeave() throws {
    #expect(found(try lexicon("d' habitants", code: "fr"), "Une idée d'habitants", .french) == ["d'habitants"])
    #expect(found(try lexicon("d’habitants", code: "fr"), "Une idée d'habitants", .french) == ["d'habitants"])
    #expect(found(try lexicon("resident 's"), "A resident's garden") == ["resident's"])
    #expect(found(try lexicon("we 're paying"), "We’re paying, we are not") == ["We’re paying"])
    #expect(found(try lexicon("do n't"), "We don't") == ["don't"])
  }

  @Test(arguments: [
    ("\"", "means nothing"), ("good [a]", "'[' means nothing"), ("\"quoted words\"", "means nothing"),
    ("=word", "means nothing"), ("1 :: ...", "match nothing"), ("1 ::", "wanted behind"), ("&", "holds no letter"),
    ("good , word", "holds no letter"),
    ("(,|and)", "holds no letter"), ("~'", "needs a word"), ("co-*", "two letters"), ("*-led", "two letters"),
    ("co*-(a|b)", "'*'"), ("~co-take+over", "particle"),
  ])
  func whatCannotMatchIsRefused(_ pattern: String, _ part: String) {
    var message = ""
    do { _ = try lexicon(pattern) } catch { message = "\(error)" }
    #expect(message.hasPrefix("en.yml:10:") && message.contains(part), "\(message)")
  }
}
