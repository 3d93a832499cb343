// SPDX-License-Identifier: Apache-2.0

/// The leaves of the plain spelling: words with their marks, and fields with their values.
extension PlainParser {
  mutating func wordOrField() throws(PatternSyntaxError) -> PlainQuery {
    let start = scanner.position
    if let name = takeFieldName() { return try field(name, at: start) }
    if scanner.take("=") {
      if atWordEnd { throw scanner.error("= without a word", "Write =word for exactly that form.") }
      return .word(try word(match: .exact))
    }
    if scanner.current == "/", let regex = try regex() { return .word(PlainWord(.regex(regex))) }
    return .word(try word(match: .byDefault))
  }

  /// A name with `:` behind it.
  private mutating func takeFieldName() -> String? {
    let start = scanner.position
    guard let end = scanner.skipFieldName(dots: true), scanner.take(":") else {
      scanner.position = start
      return nil
    }
    return scanner.string(start..<end)
  }

  /// A name between quotation marks with `:` and a value right behind it, such as `"Publication year":2010`; what stands
  /// before a space is a phrase.
  mutating func takeQuotedFieldName() -> String? {
    let start = scanner.position
    if let name = try? quotedText(), !name.isEmpty, scanner.take(":"), let next = scanner.current, next != ")",
      !next.isSpace
    {
      return name
    }
    scanner.position = start
    return nil
  }

  mutating func field(_ name: String, at start: Int) throws(PatternSyntaxError) -> PlainQuery {
    if scanner.isAtEnd || scanner.current == ")" || scanner.current!.isSpace {
      throw scanner.error(
        "no value behind \(name):", "Write it without a space (\(name):value), or quote the words.")
    }
    if inTitle, name != "stem" {
      throw scanner.error(at: start, "\(name): inside title:", "Write it beside title:, as one more condition.")
    }
    switch name {
    case "stem": return .word(try word(match: .stem))
    case "title": return try titleOperand()
    case "concept":
      return try values { parser throws(PatternSyntaxError) in
        let exact = parser.scanner.take("=")
        return .concept(try parser.value(of: "concept").text, narrower: !exact)
      }
    case "block":
      return try values { parser throws(PatternSyntaxError) in .block(try parser.value(of: "block").text) }
    default:
      return try values { parser throws(PatternSyntaxError) in .field(try parser.filter(name, at: start)) }
    }
  }

  /// Whether no value lies between two ends, which are compared as the values are: as numbers where both are, else folded.
  private static func isUpsideDown(_ lower: String, _ upper: String) -> Bool {
    if let least = Double(lower), let most = Double(upper) { return least > most }
    let (least, most) = (WordAnalyzer.fold(lower), WordAnalyzer.fold(upper))
    // A date belongs to each shorter date it starts with.
    return most.utf8.lexicographicallyPrecedes(least.utf8) && !least.hasPrefix(most)
  }

  /// One value, or `(a OR b)`.
  private mutating func values(
    _ one: (inout PlainParser) throws(PatternSyntaxError) -> PlainQuery
  ) throws(PatternSyntaxError) -> PlainQuery {
    let start = scanner.position
    guard scanner.take("(") else { return try one(&self) }
    var choices: [PlainQuery] = []
    repeat {
      scanner.skipSpace()
      choices.append(try one(&self))
      scanner.skipSpace()
    } while takeKeyword("OR")
    guard scanner.take(")") else {
      throw scanner.error(
        at: scanner.isAtEnd ? start : nil, "values in parentheses want OR between them and ) behind",
        "Write field:(one OR two).")
    }
    return choices.count == 1 ? choices[0] : .any(choices)
  }

  private mutating func filter(_ name: String, at start: Int) throws(PatternSyntaxError) -> FieldFilter {
    if let sign = scanner.current, sign == "<" || sign == ">" {
      throw scanner.error("a comparison sign behind \(name):", "Write a range: \(name):2010.. or \(name):..2010.")
    }
    let mark = scanner.position
    let (text, quoted, stars) = try value(of: name)
    if quoted { return FieldFilter(field: name, test: .equals(text), offset: start) }
    if let (lower, upper) = text.splitRange() {
      if lower == nil, upper == nil {
        throw scanner.error(
          at: mark, "a range without ends", "Write \(name):2010..2015, \(name):2010.. or \(name):..2015.")
      }
      if let lower, let upper, Self.isUpsideDown(lower, upper) {
        throw scanner.error(
          at: mark, "a range from \(lower) down to \(upper), which holds nothing",
          "Write the lower end first: \(name):\(upper)..\(lower).")
      }
      return FieldFilter(field: name, test: .range(lower: lower, upper: upper), offset: start)
    }
    return FieldFilter(field: name, test: stars ? .wildcard(text) : .equals(text), offset: start)
  }

  /// A quoted or bare value; `stars` tells whether a bare one holds an unescaped `*`.
  private mutating func value(
    of name: String
  ) throws(PatternSyntaxError) -> (text: String, quoted: Bool, stars: Bool) {
    if let mark = scanner.current, mark.isQuote { return (try quotedText(), true, false) }
    let bare = try bareText()
    if bare.text.isEmpty { throw scanner.error("no value behind \(name):", "Write \(name):value.") }
    return (bare.text, false, bare.stars > 0)
  }

