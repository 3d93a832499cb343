// SPDX-License-Identifier: Apache-2.0

/// What stands behind `::`: comparisons of captures with each other and with values, and metadata.
struct CQLConditionParser: BooleanParser {
  var parser: CQLParser
  let captures: Set<String>

  var scanner: PatternScanner {
    get { parser.scanner }
    set { parser.scanner = newValue }
  }

  mutating func comparison() throws(PatternSyntaxError) -> SpanCondition {
    let start = scanner.position
    if let sign = scanner.current, sign == "'" || sign.isQuote { return try ofField(try quoted(), at: start) }
    guard let end = scanner.skipFieldName(dots: false) else {
      throw scanner.error(
        "a capture or a field was expected here",
        "Write a.word = b.word, or year >= 2010; a field whose name is no plain word stands in quotation marks.")
    }
    let name = scanner.string(start..<end)
    if scanner.take(".") { return try ofCapture(name, at: start) }
    return try ofField(name, at: start)
  }

  private mutating func ofCapture(_ name: String, at start: Int) throws(PatternSyntaxError) -> SpanCondition {
    let left = try captureValue(name, at: start)
    scanner.skipSpace()
    let negated = scanner.takeAll(of: "!=")
    guard negated || scanner.take("=") else {
      throw scanner.error("= or != was expected here", "Write \(name).\(left.attribute.name) = \"...\".")
    }
    scanner.skipSpace()
    let condition: SpanCondition
    let mark = scanner.position
    if let sign = scanner.current, sign == "'" || sign.isQuote {
      var brackets = CQLBracketParser(scanner: scanner)
      condition = .value(left, try brackets.value())
      scanner = brackets.scanner
    } else if let other = scanner.takeName(), scanner.take(".") {
      condition = .sameValue(left, try captureValue(other, at: mark))
    } else {
      throw scanner.error(
        at: mark, "a value or another capture was expected here", "Write a.word = \"...\" or a.word = b.word.")
    }
    return negated ? .not(condition) : condition
  }

  private mutating func captureValue(_ name: String, at start: Int) throws(PatternSyntaxError) -> CaptureValue {
    guard captures.contains(name) else {
      let known = captures.sorted().joined(separator: ", ")
      throw scanner.error(
        at: start, "no part of the pattern is named \(name)",
        known.isEmpty ? "Name a part of the pattern: \(name):[...]." : "Named are: \(known).")
    }
    guard let attribute = scanner.takeName() else {
      throw scanner.error("the name of an attribute was expected here", "Write \(name).word.")
    }
    return CaptureValue(capture: name, attribute: TokenAttribute(name: attribute))
  }

  private mutating func ofField(_ name: String, at start: Int) throws(PatternSyntaxError) -> SpanCondition {
    scanner.skipSpace()
    let signs: [StaticString] = ["!=", ">=", "<=", "=", ">", "<"]
    for sign in signs where scanner.takeAll(of: sign) {
      scanner.skipSpace()
      let value = try fieldValue(name)
      func filter(_ test: FieldFilter.Test) -> FieldFilter { FieldFilter(field: name, test: test, offset: start) }
      switch sign.description {
      case ">=": return .metadata(filter(.range(lower: value, upper: nil)))
      case "<=": return .metadata(filter(.range(lower: nil, upper: value)))
      case ">": return .beyond(filter(.equals(value)), less: false)
      case "<": return .beyond(filter(.equals(value)), less: true)
      case "!=": return .not(.metadata(filter(.equals(value))))
      default: return .metadata(filter(.equals(value)))
      }
    }
    throw scanner.error("a comparison was expected after \(name)", "Write \(name) = \"...\" or \(name) >= 2010.")
  }

  /// The text between quotation marks.
  private mutating func quoted() throws(PatternSyntaxError) -> String {
    var brackets = CQLBracketParser(scanner: scanner)
    let text = try brackets.quoted()
    scanner = brackets.scanner
    return text
  }

  private mutating func fieldValue(_ name: String) throws(PatternSyntaxError) -> String {
    if let sign = scanner.current, sign == "'" || sign.isQuote { return try quoted() }
    let start = scanner.position
    while let scalar = scanner.current, scalar.isNamePart || scalar == "-" || scalar == "." { scanner.position += 1 }
    if scanner.position == start { throw scanner.error("a value was expected here", "Write \(name) = \"...\".") }
    return scanner.string(start..<scanner.position)
  }
}

extension SpanCondition: BooleanExpression {}
