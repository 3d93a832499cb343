// SPDX-License-Identifier: Apache-2.0

/// The inside of a bracket: tests on one token, and their values.
struct CQLBracketParser: BooleanParser {
  var scanner: PatternScanner

  /// A test as it is read, before it is known whether a concept stands alone in its bracket.
  indirect enum Test: BooleanExpression {
    case concept(String, narrower: Bool)
    case attribute(TokenAttribute, ValuePattern)
    case all([Test])
    case any([Test])
    case not(Test)
  }

  mutating func bracket() throws(PatternSyntaxError) -> SpanPattern {
    let start = scanner.position
    scanner.position += 1
    scanner.skipSpace()
    if scanner.take("]") { return .token(.any) }
    let test = try either()
    scanner.skipSpace()
    guard scanner.take("]") else {
      if scanner.isAtEnd { throw scanner.error(at: start, "this bracket is never closed", "Close it with ].") }
      throw scanner.error("& or | or ] was expected here", "Join tests as in [word=\"trust\" & pos=\"N.*\"].")
    }
    return pattern(test)
  }

  /// Concepts alone are whole hits; beside other attributes they ask whether the token lies inside one.
  private func pattern(_ test: Test) -> SpanPattern {
    switch test {
    case .concept(let id, let narrower): return .concept(id, narrower: narrower)
    case .any(let parts):
      let concepts = parts.compactMap { if case .concept = $0 { pattern($0) } else { nil } }
      if concepts.count == parts.count { return .alternatives(concepts) }
      return .token(tokenTest(test))
    default: return .token(tokenTest(test))
    }
  }

  private func tokenTest(_ test: Test) -> TokenTest {
    switch test {
    case .concept(let id, let narrower): .insideConcept(id, narrower: narrower)
    case .attribute(let attribute, let value): .attribute(attribute, value)
    case .all(let parts): .all(parts.map(tokenTest))
    case .any(let parts): .anyOf(parts.map(tokenTest))
    case .not(let part): .not(tokenTest(part))
    }
  }

  mutating func comparison() throws(PatternSyntaxError) -> Test {
    let start = scanner.position
    if let scalar = scanner.current, scalar == "'" || scalar.isQuote { return .attribute(.word, try value()) }
    guard let name = scanner.takeName() else {
      throw scanner.error(
        "the name of an attribute was expected here",
        "Known are word, stem, lemma, concept, block and the corpus's columns.")
    }
    scanner.skipSpace()
    let negated = scanner.takeAll(of: "!=")
    guard negated || scanner.take("=") else {
      throw scanner.error("= or != was expected after \(name)", "Write [\(name)=\"...\"].")
    }
    let exact = !negated && scanner.take("=")
    scanner.skipSpace()
    guard let mark = scanner.current, mark == "'" || mark.isQuote else {
      throw scanner.error("a value in quotation marks was expected here", "Write [\(name)=\"...\"].")
    }
    if name == "concept" {
      let test = Test.concept(try quoted(), narrower: !exact)
      return negated ? .not(test) : test
    }
    if exact { throw scanner.error(at: start, "== is only for concepts", "Write [\(name)=\"...\"].") }
    let test = Test.attribute(TokenAttribute(name: name), try value())
    return negated ? .not(test) : test
  }

  /// A quoted regular expression with its `%C %D %L %W` and `~d`.
  mutating func value() throws(PatternSyntaxError) -> ValuePattern {
    let start = scanner.position
    let text = try quoted()
    var pattern = ValuePattern(.literal(text))
    var asIs = false
    var wildcard = false
    while scanner.current == "%" || (scanner.current == " " && scanner.peek(1) == "%") {
      while scanner.current == "%" || scanner.current == " " { scanner.position += 1 }
      let mark = scanner.position
      while let flag = scanner.current, "CDLWcdlw".unicodeScalars.contains(flag) {
        switch flag {
        case "C": pattern.caseSensitive = true
        case "D": pattern.accentSensitive = true
        case "l", "L": asIs = true
        case "w", "W": wildcard = true
        default: break
        }
        scanner.position += 1
      }
      if scanner.position == mark {
        throw scanner.error("% wants C, D, L or W", "Write \"Trust\"%C to tell capitals apart, %D for accents.")
      }
    }
    if scanner.take("~") {
      guard let distance = try scanner.takeNumber(limit: PatternLimits.distance) else {
        throw scanner.error("~ without a distance", "Write ~1 for one letter more, less or other.")
      }
      pattern.form = .fuzzy(text, distance: distance)
    } else if wildcard {
      pattern.form = text.contains("*") ? .wildcard(text) : .literal(text)
    } else if !asIs {
      pattern.form = try form(text, at: start)
    }
    return pattern
  }

  private func form(_ text: String, at start: Int) throws(PatternSyntaxError) -> ValuePattern.Form {
    do {
      let syntax = try RegexSyntax(parsing: text)
      return syntax.literal.map { .literal($0) } ?? .regex(text)
    } catch {
      throw scanner.error(at: start + 1 + error.offset, error.message, error.suggestion)
    }
  }

  /// The text between quotation marks; a backslash before the mark itself is dropped, others are kept.
  mutating func quoted() throws(PatternSyntaxError) -> String {
    let start = scanner.position
    let single = scanner.current == "'"
    scanner.position += 1
    var view = String.UnicodeScalarView()
    while let scalar = scanner.current, single ? scalar != "'" : !scalar.isQuote {
      scanner.position += 1
      guard scalar == "\\", let next = scanner.current else {
        view.append(scalar)
        continue
      }
      if !(next.isQuote || next == "'") { view.append(scalar) }
      view.append(next)
      scanner.position += 1
    }
    guard !scanner.isAtEnd else {
      throw scanner.error(
        at: start, "this quotation mark is never closed", "Close the value with \(single ? "'" : "\"").")
    }
    scanner.position += 1
    return String(view)
  }
}

extension TokenAttribute {
  package init(name: String) {
    switch name {
    case "word": self = .word
    case "stem": self = .stem
    case "lemma": self = .lemma
    case "block": self = .block
    default: self = .column(name)
    }
  }

  package var name: String {
    switch self {
    case .word: "word"
    case .stem: "stem"
    case .lemma: "lemma"
    case .block: "block"
    case .column(let name): name
    }
  }
}
