// SPDX-License-Identifier: Apache-2.0

import Patterns
import Testing
import TestSupport

/// The CQL spelling: trees of known queries, words of known errors, and printing followed by parsing.
@Suite struct CQLParserTests {
  private func parse(_ text: String) throws -> SpanQuery { try SpanQuery(parsing: text) }
  private func word(_ form: ValuePattern.Form) -> SpanPattern { .token(.attribute(.word, ValuePattern(form))) }
  private let any = SpanPattern.token(.any)

  @Test func tokensAndGaps() throws {
    #expect(
      try parse("[word=\"citi.*\"] []{0,3} \"trust\" within s")
        == SpanQuery(
          .sequence([word(.regex("citi.*")), .repeated(any, min: 0, max: 3), word(.literal("trust"))]),
          within: [.sentence]))
    #expect(try parse("'co-production'") == SpanQuery(word(.literal("co-production"))))
    #expect(try parse("\"a\\.b\"") == SpanQuery(word(.literal("a.b"))))
    #expect(
      try parse("\"a\"+ \"b\"? \"c\"{2}")
        == SpanQuery(
          .sequence([
            .repeated(word(.literal("a")), min: 1, max: nil), .repeated(word(.literal("b")), min: 0, max: 1),
            .repeated(word(.literal("c")), min: 2, max: 2),
          ])))
  }

  @Test func brackets() throws {
    let pos = TokenTest.attribute(.column("pos"), ValuePattern(.regex("N.*")))
    #expect(
      try parse("[pos=\"N.*\" & !(stem=\"x\" | word!=\"y\"%CD)]")
        == SpanQuery(
          .token(
            .all([
              pos,
              .not(
                .anyOf([
                  .attribute(.stem, ValuePattern(.literal("x"))),
                  .not(.attribute(.word, ValuePattern(.literal("y"), caseSensitive: true, accentSensitive: true))),
                ])),
            ]))))
  }

  @Test func conceptsAloneAndBesideOthers() throws {
    #expect(try parse("[concept=\"a\"]") == SpanQuery(.concept("a", narrower: true)))
    #expect(try parse("[concept==\"a\"]") == SpanQuery(.concept("a", narrower: false)))
    #expect(
      try parse("[concept=\"a\" & word=\"b\"]")
        == SpanQuery(
          .token(.all([.insideConcept("a", narrower: true), .attribute(.word, ValuePattern(.literal("b")))]))))
    #expect(try parse("[concept!=\"a\"]") == SpanQuery(.token(.not(.insideConcept("a", narrower: true)))))
  }

  @Test func namesOfFieldsAreOfAnyLettersOrQuoted() throws {
    func query(_ name: String, _ value: String) -> SpanQuery {
      var query = SpanQuery(.token(.attribute(.word, ValuePattern(.literal("a")))))
      query.condition = .metadata(FieldFilter(field: name, test: .equals(value)))
      return query
    }
    for (text, name) in [
      ("année", "année"), ("名前", "名前"), ("2nd", "2nd"), ("\"Publication year\"", "Publication year"), ("'a.b'", "a.b"),
    ] {
      let parsed = try SpanQuery(parsing: "\"a\" :: \(text) = été2")
      #expect(parsed == query(name, "été2"), "\(text)")
      #expect(try SpanQuery(parsing: parsed.description) == parsed, "\(parsed)")
    }
  }

  @Test func capturesAndConditions() throws {
    let query = try parse("a:[] \"and\" b:[] containing \"and\" :: a.word = b.word & year >= 2010 & language != nl")
    #expect(query.pattern.captureNames == ["a", "b"])
    #expect(query.containing == [word(.literal("and"))])
    #expect(
      query.condition
        == .all([
          .sameValue(CaptureValue(capture: "a", attribute: .word), CaptureValue(capture: "b", attribute: .word)),
          .metadata(FieldFilter(field: "year", test: .range(lower: "2010", upper: nil))),
          .not(.metadata(FieldFilter(field: "language", test: .equals("nl")))),
        ]))
  }

  @Test(arguments: [
    ("[]*", 0, "this pattern may match nothing at all"),
    ("[word=\"a\"", 0, "this bracket is never closed"),
    ("[word=a]", 6, "a value in quotation marks was expected here"),
    ("[word \"a\"]", 6, "= or != was expected after word"),
    ("[word=\"a(\"]", 8, "this parenthesis is never closed"),
    ("[word=\"a\"] within x", 18, "within wants s, p, block, page, document or a number of tokens"),
    ("trust [word=\"a\"]", 0, "a token was expected here"),
    ("[word=\"a\"] )", 11, "a closing parenthesis without its opening one"),
    ("a:[] b:[] :: c.word = a.word", 13, "no part of the pattern is named c"),
    ("[]{3,2}", 2, "a repetition that runs backwards"),
    ("[word=\"a{9999}\"]", 9, "the number is larger than 1000"),
  ])
  func errorsNameThePlace(text: String, offset: Int, message: String) {
    do {
      let query = try SpanQuery(parsing: text)
      Issue.record("\(text) was read as \(query)")
    } catch {
      #expect(error.offset == offset, "\(text): \(error)")
      #expect(error.message == message, "\(text)")
      #expect(!error.suggestion.isEmpty, "\(text)")
    }
  }

  @Test func printingAndParsingGivesTheSameTree() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<3000 {
      var query = SpanQuery(.sequence([pattern(3, &random), any]))
      if Bool.random(using: &random) {
        query.within = [[.sentence, .block, .tokens(9)].randomElement(using: &random)!]
      }
      if Bool.random(using: &random) { query.containing = [any] }
      if query.pattern.captureNames.contains("x") {
        query.condition = .not(.value(CaptureValue(capture: "x", attribute: .stem), value(&random)))
      }
      #expect(try SpanQuery(parsing: query.description) == query, "\(query)")
    }
  }

  @Test(arguments: [#"[word="a\\"]"#, #"[word="\\\""]"#, #"[word="a\\\$\."%C]"#, #""\\a" "b\\""#])
  func backslashesOfLiteralsArePrinted(text: String) throws {
    let query = try SpanQuery(parsing: text)
    #expect(try SpanQuery(parsing: query.description) == query, "\(query)")
  }

  private func value(_ random: inout SeededGenerator) -> ValuePattern {
    let forms: [ValuePattern.Form] = [
      .literal("a.b'\"c"), .literal("plain"), .wildcard("pub*"), .regex("(a|b)+"), .fuzzy("word", distance: 2),
    ]
    return ValuePattern(
      forms.randomElement(using: &random)!, caseSensitive: .random(using: &random),
      accentSensitive: .random(using: &random))
  }

  private func test(_ depth: Int, _ random: inout SeededGenerator) -> TokenTest {
    switch Int.random(in: 0..<(depth > 0 ? 5 : 2), using: &random) {
    case 0: .attribute([.word, .lemma, .column("pos")].randomElement(using: &random)!, value(&random))
    case 1: .attribute(.block, ValuePattern(.literal("heading")))
    case 2: .not(test(depth - 1, &random))
    case 3: .all([test(depth - 1, &random), .insideConcept("x\"y", narrower: .random(using: &random))])
    default: .anyOf([test(depth - 1, &random), test(depth - 1, &random)])
    }
  }

  private func pattern(_ depth: Int, _ random: inout SeededGenerator) -> SpanPattern {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 3), using: &random) {
    case 0: .token(test(2, &random))
    case 1: .concept("citizen-owned", narrower: .random(using: &random))
    case 2: .token(.any)
    case 3: .sequence([pattern(depth - 1, &random), pattern(depth - 1, &random)])
    case 4: .alternatives([pattern(depth - 1, &random), pattern(depth - 1, &random)])
    case 5: .repeated(pattern(depth - 1, &random), min: 1, max: [nil, 1, 4].randomElement(using: &random)!)
    default: .capture("x", pattern(depth - 1, &random))
    }
  }
}
