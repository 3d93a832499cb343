// SPDX-License-Identifier: Apache-2.0

/// Prints a plain query so that parsing the text gives the same tree again.
extension PlainQuery: CustomStringConvertible {
  package var description: String {
    switch self {
    case .word(let word): word.description
    case .phrase(let elements): "\"" + elements.map(\.description).joined(separator: " ") + "\""
    case .near(let left, let right, let distance):
      "\(left.grouped(inNear: true)) NEAR/\(distance) \(right.grouped())"
    case .all(let parts): parts.map { $0.grouped() }.joined(separator: " ")
    case .any(let parts): parts.map { $0.grouped() }.joined(separator: " OR ")
    case .not(let part): "-" + part.grouped()
    case .field(let filter): filter.description
    case .title(let part): "title:" + part.grouped()
    case .concept(let id, let narrower): "concept:\(narrower ? "" : "=")\(quoted(id))"
    case .block(let kind): "block:\(quoted(kind))"
    }
  }

  /// In parentheses where the tree would else be read differently.
  private func grouped(inNear: Bool = false) -> String {
    switch self {
    case .all, .any: "(\(description))"
    case .near: inNear ? description : "(\(description))"
    default: description
    }
  }
}

extension PlainWord: CustomStringConvertible {
  package var description: String {
    let mark =
      switch match {
      case .byDefault: ""
      case .exact: "="
      case .stem: "stem:"
      }
    switch form {
    case .literal(let text): return mark + escaped(text, stars: true)
    case .wildcard(let text): return mark + escaped(text, stars: false)
    case .fuzzy(let text, let distance): return mark + escaped(text, stars: true) + "~\(distance)"
    case .regex(let text): return "/" + escapedRegex(text) + "/"
    }
  }

  private func escapedRegex(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var afterBackslash = false
    for scalar in text.unicodeScalars {
      if scalar == "/", !afterBackslash { out.append("\\") }
      out.append(scalar)
      afterBackslash = scalar == "\\" && !afterBackslash
    }
    return String(out)
  }
}

extension PhraseElement: CustomStringConvertible {
  package var description: String {
    switch self {
    case .word(let text): text == "OR" ? "\\OR" : escaped(text, stars: true)
    case .wildcard(let text): escaped(text, stars: false)
    case .alternatives(let choices):
      "(" + choices.map { $0.map(\.description).joined(separator: " ") }.joined(separator: " OR ") + ")"
    }
  }
}

extension FieldFilter: CustomStringConvertible {
  package var description: String {
    let name = FieldFilter.spelled(field)
    return switch test {
    case .equals(let value): "\(name):\(quoted(value))"
    case .wildcard(let value): "\(name):\(escaped(value, stars: false))"
    case .range(let lower, let upper):
      "\(name):\(escaped(lower ?? "", stars: false))..\(escaped(upper ?? "", stars: false))"
    }
  }

  /// A field's name as queries spell it: between quotation marks where it does not read as a name.
  package static func spelled(_ field: String) -> String {
    guard var scanner = try? PatternScanner(field), scanner.skipFieldName(dots: true) == scanner.scalars.count else {
      return quoted(field)
    }
    return field
  }
}

private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    if scalar.isQuote || scalar == "\\" { out.unicodeScalars.append("\\") }
    out.unicodeScalars.append(scalar)
  }
  return out + "\""
}

/// `text` as a bare word: every sign that could mean something carries a backslash.
private func escaped(_ text: String, stars: Bool) -> String {
  var out = String.UnicodeScalarView()
  let keyword = ["OR", "AND", "NOT", "NEAR"].contains(text) || text.hasPrefix("NEAR/")
  for (index, scalar) in text.unicodeScalars.enumerated() {
    let special =
      switch scalar {
      case "\\", "~", ":", "[", "]": true
      case "*": stars
      case "-", "=", "/": index == 0
      default: scalar.endsPlainWord || (keyword && index == 0)
      }
    if special { out.append("\\") }
    out.append(scalar)
  }
  return String(out)
}
