// SPDX-License-Identifier: Apache-2.0

/// The grammar of `|`, `&`, `!` and parentheses, over whatever is compared: tokens in a bracket, captures behind `::`.
///
///     either --> both ('|' both)*
///     both   --> single ('&' single)*
///     single --> '!' single | '(' either ')' | comparison
protocol BooleanParser {
  associatedtype Expression: BooleanExpression
  var scanner: PatternScanner { get set }
  mutating func comparison() throws(PatternSyntaxError) -> Expression
}

/// What such a grammar gives.
protocol BooleanExpression {
  static func any(_ parts: [Self]) -> Self
  static func all(_ parts: [Self]) -> Self
  static func not(_ part: Self) -> Self
}

extension BooleanParser {
  mutating func either() throws(PatternSyntaxError) -> Expression {
    var parts = [try both()]
    while true {
      scanner.skipSpace()
      guard scanner.take("|") else { return parts.count == 1 ? parts[0] : .any(parts) }
      parts.append(try both())
    }
  }

  private mutating func both() throws(PatternSyntaxError) -> Expression {
    var parts = [try single()]
    while true {
      scanner.skipSpace()
      guard scanner.take("&") else { return parts.count == 1 ? parts[0] : .all(parts) }
      parts.append(try single())
    }
  }

  private mutating func single() throws(PatternSyntaxError) -> Expression {
    scanner.skipSpace()
    try scanner.enter()
    defer { scanner.leave() }
    if scanner.take("!") { return .not(try single()) }
    let start = scanner.position
    if scanner.take("(") {
      let expression = try either()
      scanner.skipSpace()
      guard scanner.take(")") else {
        throw scanner.error(at: start, "this parenthesis is never closed", "Close it with ).")
      }
      return expression
    }
    return try comparison()
  }
}
