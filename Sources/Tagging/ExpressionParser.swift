// SPDX-License-Identifier: Apache-2.0

/// Reads an `Expression` by precedence climbing, writing its steps in postfix order.
///
/// From loosest to tightest: `or`; `and`; `not`; `<` `<=` `>` `>=` `=`, of which one may stand in a row; `+` `-`; `*`;
/// the sign `-`, brackets, `min()` `max()` `if(condition, then, else)`, the features of concepts, names. A name between
/// single quotes is one whatever it is spelled like.
struct ExpressionParser {
  private enum Piece: Equatable {
    case number(Double)
    case name(String)
    /// A name between single quotes.
    case quoted(String)
    case sign(String)
  }

  private let line: LexiconLine
  private let concepts: [String: Int]
  private let names: [String: Int]
  private var pieces: [(piece: Piece, offset: Int)] = []
  private var position = 0
  private var depth = 0
  private var steps: [Expression.Step] = []

  init(_ line: LexiconLine, concepts: [String: Int], names: [String: Int]) {
    self.line = line
    self.concepts = concepts
    self.names = names
  }

  mutating func whole() throws(LexiconError) -> [Expression.Step] {
    try cut()
    try binary(0)
    if position < pieces.count { throw failure("unexpected '\(spelling)'") }
    return steps
  }

  private func failure(_ message: String) -> LexiconError {
    var place = line.place
    place.column += position < pieces.count ? pieces[position].offset : line.text.count
    return LexiconError(message: "\(message) in expression: \(line.excerpt)", place: place)
  }

  private var spelling: String {
    guard position < pieces.count else { return "" }
    switch pieces[position].piece {
    case .number(let number): return "\(number)"
    case .name(let name), .sign(let name): return name
    case .quoted(let name): return "'\(name)'"
    }
  }

  private mutating func cut() throws(LexiconError) {
    let text = Array(line.text)
    var index = 0
    while index < text.count {
      let start = index
      let c = text[index]
      if c == " " { index += 1; continue }
      if c == "'" {
        index += 1
        while index < text.count, text[index] != "'" { index += 1 }
        pieces.append((.quoted(String(text[(start + 1)..<index])), start))
        guard index < text.count else {
          position = pieces.count - 1
          throw failure("the quote of this name is never closed")
        }
        index += 1
      } else if c.isLetter {
        while index < text.count,
          text[index].isLetter || text[index].isNumber || text[index] == "_" || text[index] == "."
        { index += 1 }
        pieces.append((.name(String(text[start..<index])), start))
      } else if c.isNumber {
        while index < text.count, text[index].isNumber || text[index] == "." { index += 1 }
        let digits = String(text[start..<index])
        guard let number = Double(digits), number.isFinite else {
          pieces.append((.name(digits), start))
          position = pieces.count - 1
          throw failure("'\(LexiconLine.excerpt(digits))' is no number")
        }
        pieces.append((.number(number), start))
      } else {
        index += 1
        if index < text.count, text[index] == "=", c == "<" || c == ">" { index += 1 }
        pieces.append((.sign(String(text[start..<index])), start))
      }
    }
  }

  private static let precedence: [String: Int] = [
    "or": 1, "and": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "=": 3, "+": 4, "-": 4, "*": 5,
  ]

  private static let functions: [String: Expression.Operator] = ["min": .min, "max": .max, "if": .choose]

  private static let comparison = 3

  private mutating func binary(_ lowest: Int) throws(LexiconError) {
    try unary()
    var isCompared = false
    while let strength = Self.precedence[spelling], strength > lowest,
      let operation = Expression.Operator(rawValue: spelling)
    {
      if strength == Self.comparison {
        if isCompared { throw failure("comparisons do not chain: write a < b and b < c") }
        isCompared = true
      }
      position += 1
      try binary(strength)
      steps.append(.apply(operation, count: 2))
    }
  }

  private mutating func unary() throws(LexiconError) {
    depth += 1
    defer { depth -= 1 }
    if depth > 64 { throw failure("nested too deeply") }
    guard position < pieces.count else { throw failure("a value is missing") }
    let piece = pieces[position].piece
    switch piece {
    case .number(let number):
      position += 1
      steps.append(.number(number))
    case .sign("("):
      position += 1
      try binary(0)
      try expect(")")
    case .sign("-"):
      position += 1
      steps.append(.number(0))
      try unary()
      steps.append(.apply(.subtract, count: 2))
    case .name("not"):
      position += 1
      // Of the whole comparison, as in all languages with a word for it.
      try binary(Self.comparison - 1)
      steps.append(.apply(.not, count: 1))
    case .name(let name): try named(name)
    case .quoted(let name):
      position += 1
      try value(of: name)
    case .sign(let sign): throw failure("unexpected '\(sign)'")
    }
  }

  private mutating func expect(_ sign: String) throws(LexiconError) {
    guard spelling == sign else { throw failure("'\(sign)' is missing") }
    position += 1
  }

  private mutating func named(_ name: String) throws(LexiconError) {
    position += 1
    if spelling == "(" {
      if let feature = Expression.Feature(rawValue: name) {
        position += 1
        let first = try concept()
        var second = 0
        if feature == .after {
          try expect(",")
          second = try concept()
        }
        try expect(")")
        return steps.append(.feature(feature, first, second))
      }
      if let function = Self.functions[name] { return try call(function) }
    }
    try value(of: name)
  }

  /// Of a name that has just been read.
  private mutating func value(of name: String) throws(LexiconError) {
    if let index = names[name] { return steps.append(.definition(index)) }
    if let index = concepts[name] { return steps.append(.feature(.asserted, index, 0)) }
    position -= 1
    throw failure("unknown name '\(name)'")
  }

  private mutating func concept() throws(LexiconError) -> Int {
    var name = spelling
    if position < pieces.count, case .quoted(let quoted) = pieces[position].piece { name = quoted }
    guard let index = concepts[name] else { throw failure("unknown concept '\(name)'") }
    position += 1
    return index
  }

  private mutating func call(_ function: Expression.Operator) throws(LexiconError) {
    position += 1
    try binary(0)
    var count = 1
    while spelling == "," {
      position += 1
      try binary(0)
      count += 1
    }
    try expect(")")
    if function == .choose, count != 3 { throw failure("if() takes three values") }
    steps.append(.apply(function, count: count))
  }
}
