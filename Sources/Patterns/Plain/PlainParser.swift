// SPDX-License-Identifier: Apache-2.0

/// The parser of the plain spelling.
///
///     query   := item (["AND"] item)*
///     item    := ["-" | "NOT"] either
///     either  := near ("OR" near)*
///     near    := primary ("NEAR/" n primary)*
///     primary := "(" query ")" | phrase | word | field ":" value
///     field   := name | quoted text
extension PlainQuery {
  package init(parsing text: String) throws(PatternSyntaxError) {
    if let query = PlainQuery(bareWords: text) {
      self = query
      return
    }
    self = try PlainQuery(parsingWhole: text)
  }

  /// By the parser, whatever the text.
  init(parsingWhole text: String) throws(PatternSyntaxError) {
    var parser = PlainParser(scanner: try PatternScanner(text))
    self = try parser.wholeQuery()
  }
}

struct PlainParser {
  var scanner: PatternScanner
  /// Inside `title:(...)`, where other fields make no sense.
  var inTitle = false

  mutating func wholeQuery() throws(PatternSyntaxError) -> PlainQuery {
    scanner.skipSpace()
    if scanner.isAtEnd { throw scanner.error("the query is empty", "Write at least one word.") }
    let query = try conjunction()
    if scanner.current == ")" {
      throw scanner.error("a closing parenthesis without its opening one", "Take it away, or open a group before it.")
    }
    return query
  }

  private mutating func conjunction() throws(PatternSyntaxError) -> PlainQuery {
    let start = scanner.position
    var items: [PlainQuery] = []
    while true {
      scanner.skipSpace()
      guard let scalar = scanner.current, scalar != ")" else { break }
      if takeKeyword("AND") {
        if items.isEmpty { throw operandMissing("AND", before: true) }
        scanner.skipSpace()
        if scanner.isAtEnd || scanner.current == ")" { throw operandMissing("AND", before: false) }
        continue
      }
      let item = try item()
      // Queries of one item, which are many, need no list.
      if items.isEmpty, scanner.isAtEnd, !item.isExclusion { return item }
      items.append(item)
    }
    guard let first = items.first else { throw scanner.error("a group with nothing in it", "Write words inside it.") }
    if !items.contains(where: { !$0.isExclusion }) {
      throw scanner.error(
        at: start, "only exclusions: nothing says what to find", "Add a word that the documents must hold.")
    }
    return items.count == 1 ? first : .all(items)
  }

  private mutating func item() throws(PatternSyntaxError) -> PlainQuery {
    let start = scanner.position
    var excluded = false
    if takeKeyword("NOT") {
      excluded = true
      scanner.skipSpace()
    } else if scanner.current == "-" {
      excluded = true
      scanner.position += 1
    }
    guard excluded else { return try either() }
    guard let next = scanner.current, next != ")", !next.isSpace, next != "-" else {
      throw scanner.error(
        at: start, "an exclusion of nothing", "Write the word right behind the sign, or quote the sign: \"-\".")
    }
    let operand = try primary()
    scanner.skipSpace()
    let mark = scanner.position
    if takeKeyword("OR") { throw ambiguous(start, "OR") }
    if scanner.takeAll(of: "NEAR/") { throw ambiguous(start, "NEAR/n") }
    scanner.position = mark
    return .not(operand)
  }

  private func ambiguous(_ start: Int, _ name: String) -> PatternSyntaxError {
    scanner.error(
      at: start, "it is not clear how much of \(name) is excluded", "Group what is excluded: -(a \(name) b).")
  }

  private mutating func either() throws(PatternSyntaxError) -> PlainQuery {
    let first = try near()
    scanner.skipSpace()
    guard standsAlone("OR") else { return first }
    var choices = [first]
    while takeKeyword("OR") {
      scanner.skipSpace()
      // Written twice in a row, as by a program that joins words of which one is empty, it says no more, like AND.
      while takeKeyword("OR") { scanner.skipSpace() }
      try expectOperand("OR")
      choices.append(try near())
      scanner.skipSpace()
    }
    return .any(choices)
  }

  private mutating func near() throws(PatternSyntaxError) -> PlainQuery {
    var start = scanner.position
    var left = try primary()
    var count = 0
    while true {
      scanner.skipSpace()
      let mark = scanner.position
      guard let distance = try takeNear() else { return left }
      count += 1
      if count > PatternLimits.nears {
        throw scanner.error(
          at: mark, "more than \(PatternLimits.nears) NEAR in a row", "Split it into several queries.")
      }
      try checkOperand(left, at: start)
      scanner.skipSpace()
      try expectOperand("NEAR/\(distance)")
      start = scanner.position
      let right = try primary()
      try checkOperand(right, at: start)
      left = .near(left, right, distance: distance)
    }
  }

