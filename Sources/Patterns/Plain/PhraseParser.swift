// SPDX-License-Identifier: Apache-2.0

/// Quoted text: phrases with wildcards and groups, and quoted field values.
extension PlainParser {
  mutating func phrase() throws(PatternSyntaxError) -> [PhraseElement] {
    let start = scanner.position
    scanner.position += 1
    let elements = try sequence(inGroup: false)
    guard let mark = scanner.current, mark.isQuote else {
      throw scanner.error(at: start, "this quotation mark is never closed", "Close the phrase with \".")
    }
    scanner.position += 1
    if elements.isEmpty {
      throw scanner.error(at: start, "an empty phrase", "Write words between the quotation marks.")
    }
    if elements.allSatisfy({ $0 == .wildcard("*") }) {
      throw scanner.error(at: start, "a phrase of * alone stands for every word", "Write at least one word in it.")
    }
    return elements
  }

  /// Elements up to the closing mark, or, in a group, up to `OR` or `)`.
  private mutating func sequence(inGroup: Bool) throws(PatternSyntaxError) -> [PhraseElement] {
    var elements: [PhraseElement] = []
    // Parentheses that are punctuation and have not been closed: what stands in them does not end the group.
    var open = 0
    while true {
      scanner.skipSpace()
      guard let scalar = scanner.current, !scalar.isQuote else { return elements }
      if scalar == "(" {
        if opensAlternatives {
          elements.append(try alternatives())
        } else {
          scanner.position += 1
          open += 1
        }
      } else if scalar == ")" {
        if inGroup, open == 0 { return elements }
        scanner.position += 1
        open = max(open - 1, 0)
      } else if inGroup, open == 0, standsAlone("OR") {
        return elements
      } else {
        elements.append(try element())
      }
    }
  }

  private mutating func alternatives() throws(PatternSyntaxError) -> PhraseElement {
    try scanner.enter()
    defer { scanner.leave() }
    scanner.position += 1
    var choices: [[PhraseElement]] = []
    repeat {
      let choice = try sequence(inGroup: true)
      if choice.isEmpty { throw scanner.error("nothing to choose on one side of OR", "Write a word there.") }
      choices.append(choice)
    } while takeKeyword("OR")
    scanner.position += 1
    return .alternatives(choices)
  }

  /// Whether the parenthesis here is closed within the phrase and holds an `OR` of its own; else it is punctuation.
  private var opensAlternatives: Bool {
    var depth = 0
    var found = false
    var index = scanner.position
    let scalars = scanner.scalars
    while index < scalars.count, !scalars[index].isQuote {
      switch scalars[index] {
      case "\\": index += 1
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return found }
      case "O" where depth == 1 && scalars[index - 1].isSpace:
        if index + 2 < scalars.count, scalars[index + 1] == "R", scalars[index + 2].endsPlainWord { found = true }
      default: break
      }
      index += 1
    }
    return false
  }

  private mutating func element() throws(PatternSyntaxError) -> PhraseElement {
    var view = String.UnicodeScalarView()
    var stars = false
    while let scalar = scanner.current, !scalar.endsPlainWord {
      scanner.position += 1
      if scalar == "\\", let next = scanner.current {
        view.append(next)
        scanner.position += 1
      } else {
        if scalar == "*" { stars = true }
        view.append(scalar)
      }
    }
    return stars ? .wildcard(String(view)) : .word(String(view))
  }

  /// Quoted text taken as it is, for a field's value.
  mutating func quotedText() throws(PatternSyntaxError) -> String {
    let start = scanner.position
    scanner.position += 1
    var view = String.UnicodeScalarView()
    while let scalar = scanner.current, !scalar.isQuote {
      scanner.position += 1
      if scalar == "\\", let next = scanner.current {
        view.append(next)
        scanner.position += 1
      } else {
        view.append(scalar)
      }
    }
    guard !scanner.isAtEnd else {
      throw scanner.error(at: start, "this quotation mark is never closed", "Close the value with \".")
    }
    scanner.position += 1
    return String(view)
  }
}
