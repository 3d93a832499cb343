// SPDX-License-Identifier: Apache-2.0

/// Prints a CQL query so that parsing the text gives the same tree again.
extension SpanQuery: CustomStringConvertible {
  package var description: String {
    var text = pattern.description
    for scope in within { text += " within \(scope.description)" }
    for part in containing { text += " containing \(part.description)" }
    if let condition { text += " :: \(condition.description)" }
    return text
  }
}

extension SpanPattern: CustomStringConvertible {
  package var description: String {
    switch self {
    case .token(let test): "[\(test.description(top: true))]"
    case .concept(let id, let narrower): "[concept\(narrower ? "=" : "==")\(quoted(id))]"
    case .sequence(let parts): parts.map(\.unit).joined(separator: " ")
    case .alternatives(let parts): parts.map { $0.isAlternatives ? $0.unit : $0.description }.joined(separator: " | ")
    case .repeated(let part, let min, let max):
      part.repeatable + (min == 0 && max == nil ? "*" : "{\(min),\(max.map(String.init) ?? "")}")
    case .capture(let name, let part): "\(name):\(part.unit)"
    }
  }

  private var isAlternatives: Bool { if case .alternatives = self { true } else { false } }

  /// In parentheses where it is more than one unit.
  private var unit: String {
    switch self {
    case .sequence, .alternatives: "(\(description))"
    default: description
    }
  }

  private var repeatable: String {
    if case .capture = self { "(\(description))" } else { unit }
  }
}

extension TokenTest: CustomStringConvertible {
  package var description: String { description(top: false) }

  func description(top: Bool) -> String {
    switch self {
    case .any: top ? "" : "word=\".*\""
    case .attribute(let attribute, let value): "\(attribute.name)=\(value)"
    case .insideConcept(let id, let narrower): "concept\(narrower ? "=" : "==")\(quoted(id))"
    case .all(let parts): grouped(parts, " & ", top)
    case .anyOf(let parts): grouped(parts, " | ", top)
    case .not(let part): "!\(part.description)"
    }
  }

  private func grouped(_ parts: [TokenTest], _ sign: String, _ top: Bool) -> String {
    let text = parts.map(\.description).joined(separator: sign)
    return top ? text : "(\(text))"
  }
}

extension ValuePattern: CustomStringConvertible {
  package var description: String {
    let flags = (caseSensitive ? "C" : "") + (accentSensitive ? "D" : "")
    return switch form {
    case .literal(let text) where text.contains("\\"): quoted(asRegex(text)) + (flags.isEmpty ? "" : "%\(flags)")
    case .literal(let text): quoted(text) + "%L" + flags
    case .wildcard(let text): quoted(text) + "%W" + flags
    case .regex(let text): quoted(text) + (flags.isEmpty ? "" : "%\(flags)")
    case .fuzzy(let text, let distance): quoted(text) + (flags.isEmpty ? "" : "%\(flags)") + "~\(distance)"
    }
  }
}

extension SpanScope: CustomStringConvertible {
  package var description: String {
    switch self {
    case .sentence: "s"
    case .paragraph: "p"
    case .block: "block"
    case .page: "page"
    case .document: "document"
    case .tokens(let count): String(count)
    }
  }
}

extension SpanCondition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .all(let parts): parts.map { "(\($0.description))" }.joined(separator: " & ")
    case .any(let parts): parts.map { "(\($0.description))" }.joined(separator: " | ")
    case .not(let part): "!(\(part.description))"
    case .sameValue(let one, let other): "\(one) = \(other)"
    case .value(let capture, let pattern): "\(capture) = \(pattern)"
    case .beyond(let filter, let less): filter.comparison(less ? "<" : ">")
    case .metadata(let filter): filter.comparison("=")
    }
  }
}

extension CaptureValue: CustomStringConvertible {
  package var description: String { "\(capture).\(attribute.name)" }
}

extension FieldFilter {
  fileprivate func comparison(_ sign: String) -> String {
    // A dot would part a capture from its attribute.
    let name = field.contains(".") ? quoted(field) : FieldFilter.spelled(field)
    switch test {
    case .equals(let value), .wildcard(let value): return "\(name) \(sign) \(quoted(value))"
    case .range(let lower, let upper):
      let ends = [lower.map { "\(name) >= \(quoted($0))" }, upper.map { "\(name) <= \(quoted($0))" }]
      return ends.compactMap { $0 }.joined(separator: " & ")
    }
  }
}

/// In quotation marks; a mark inside carries a backslash, and so does what the parser would take for one.
private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    if scalar.isQuote || scalar == "'" { out.unicodeScalars.append("\\") }
    out.unicodeScalars.append(scalar)
  }
  return out + "\""
}

/// A regular expression that only `text` matches. A backslash cannot stand for itself in a value that is taken as it is:
/// at the end it would hide the mark.
private func asRegex(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if "\\.*+?()[]{}|^$/#&~<>@".unicodeScalars.contains(scalar) { out.append("\\") }
    out.append(scalar)
  }
  return String(out)
}
