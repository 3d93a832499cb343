// SPDX-License-Identifier: Apache-2.0

/// Reads regular expressions; `RegexSyntax` says which.
struct RegexParser {
  typealias Node = RegexSyntax.Node
  var scanner: PatternScanner

  mutating func whole() throws(PatternSyntaxError) -> Node {
    _ = scanner.take("^")
    let node = try choice()
    if let scalar = scanner.current {
      throw scanner.error("\(scalar) without its opening sign", "Write \\\(scalar) for the sign itself.")
    }
    return node
  }

  private mutating func choice() throws(PatternSyntaxError) -> Node {
    var parts = [try sequence()]
    while scanner.take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternSyntaxError) -> Node {
    var parts: [Node] = []
    while let scalar = scanner.current, scalar != "|", scalar != ")" {
      if scalar == "$", scanner.position + 1 == scanner.scalars.count {
        scanner.position += 1
        break
      }
      parts.append(try quantified(try atom()))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantified(_ atom: Node) throws(PatternSyntaxError) -> Node {
    var node = atom
    var count = 0
    while let scalar = scanner.current {
      let start = scanner.position
      switch scalar {
      case "*": node = .repeated(node, min: 0, max: nil)
      case "+": node = .repeated(node, min: 1, max: nil)
      case "?": node = .repeated(node, min: 0, max: 1)
      case "{":
        let (min, max) = try scanner.takeBounds(limit: 1000)
        node = .repeated(node, min: min, max: max)
        scanner.position -= 1
      default: return node
      }
      scanner.position += 1
      count += 1
      if count > 2 { throw scanner.error(at: start, "several repetition signs in a row", "One is enough.") }
    }
    return node
  }

  private mutating func atom() throws(PatternSyntaxError) -> Node {
    let start = scanner.position
    guard let scalar = scanner.current else { throw scanner.error("something to match was expected") }
    scanner.position += 1
    switch scalar {
    case ".": return .set(.any)
    case "(":
      try scanner.enter()
      if scanner.take("?"), !scanner.take(":") {
        throw scanner.error("only (?: is known after (?", "Look-around and back references do not exist here.")
      }
      let node = try choice()
      scanner.leave()
      guard scanner.take(")") else {
        throw scanner.error(
          at: start, "this parenthesis is never closed", "Close it with ), or write \\( for the sign.")
      }
      return node
    case "[": return .set(try bracket(at: start))
    case "*", "+", "?", "{":
      throw scanner.error(
        at: start, "\(scalar) with nothing to repeat before it", "Write \\\(scalar) for the sign itself.")
    case "\\": return try escape(at: start)
    default: return .scalar(scalar)
    }
  }

  private mutating func escape(at start: Int) throws(PatternSyntaxError) -> Node {
    var set = ScalarSet()
    if let scalar = try escapedScalar(into: &set, at: start) { return .scalar(scalar) }
    return .set(set)
  }

  /// What stands behind a backslash: one code point, or a class that is added to `set` (then nil).
  private mutating func escapedScalar(
    into set: inout ScalarSet, at start: Int
  ) throws(PatternSyntaxError) -> Unicode.Scalar? {
    guard let scalar = scanner.current else {
      throw scanner.error(at: start, "a backslash with nothing behind it", "Write \\\\ for a backslash.")
    }
    scanner.position += 1
    switch scalar {
    case "d": set.classes |= ScalarSet.Class.digit.rawValue
    case "w": set.classes |= ScalarSet.Class.word.rawValue
    case "s": set.classes |= ScalarSet.Class.space.rawValue
    case "D": set.complements |= ScalarSet.Class.digit.rawValue
    case "W": set.complements |= ScalarSet.Class.word.rawValue
    case "S": set.complements |= ScalarSet.Class.space.rawValue
    case "p": set.classes |= try property(at: start)
    case "P": set.complements |= try property(at: start)
    case "t": return "\t"
    case "n": return "\n"
    case "x", "u": return try numbered(at: start)
    case _ where scalar.isASCII && scalar.isNamePart:
      throw scanner.error(
        at: start, "\\\(scalar) is not known here", "Known are \\d \\w \\s \\D \\W \\S \\p{L} and \\ before a sign.")
    default: return scalar
    }
    return nil
  }

  private mutating func property(at start: Int) throws(PatternSyntaxError) -> UInt32 {
    var name = ""
    if scanner.take("{") {
      while let scalar = scanner.current, scalar != "}", name.utf8.count < 20 {
        name.unicodeScalars.append(scalar)
        scanner.position += 1
      }
      _ = scanner.take("}")
    } else if let scalar = scanner.current {
      name.unicodeScalars.append(scalar)
      scanner.position += 1
    }
    let known: [String: ScalarSet.Class] = [
      "L": .letter, "N": .digit, "Nd": .digit, "Lu": .upper, "Ll": .lower, "P": .punctuation,
    ]
    guard let kind = known[name] else {
      throw scanner.error(at: start, "no class of characters is named \(name)", "Known are L, Lu, Ll, N and P.")
    }
    return kind.rawValue
  }

  private mutating func numbered(at start: Int) throws(PatternSyntaxError) -> Unicode.Scalar {
    var digits = ""
    let braces = scanner.take("{")
    while let scalar = scanner.current, digits.count < (braces ? 6 : 4), scalar.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(scalar)
      scanner.position += 1
    }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value), !braces || scanner.take("}") else {
      throw scanner.error(at: start, "not the number of a character", "Write \\u00E9 or \\x{E9}.")
    }
    return scalar
  }

  private mutating func bracket(at start: Int) throws(PatternSyntaxError) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = scanner.take("^")
    var first = true
    while let scalar = scanner.current, scalar != "]" || first {
      first = false
      let mark = scanner.position
      guard let lower = try member(scalar, into: &set) else { continue }
      guard scanner.current == "-", let next = scanner.peek(1), next != "]" else {
        set.ranges.append(lower.value...lower.value)
        continue
      }
      scanner.position += 1
      guard let upper = try member(next, into: &set), lower <= upper else {
        throw scanner.error(at: mark, "a range that runs backwards", "Write the smaller character first, as in [a-z].")
      }
      set.ranges.append(lower.value...upper.value)
    }
    guard scanner.take("]") else {
      throw scanner.error(at: start, "this bracket is never closed", "Close it with ], or write \\[ for the sign.")
    }
    return set
  }

  private mutating func member(
    _ scalar: Unicode.Scalar, into set: inout ScalarSet
  ) throws(PatternSyntaxError) -> Unicode.Scalar? {
    let start = scanner.position
    scanner.position += 1
    return scalar == "\\" ? try escapedScalar(into: &set, at: start) : scalar
  }
}

extension PatternScanner {
  /// `{m}`, `{m,}`, `{,n}` or `{m,n}`, which must stand here.
  mutating func takeBounds(limit: Int) throws(PatternSyntaxError) -> (min: Int, max: Int?) {
    let start = position
    position += 1
    skipSpace()
    let min = try takeNumber(limit: limit)
    skipSpace()
    var max = min
    let comma = take(",")
    if comma {
      skipSpace()
      max = try takeNumber(limit: limit)
    }
    skipSpace()
    guard take("}"), min != nil || max != nil else {
      throw error(at: start, "ill-formed repetition", "Write {2}, {2,5}, {2,} or {,5}.")
    }
    if let min, let max, min > max {
      throw error(at: start, "a repetition that runs backwards", "Write {\(max),\(min)}.")
    }
    if max == 0 { throw error(at: start, "a repetition of nothing", "Take the part away, or allow at least one.") }
    return (min ?? 0, max)
  }
}
