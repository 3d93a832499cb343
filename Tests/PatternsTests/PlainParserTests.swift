// SPDX-License-Identifier: Apache-2.0

import Patterns
import Testing
import TestSupport

/// The plain spelling: trees of known queries, words of known errors, and printing followed by parsing.
@Suite struct PlainParserTests {
  private func parse(_ text: String) throws -> PlainQuery { try PlainQuery(parsing: text) }
  private func word(_ text: String) -> PlainQuery { .word(PlainWord(.literal(text))) }

  @Test func nearBindsTightestThenOrThenJuxtaposition() throws {
    #expect(
      try parse("a b OR c NEAR/3 d -e")
        == .all([word("a"), .any([word("b"), .near(word("c"), word("d"), distance: 3)]), .not(word("e"))]))
    #expect(try parse("a AND b NOT c") == .all([word("a"), word("b"), .not(word("c"))]))
  }

  @Test func nearGroupsFromTheLeft() throws {
    #expect(
      try parse("a NEAR/2 b NEAR/5 c")
        == .near(.near(word("a"), word("b"), distance: 2), word("c"), distance: 5))
  }

  @Test func marksOfWords() throws {
    #expect(try parse("serv*") == .word(PlainWord(.wildcard("serv*"))))
    #expect(try parse("trust~1") == .word(PlainWord(.fuzzy("trust", distance: 1))))
    #expect(try parse("/co-?prod.*/") == .word(PlainWord(.regex("co-?prod.*"))))
    #expect(try parse("/a\\/b/") == .word(PlainWord(.regex("a/b"))))
    #expect(try parse("=Services") == .word(PlainWord(.literal("Services"), match: .exact)))
    #expect(try parse("stem:services") == .word(PlainWord(.literal("services"), match: .stem)))
    #expect(try parse("co-production") == word("co-production"))
    #expect(try parse("\\-5 \\OR x\\*") == .all([word("-5"), word("OR"), word("x*")]))
    #expect(try parse("near or and not") == .all(["near", "or", "and", "not"].map(word)))
  }

  @Test func fields() throws {
    func range(_ lower: String?, _ upper: String?) -> PlainQuery {
      .field(FieldFilter(field: "year", test: .range(lower: lower, upper: upper)))
    }
    #expect(try parse("year:2010..2015") == range("2010", "2015"))
    #expect(try parse("year:2010..") == range("2010", nil))
    #expect(try parse("year:..2015") == range(nil, "2015"))
    #expect(try parse("year:9..10") == range("9", "10"))
    #expect(try parse("year:2015-03..2015") == range("2015-03", "2015"))
    #expect(
      try parse("venue:\"Public  Management\"")
        == .field(FieldFilter(field: "venue", test: .equals("Public  Management"))))
    #expect(try parse("author:Ost*") == .field(FieldFilter(field: "author", test: .wildcard("Ost*"))))
    #expect(
      try parse("language:(nl OR fr)")
        == .any(["nl", "fr"].map { .field(FieldFilter(field: "language", test: .equals($0))) }))
    #expect(try parse("title:(a OR b)") == .title(.any([word("a"), word("b")])))
    #expect(try parse("concept:citizen-owned") == .concept("citizen-owned", narrower: true))
    #expect(try parse("concept:=citizen-owned") == .concept("citizen-owned", narrower: false))
    #expect(try parse("a block:(quote OR heading)") == .all([word("a"), .any([.block("quote"), .block("heading")])]))
  }

  /// Names of any letters, with digits before them, and whatever stands between quotation marks; times are no fields.
  @Test func namesOfFields() throws {
    func field(_ name: String, _ value: String) -> PlainQuery {
      .field(FieldFilter(field: name, test: .equals(value)))
    }
    for (text, name) in [
      ("année:x", "année"), ("anne\u{301}e:x", "anne\u{301}e"), ("Größe:x", "Größe"), ("名前:x", "名前"), ("हिन्दी:x", "हिन्दी"),
      ("2nd:x", "2nd"), ("a.b-2:x", "a.b-2"), ("\"my field\":x", "my field"), ("\"Größe (cm)\":x", "Größe (cm)"),
      ("\"2010\":x", "2010"), ("\u{201C}a\u{201D}:x", "a"), (#""a\"b":x"#, "a\"b"),
    ] {
      let query = try parse(text)
      #expect(query == field(name, "x"), "\(text)")
      #expect(try parse(query.description) == query, "\(query)")
      #expect(try parse("w \(text)") == .all([word("w"), query]))
    }
    #expect(
      try parse("\"Publication year\":2010..2012")
        == .field(FieldFilter(field: "Publication year", test: .range(lower: "2010", upper: "2012"))))
    #expect(try parse("10:30") == word("10:30"))
    #expect(try parse("\"a b\": c") == .all([.phrase([.word("a"), .word("b")]), word(":"), word("c")]))
    #expect(try parse("(\"a b\":)") == .all([.phrase([.word("a"), .word("b")]), word(":")]))
  }

  @Test func phrases() throws {
    #expect(
      try parse("\"public serv* *  delivery\"")
        == .phrase([.word("public"), .wildcard("serv*"), .wildcard("*"), .word("delivery")]))
    #expect(try parse("“public (service)”") == .phrase([.word("public"), .word("service")]))
    #expect(
      try parse("\"the (public OR civil society) role\"")
        == .phrase([
          .word("the"), .alternatives([[.word("public")], [.word("civil"), .word("society")]]), .word("role"),
        ]))
  }

  /// As programs write them that join words of which some are empty.
  @Test func operatorsInARowAreOne() throws {
    #expect(try parse("a OR  OR b OR OR OR c") == .any(["a", "b", "c"].map(word)))
    #expect(try parse("a AND  AND b") == .all(["a", "b"].map(word)))
    #expect(try parse("a AND AND b") == parse("a b"))
  }

  @Test func anUnquotedBracketMeansCQL() throws {
    #expect(QuerySyntax(of: "[word=\"a\"]") == .cql)
    #expect(QuerySyntax(of: "\"see [1]\" citizen") == .plain)
    #expect(QuerySyntax(of: "/[ab]c/ citizen") == .plain)
    #expect(QuerySyntax(of: "citizen \\[") == .plain)
    #expect(QuerySyntax(of: "and/or [a]") == .cql)
  }

  @Test(arguments: [
    ("", 0, "the query is empty"),
    ("-a", 0, "only exclusions: nothing says what to find"),
    ("a (-b -c)", 3, "only exclusions: nothing says what to find"),
    ("a OR", 4, "nothing stands after OR"),
    ("OR a", 0, "nothing stands before OR"),
    ("a OR OR", 7, "nothing stands after OR"),
    ("OR OR a", 0, "nothing stands before OR"),
    ("a OR -b", 5, "an exclusion cannot stand beside OR"),
    ("x -a OR b", 2, "it is not clear how much of OR is excluded"),
    ("(a b", 0, "this parenthesis is never closed"),
    ("a )", 2, "a closing parenthesis without its opening one"),
    ("a ()", 3, "a group with nothing in it"),
    ("\"a b", 0, "this quotation mark is never closed"),
    ("a \"\"", 2, "an empty phrase"),
    ("\"a b\"~2", 5, "~ behind a phrase"),
    ("a NEAR b", 2, "NEAR without a distance"),
    ("a NEAR/x b", 7, "NEAR/ wants a whole number"),
    ("a NEAR/3", 8, "nothing stands after NEAR/3"),
    ("NEAR/3 a", 0, "nothing stands before NEAR"),
    ("a NEAR/3 year:2010", 9, "the filter year: has no position in the text, so nothing can be near it"),
    ("year: 2010", 5, "no value behind year:"),
    ("year:..", 5, "a range without ends"),
    ("a year:2020..2010", 7, "a range from 2020 down to 2010, which holds nothing"),
    ("year:10..9.5", 5, "a range from 10 down to 9.5, which holds nothing"),
    ("date:2015-03..2014-12", 5, "a range from 2015-03 down to 2014-12, which holds nothing"),
    ("year:>=2010", 5, "a comparison sign behind year:"),
    ("*", 0, "* alone stands for every word"),
    ("word~", 5, "~ without a distance"),
    ("word~9", 5, "a distance above 4 finds nearly any word"),
    ("word~99999999999999999999", 5, "a distance above 4 finds nearly any word"),
    ("wo*rd~1", 0, "~ beside *"),
    ("/a(b/", 2, "this parenthesis is never closed"),
    ("/ab", 0, "this regular expression is never closed"),
    ("a NEAR/99999 b", 7, "the number is larger than 10000"),
  ])
  func errorsNameThePlace(text: String, offset: Int, message: String) {
    do {
      let query = try PlainQuery(parsing: text)
      Issue.record("\(text) was read as \(query)")
    } catch {
      #expect(error.offset == offset, "\(text): \(error)")
      #expect(error.message == message, "\(text)")
      #expect(!error.suggestion.isEmpty, "\(text)")
    }
  }

  @Test(arguments: [
    ("3.*", ["3.*"]), ("*.14", ["*.14"]), ("v2.*", ["v2.*"]), ("1,*", ["1,*"]), ("node.*", ["node.*"]),
    ("*.org", ["*.org"]), ("3*", ["3*"]), ("co-*", ["co", "*"]), ("3. *", ["3", "*"]),
  ])
  func aStarIsWhatItsNeighboursAre(_ text: String, _ parts: [String]) {
    #expect(WordAnalyzer().analyzeWildcard(text).parts == parts)
  }

  @Test func longChainsAreRefused() throws {
    let chain = String(repeating: "a NEAR/3 ", count: 200)
    _ = try PlainQuery(parsing: chain + "b")
    #expect(throws: PatternSyntaxError.self) { _ = try PlainQuery(parsing: chain + "a NEAR/3 b") }
    for sign in ["+", "*", "?", "{1}", " + "] {
      let signs = String(repeating: sign, count: 20_000)
      #expect(throws: PatternSyntaxError.self) { _ = try SpanQuery(parsing: "[word=\"a\"]" + signs + " []") }
    }
    _ = try SpanQuery(parsing: "[word=\"a\"]{2}? []")
  }

  @Test func aFilterIsPlain() throws {
    #expect(throws: PatternSyntaxError.self) { _ = try PlainQuery(filter: "[word=\"trust\"]") }
    #expect(try PlainQuery(filter: "year:2010 \"[x]\"") == PlainQuery(parsing: "year:2010 \"[x]\""))
  }

  @Test func theCaretStandsUnderThePlace() {
    #expect(
      PatternSyntaxError(text: "a OR", offset: 4, message: "nothing stands after OR", suggestion: "Write a word.")
        .description
        == "nothing stands after OR:\n  a OR\n      ^\nWrite a word.")
  }

  @Test func deepNestingIsRefused() {
    let text = String(repeating: "(", count: 100_000) + "a"
    #expect(throws: PatternSyntaxError.self) { try PlainQuery(parsing: String(text.prefix(1000))) }
    #expect(throws: PatternSyntaxError.self) { try PlainQuery(parsing: text) }
  }

  @Test func printingAndParsingGivesTheSameTree() throws {
    var random = RandomQueries(seed: 7)
    for _ in 0..<3000 {
      let query = random.query(depth: 4)
      let text = query.description
      #expect(QuerySyntax(of: text) == .plain, "\(text)")
      #expect(try PlainQuery(parsing: text) == query, "\(text)")
    }
  }

  @Test(arguments: [#"f:\ hi..lo"#, #"f:a:b..c"#, #"f:..\(x\)"#, #"f:1*..2"#])
  func signsInRangesArePrinted(text: String) throws {
    let query = try PlainQuery(parsing: text)
    #expect(try PlainQuery(parsing: query.description) == query, "\(query)")
  }

  @Test func randomTextNeverTraps() {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "a", "b*", "(", ")", "\"", "OR", "NEAR/2", "-", " ", " ", "~", "1", "/", "\\", ":", "year", "=", "..", "[", "é",
      "“",
    ]
    var parsed = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      if (try? ParsedQuery(text)) != nil { parsed += 1 }
    }
    #expect(parsed > 500)
  }

  @Test func whatIsReadIsDescribedAsTheSameQuery() throws {
    var random = SeededGenerator(seed: 23)
    let pieces = [
      "a", "b*", "(", "(", ")", ")", " OR ", " OR ", "OR", " ", " ", "\\", "\0", "~1", "-", "=", "é", "\u{FFFD}",
    ]
    var (parsed, grouped) = (0, 0)
    for _ in 0..<20_000 {
      func run() -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      }
      let text = "a\"b" + run() + "(a " + run() + " OR c" + run() + ")" + run() + "\" c"
      guard let query = try? PlainQuery(parsing: text) else { continue }
      parsed += 1
      if case .all(let parts) = query, case .phrase(let elements)? = parts.dropFirst().first,
        elements.contains(where: { if case .alternatives = $0 { true } else { false } })
      {
        grouped += 1
      }
      #expect((try? PlainQuery(parsing: query.description)) == query, "\(text) is described as \(query)")
    }
    #expect(parsed > 5000 && grouped > 500)
  }

  @Test(arguments: [
    #"a"(b -(c OR$d)e OR f) ""#, #"a"(b (OR c) OR d)""#,
    "p\"#\0 e)- (\u{FFFD} -(\u{FFFD}a OR$\u{FFFD})E\0 OR \u{FFFD}) \"",
  ])
  func parenthesesInsideAGroupAreDescribed(text: String) throws {
    let query = try PlainQuery(parsing: text)
    #expect(try PlainQuery(parsing: query.description) == query, "\(query)")
  }

  @Test func parenthesesOfPunctuationDoNotEndAGroup() throws {
    #expect(
      try parse("\"(a (b) c OR d) e\"")
        == .phrase([.alternatives([[.word("a"), .word("b"), .word("c")], [.word("d")]]), .word("e")]))
  }
}