  /// A bare word, its wildcards and its `~d`.
  private mutating func word(match: PlainWord.Match) throws(PatternSyntaxError) -> PlainWord {
    let start = scanner.position
    let bare = try bareText(tilde: true)
    guard !bare.text.isEmpty else {
      throw scanner.error("a word was expected here", "Write a word, or quote the sign.")
    }
    if let distance = bare.distance {
      if bare.stars > 0 || match != .byDefault {
        throw scanner.error(
          at: start, "~ beside \(bare.stars > 0 ? "*" : "another mark")",
          "Use one of them: word~1, wor*, =word or stem:word.")
      }
      return PlainWord(.fuzzy(bare.text, distance: distance))
    }
    guard bare.stars > 0 else { return PlainWord(.literal(bare.text), match: match) }
    if match != .byDefault {
      throw scanner.error(at: start, "* beside another mark", "Use one of them: wor*, =word or stem:word.")
    }
    if bare.stars == bare.text.unicodeScalars.count {
      throw scanner.error(at: start, "* alone stands for every word", "Write some letters beside it, such as pub*.")
    }
    return PlainWord(.wildcard(bare.text))
  }

  /// Code points up to the end of a bare word, with escapes resolved.
  private mutating func bareText(
    tilde: Bool = false
  ) throws(PatternSyntaxError) -> (text: String, stars: Int, distance: Int?) {
    let start = scanner.position
    while let scalar = scanner.current, !scalar.endsPlainWord, !scalar.isSpecialInWord { scanner.position += 1 }
    if atWordEnd { return (scanner.string(start..<scanner.position), 0, nil) }
    var view = String.UnicodeScalarView(scanner.scalars[start..<scanner.position])
    var stars = 0
    while let scalar = scanner.current, !scalar.endsPlainWord {
      scanner.position += 1
      if scalar == "\\" {
        guard let next = scanner.current else {
          throw scanner.error("a backslash with nothing behind it", "Write \\\\ for a backslash.")
        }
        scanner.position += 1
        view.append(next)
      } else if scalar == "~", tilde, !view.isEmpty {
        if let distance = try distance() { return (String(view), stars, distance) }
        view.append(scalar)
      } else {
        if scalar == "*" { stars += 1 }
        view.append(scalar)
      }
    }
    return (String(view), stars, nil)
  }

  /// The number behind `~`; nil where more than a number stands there.
  private mutating func distance() throws(PatternSyntaxError) -> Int? {
    let mark = scanner.position
    if atWordEnd {
      throw scanner.error("~ without a distance", "Write ~1 for one letter more, less or other.")
    }
    var digits = scanner
    while let scalar = digits.current, ("0"..."9").contains(scalar) { digits.position += 1 }
    let end = digits.position
    guard end > mark, end == scanner.scalars.count || scanner.scalars[end].endsPlainWord else { return nil }
    guard let number = Int(scanner.string(mark..<end)), number <= PatternLimits.distance else {
      throw scanner.error(
        at: mark, "a distance above \(PatternLimits.distance) finds nearly any word", "Use ~1 or ~2, or a wildcard.")
    }
    scanner.position = end
    return number
  }

  /// The text between slashes; nil where no closing slash ends the word, which is then an ordinary word.
  private mutating func regex() throws(PatternSyntaxError) -> String? {
    let start = scanner.position
    var view = String.UnicodeScalarView()
    scanner.position += 1
    while let scalar = scanner.current, scalar != "/" {
      scanner.position += 1
      guard scalar == "\\", let next = scanner.current else {
        view.append(scalar)
        continue
      }
      if next != "/" { view.append(scalar) }
      view.append(next)
      scanner.position += 1
    }
    guard scanner.take("/") else {
      scanner.position = start
      throw scanner.error(
        "this regular expression is never closed", "Close it with /, or write \\/ for the sign itself.")
    }
    guard atWordEnd else {
      throw scanner.error("something stands right behind a regular expression", "Put a space after the closing /.")
    }
    do {
      _ = try RegexSyntax(parsing: String(view))
    } catch {
      throw scanner.error(at: start + 1 + error.offset, error.message, error.suggestion)
    }
    return String(view)
  }
}

extension Unicode.Scalar {
  /// Whether it may stand for something else than itself inside a bare word.
  fileprivate var isSpecialInWord: Bool { self == "*" || self == "~" || self == "\\" }
}

extension String {
  /// The ends of `lo..hi`, nil where open; nil as a whole where no `..` stands in it.
  fileprivate func splitRange() -> (lower: String?, upper: String?)? {
    let scalars = Array(unicodeScalars)
    guard scalars.count >= 2 else { return nil }
    guard let at = (0..<scalars.count - 1).first(where: { scalars[$0] == "." && scalars[$0 + 1] == "." }) else {
      return nil
    }
    var lower = String.UnicodeScalarView()
    lower.append(contentsOf: scalars[..<at])
    var upper = String.UnicodeScalarView()
    upper.append(contentsOf: scalars[(at + 2)...])
    return (lower.isEmpty ? nil : String(lower), upper.isEmpty ? nil : String(upper))
  }
}