  /// An operand must stand here; another operator or the end may not.
  private func expectOperand(_ name: String) throws(PatternSyntaxError) {
    if scanner.isAtEnd || scanner.current == ")" || standsAlone("OR") || standsAlone("AND") {
      throw operandMissing(name, before: false)
    }
    if scanner.current == "-" || standsAlone("NOT") {
      throw scanner.error(
        "an exclusion cannot stand beside \(name)", "Exclude from the whole query: (a \(name) b) -c.")
    }
  }

  private func operandMissing(_ name: String, before: Bool) -> PatternSyntaxError {
    scanner.error(
      "nothing stands \(before ? "before" : "after") \(name)",
      "Write a word, a phrase or a group there; for the word itself, quote it: \"\(name)\".")
  }

  private mutating func takeNear() throws(PatternSyntaxError) -> Int? {
    let start = scanner.position
    if takeKeyword("NEAR") {
      throw scanner.error(
        at: start, "NEAR without a distance",
        "Write NEAR/5 for at most five words between, or quote the word: \"NEAR\".")
    }
    guard scanner.takeAll(of: "NEAR/") else { return nil }
    guard let distance = try scanner.takeNumber(limit: PatternLimits.repetition), atWordEnd else {
      throw scanner.error("NEAR/ wants a whole number", "Write NEAR/5 for at most five words between.")
    }
    return distance
  }

  private func checkOperand(_ query: PlainQuery, at offset: Int) throws(PatternSyntaxError) {
    let trouble: String
    switch query {
    case .word, .phrase, .near, .concept: return
    case .all(let parts), .any(let parts):
      for part in parts { try checkOperand(part, at: offset) }
      return
    case .not: trouble = "an exclusion"
    case .field(let filter): trouble = "the filter \(filter.field):"
    case .title: trouble = "title:"
    case .block: trouble = "block:"
    }
    throw scanner.error(
      at: offset, "\(trouble) has no position in the text, so nothing can be near it",
      "Write it beside NEAR, as one more condition.")
  }

  private mutating func primary() throws(PatternSyntaxError) -> PlainQuery {
    if standsAlone("OR") { throw operandMissing("OR", before: true) }
    if standsAlone("AND") { throw operandMissing("AND", before: true) }
    let mark = scanner.position
    if try takeNear() != nil {
      scanner.position = mark
      throw operandMissing("NEAR", before: true)
    }
    guard let scalar = scanner.current else { throw scanner.error("a word was expected here") }
    if scalar == "(" { return try group() }
    if scalar.isQuote {
      let mark = scanner.position
      if let name = takeQuotedFieldName() { return try field(name, at: mark) }
      let elements = try phrase()
      if scanner.current == "~" {
        throw scanner.error("~ behind a phrase", "Write a NEAR/3 b for words that stand near each other.")
      }
      return .phrase(elements)
    }
    return try wordOrField()
  }

  private mutating func group() throws(PatternSyntaxError) -> PlainQuery {
    let start = scanner.position
    scanner.position += 1
    try scanner.enter()
    let query = try conjunction()
    scanner.leave()
    guard scanner.take(")") else {
      throw scanner.error(at: start, "this parenthesis is never closed", "Close it with ).")
    }
    return query
  }

  /// Moves past a keyword that stands alone.
  mutating func takeKeyword(_ word: StaticString) -> Bool {
    guard standsAlone(word) else { return false }
    scanner.position += word.utf8CodeUnitCount
    return true
  }

  func standsAlone(_ word: StaticString) -> Bool {
    scanner.stands(word) && scanner.peek(word.utf8CodeUnitCount)?.endsPlainWord ?? true
  }

  var atWordEnd: Bool { scanner.current?.endsPlainWord ?? true }

  /// Reads `title:` with its operand.
  mutating func titleOperand() throws(PatternSyntaxError) -> PlainQuery {
    if inTitle { throw scanner.error("title: inside title:", "Name the field once.") }
    inTitle = true
    defer { inTitle = false }
    return .title(try primary())
  }
}

extension PlainQuery {
  var isExclusion: Bool {
    if case .not = self { true } else { false }
  }
}

extension Unicode.Scalar {
  /// A straight or typographic double quotation mark.
  var isQuote: Bool { self == "\"" || self == "\u{201C}" || self == "\u{201D}" || self == "\u{201E}" }
  /// Whether a bare word cannot go on with this code point.
  var endsPlainWord: Bool { self == "(" || self == ")" || isSpace || isQuote }
}