/// Random syntax trees of every kind.
private struct RandomQueries {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func text() -> String {
    let alphabet = Array("ab-cé:~*/\\()\"=[ ONEARD5.".unicodeScalars)
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...6, using: &random) { view.append(alphabet.randomElement(using: &random)!) }
    return Bool.random(using: &random) ? "word" : String(view)
  }

  private mutating func leaf() -> PlainQuery {
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      .phrase([.word(text()), .wildcard("pub*"), .alternatives([[.word(text())], [.word(text()), .word("OR")]])])
    case 1: .word(PlainWord(.wildcard("*" + ["a", "b-c", "x:y"].randomElement(using: &random)!)))
    case 2: .word(PlainWord(.fuzzy(text(), distance: Int.random(in: 0...4, using: &random))))
    case 3: .word(PlainWord(.regex(["a/b", "x\\\\/y", "[a-z]+", "(a|b)\\.c"].randomElement(using: &random)!)))
    case 4: .concept(text(), narrower: .random(using: &random))
    default: .word(PlainWord(.literal(text()), match: [.byDefault, .exact, .stem].randomElement(using: &random)!))
    }
  }

  private mutating func positional(depth: Int) -> PlainQuery {
    guard depth > 0 else { return leaf() }
    return switch Int.random(in: 0..<4, using: &random) {
    case 0:
      .near(
        positional(depth: depth - 1), positional(depth: depth - 1), distance: Int.random(in: 0...20, using: &random))
    case 1: .any([positional(depth: depth - 1), positional(depth: depth - 1)])
    default: leaf()
    }
  }

  mutating func query(depth: Int) -> PlainQuery {
    guard depth > 0 else { return positional(depth: 0) }
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return .all([query(depth: depth - 1), .not(query(depth: depth - 1))])
    case 1: return .any([query(depth: depth - 1), query(depth: depth - 1), query(depth: depth - 1)])
    case 2:
      return .field(
        FieldFilter(field: "year", test: .range(lower: "2010", upper: Bool.random(using: &random) ? nil : "2015")))
    case 3: return .field(FieldFilter(field: "venue", test: .equals(text())))
    case 4:
      return .all([
        .block("quote"), query(depth: depth - 1),
        .title(.any([.word(PlainWord(.literal(text()))), .phrase([.word("a")])])),
      ])
    default: return positional(depth: depth)
    }
  }
}
