// SPDX-License-Identifier: Apache-2.0

/// The parser of the CQL spelling.
///
///     query     := either ("within" scope | "containing" either)* ["::" condition]
///     either    := sequence ("|" sequence)*
///     sequence  := (unit repetition*)+
///     unit      := [name ":"] (bracket | value | "(" either ")")
///     repetition := "*" | "+" | "?" | "{" m "," n "}"
///     scope     := "s" | "p" | "block" | "page" | "document" | n
extension SpanQuery {
  package init(parsing text: String) throws(PatternSyntaxError) {
    var parser = CQLParser(scanner: try PatternScanner(text))
    self = try parser.wholeQuery()
  }
}

struct CQLParser {
  var scanner: PatternScanner

  mutating func wholeQuery() throws(PatternSyntaxError) -> SpanQuery {
    scanner.skipSpace()
    if scanner.isAtEnd {
      throw scanner.error("the query is empty", "Write at least one token, such as [word=\"trust\"].")
    }
    let start = scanner.position
    var query = SpanQuery(try either())
    try refuseEmpty(query.pattern, at: start)
    while true {
      scanner.skipSpace()
      if takeWord("within") {
        scanner.skipSpace()
        query.within.append(try scope())
      } else if takeWord("containing") {
        scanner.skipSpace()
        let mark = scanner.position
        let inner = try either()
        try refuseEmpty(inner, at: mark)
        query.containing.append(inner)
      } else {
        break
      }
    }
    if scanner.takeAll(of: "::") {
      var conditions = CQLConditionParser(parser: self, captures: Set(query.pattern.captureNames))
      query.condition = try conditions.either()
      self = conditions.parser
      scanner.skipSpace()
    }
    _ = scanner.take(";")
    scanner.skipSpace()
    if let scalar = scanner.current { throw unexpected(scalar) }
    return query
  }

  private func unexpected(_ scalar: Unicode.Scalar) -> PatternSyntaxError {
    switch scalar {
    case ")": scanner.error("a closing parenthesis without its opening one", "Take it away, or open a group before it.")
    case "]": scanner.error("a closing bracket without its opening one", "Take it away, or open a token before it.")
    case "*", "+", "?", "{": scanner.error("\(scalar) with nothing to repeat before it", "Write [] for any token.")
    default:
      scanner.error(
        "a token was expected here",
        "Write a token as [word=\"trust\"] or \"trust\"; plain words belong in quotation marks.")
    }
  }

  private func refuseEmpty(_ pattern: SpanPattern, at offset: Int) throws(PatternSyntaxError) {
    guard pattern.matchesEmpty else { return }
    throw scanner.error(
      at: offset, "this pattern may match nothing at all",
      "Require at least one token: use + for *, or {1,3} for {0,3}.")
  }

  mutating func either() throws(PatternSyntaxError) -> SpanPattern {
    try scanner.enter()
    defer { scanner.leave() }
    var choices = [try sequence()]
    while true {
      scanner.skipSpace()
      guard scanner.take("|") else { break }
      choices.append(try sequence())
    }
    return choices.count == 1 ? choices[0] : .alternatives(choices)
  }

  private mutating func sequence() throws(PatternSyntaxError) -> SpanPattern {
    var parts: [SpanPattern] = []
    while true {
      scanner.skipSpace()
      guard startsUnit else { break }
      parts.append(try repeated(try unit()))
    }
    guard let first = parts.first else {
      throw scanner.current.map(unexpected)
        ?? scanner.error("a token was expected here", "Write one, such as [] or \"trust\".")
    }
    return parts.count == 1 ? first : .sequence(parts)
  }

  private var startsUnit: Bool {
    guard let scalar = scanner.current else { return false }
    if scalar == "[" || scalar == "(" || scalar == "'" || scalar.isQuote { return true }
    var ahead = scanner
    guard ahead.takeName() != nil else { return false }
    ahead.skipSpace()
    return ahead.current == ":" && ahead.peek(1) != ":"
  }

  private mutating func unit() throws(PatternSyntaxError) -> SpanPattern {
    if let name = scanner.takeName() {
      scanner.skipSpace()
      scanner.position += 1
      scanner.skipSpace()
      guard startsUnit else {
        throw scanner.error("nothing stands behind \(name):", "Write a token there: \(name):[].")
      }
      try scanner.enter()
      defer { scanner.leave() }
      return .capture(name, try repeated(try unit()))
    }
    if scanner.current == "(" {
      let start = scanner.position
      scanner.position += 1
      let pattern = try either()
      scanner.skipSpace()
      guard scanner.take(")") else {
        throw scanner.error(at: start, "this parenthesis is never closed", "Close it with ).")
      }
      return pattern
    }
    if scanner.current == "[" {
      var brackets = CQLBracketParser(scanner: scanner)
      let pattern = try brackets.bracket()
      scanner = brackets.scanner
      return pattern
    }
    var brackets = CQLBracketParser(scanner: scanner)
    let value = try brackets.value()
    scanner = brackets.scanner
    return .token(.attribute(.word, value))
  }

  private mutating func repeated(_ unit: SpanPattern) throws(PatternSyntaxError) -> SpanPattern {
    var pattern = unit
    var count = 0
    while true {
      scanner.skipSpace()
      if let scalar = scanner.current, "*+?{".unicodeScalars.contains(scalar) {
        count += 1
        if count > PatternLimits.depth {
          throw scanner.error("more than \(PatternLimits.depth) repetition signs in a row", "One is enough.")
        }
      }
      switch scanner.current {
      case "*": pattern = .repeated(pattern, min: 0, max: nil)
      case "+": pattern = .repeated(pattern, min: 1, max: nil)
      case "?": pattern = .repeated(pattern, min: 0, max: 1)
      case "{":
        let (min, max) = try scanner.takeBounds(limit: PatternLimits.repetition)
        pattern = .repeated(pattern, min: min, max: max)
        continue
      default: return pattern
      }
      scanner.position += 1
    }
  }

  private mutating func scope() throws(PatternSyntaxError) -> SpanScope {
    let start = scanner.position
    if let count = try scanner.takeNumber(limit: 1_000_000) {
      if count == 0 { throw scanner.error(at: start, "a hit cannot be within no tokens", "Write a larger number.") }
      return .tokens(count)
    }
    let scopes: [String: SpanScope] = [
      "s": .sentence, "sentence": .sentence, "p": .paragraph, "paragraph": .paragraph, "block": .block, "page": .page,
      "document": .document, "text": .document,
    ]
    let name = scanner.takeName() ?? ""
    guard let scope = scopes[name] else {
      throw scanner.error(
        at: start, "within wants s, p, block, page, document or a number of tokens", "Write, for example, within s.")
    }
    return scope
  }

  /// Moves past `word` if it stands here as a whole word.
  private mutating func takeWord(_ word: String) -> Bool {
    let mark = scanner.position
    if scanner.takeName() == word { return true }
    scanner.position = mark
    return false
  }
}
