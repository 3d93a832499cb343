// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// A frame finds who does what to what, in the active, the passive and as a noun, on a subject of its own.
@Suite struct RoleFrameTests {
  private static let scheme = """
    name: unions
    actors: {WORKERS: {opposite: EMPLOYER, takes-groups: true}, EMPLOYER: {opposite: WORKERS}}
    concepts: [{id: founding}, {id: walkout}]
    """

  private static func english(_ rules: String) -> String {
    """
    language: en
    irregular: |
      found founds founded founding
    grammar:
      prepositions: for, with, to, from, at, in
      time-prepositions: in, after
      of: of
      by: by
      be: is, are, was, were, been
      auxiliaries: has, have, had, not
      determiners: the, a, an, its, their
      boundaries: but, while
      and: and
      groups: society, club
      they: they
      verbs: "*ed, ~go"
      participles: "*ed"
    classes:
      WORKERS: ~worker, ~miner
      EMPLOYER: ~company, ~owner
      BODY: ~union, sick fund
    rules:
    """ + rules.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
  }

  private static let frame = """

    - id: en.founding
      concept: founding
      actor: WORKERS
      act: ~found|~set+up
      object: "{BODY}"
      noun: founding|foundation
    """

  private func compile(_ rules: String) throws -> CompiledLexicon {
    try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", Self.scheme), ("en.yml", Self.english(rules))]))
  }

  /// Actor, act and object of the first hit in a text, as words.
  private func roles(_ text: String, _ rules: String = frame) throws -> [String: String]? {
    let lexicon = try compile(rules)
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    guard let hit = Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.first else { return nil }
    var result: [String: String] = [:]
    for role in hit.roles {
      result[lexicon.roleNames[Int(role.role)]] =
        (role.start..<role.end).map { vocabulary.string(tokens.surfaces[Int($0)]) }.joined(separator: " ")
    }
    return result
  }

  @Test(arguments: [
    ("In May the miners founded a union in Leeds.", "the miners", "founded", "union"),
    ("The workers have set up a new sick fund.", "The workers", "set", "sick fund"),
    ("A union was founded in 1890 by poor miners.", "poor miners", "founded", "union"),
    ("The union, founded by workers, is large.", "workers", "founded", "union"),
    ("The miners met and founded a union.", "The miners", "founded", "union"),
    ("They praised the founding of the first union by the workers.", "the workers", "founding", "union"),
    ("The workers' foundation of a sick fund was slow.", "workers", "foundation", "sick fund"),
  ])
  func formsOfAFrame(_ text: String, _ actor: String, _ act: String, _ object: String) throws {
    let found = try roles(text)
    #expect(found == ["actor": actor, "act": act, "object": object], "\(text): \(found ?? [:])")
  }

  @Test(arguments: [
    "The owners founded a union.", "The miners founded a choir.", "The union was founded by the company.",
    "The miners founded nothing. A union was there.", "The foundation of a union by the owners was slow.",
  ])
  func whatIsNoSuchAct(_ text: String) throws { #expect(try roles(text) == nil, "\(text)") }

  @Test func withoutAnObject() throws {
    let rules = "\n- {id: r, concept: walkout, actor: WORKERS, act: ~strike, noun: strike|walkout}"
    for (text, actor) in [
      ("The miners struck when the workers striked.", "the workers"), ("A walkout of miners followed.", "miners"),
      ("The workers' strike ended.", "workers"), ("There was a long strike in May by the miners.", "the miners"),
    ] {
      let found = try roles(text, rules)
      #expect(found?["actor"] == actor, "\(text): \(found ?? [:])")
    }
    #expect(try roles("A strike of owners.", rules) == nil)
  }

  /// Group nouns are of the kind that the scheme says takes them; where it says none, of no kind.
  @Test func groupsAreOfTheKindThatTakesThem() throws {
    let text = "The company waited. The society founded a union."
    #expect(try roles(text)?["actor"] == "The society")
    let scheme = Self.scheme.replacing(", takes-groups: true", with: "")
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [("scheme.yml", scheme), ("en.yml", Self.english(Self.frame))]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
    #expect(Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.isEmpty)
  }

  @Test(arguments: [
    ("{id: r, concept: founding, act: ~found}", "a frame needs an actor:"),
    ("{id: r, concept: founding, actor: WORKERS}", "a frame needs an act: or a noun:"),
    ("{id: r, concept: founding, actor: NOBODY, act: ~found}", "unknown actor 'NOBODY'"),
    ("{id: r, concept: founding, actor: WORKERS, act: ~found, object: a b}", "what '@' marks is one word"),
    ("{id: r, concept: founding, actor: WORKERS, act: ~found, object: '{NONE}'}", "unknown word class {NONE}"),
    ("{id: r, concept: founding, patterns: '@'}", "unexpected character"),
  ])
  func errorsNameThePlace(_ rule: String, _ message: String) throws {
    let lines = Self.english("\n- " + rule).split(separator: "\n", omittingEmptySubsequences: false)
    let error = #expect(throws: LexiconError.self) { _ = try compile("\n- " + rule) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.description ?? "")")
    #expect(
      error?.place.file == "en.yml" && error?.place.line == lines.firstIndex { $0.contains("id: r,") }.map { $0 + 1 },
      "\(error?.description ?? "")")
  }

  @Test func aFrameNeedsItsWordsOfGrammar() throws {
    let text = Self.english(Self.frame).replacing("  by: by\n", with: "")
    let error = #expect(throws: LexiconError.self) {
      _ = try LexiconReader.read(files: [("scheme.yml", Self.scheme), ("en.yml", text)])
    }
    #expect(error?.message == "a frame needs 'by' in the grammar of en.yml")
  }
}
