// SPDX-License-Identifier: Apache-2.0

/// A cursor over the code points of a query, shared by the parsers of both spellings.
struct PatternScanner {
  let text: String
  let scalars: [Unicode.Scalar]
  /// Whether every code point is one byte of UTF-8.
  private let isASCII: Bool
  var position = 0
  private var depth = 0

  init(_ text: String) throws(PatternSyntaxError) {
    self.text = text
    let ascii = Self.scalars(ofASCII: text)
    isASCII = ascii != nil
    scalars = ascii ?? Array(text.unicodeScalars)
    if scalars.count > PatternLimits.length {
      throw error(
        at: PatternLimits.length, "a query may be at most \(PatternLimits.length) characters long",
        "Split it into several queries, or make it a lexicon.")
    }
  }

  /// Nil where `text` holds more than ASCII. Most queries do not, and are short: decoding costs more than reading them.
  private static func scalars(ofASCII text: String) -> [Unicode.Scalar]? {
    var text = text
    return text.withUTF8 { bytes in
      for byte in bytes where byte >= 0x80 { return nil }
      return [Unicode.Scalar](unsafeUninitializedCapacity: bytes.count) { scalars, count in
        for index in 0..<bytes.count { scalars.initializeElement(at: index, to: Unicode.Scalar(bytes[index])) }
        count = bytes.count
      }
    }
  }

  var isAtEnd: Bool { position >= scalars.count }
  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  func error(at offset: Int? = nil, _ message: String, _ suggestion: String = "") -> PatternSyntaxError {
    PatternSyntaxError(text: text, offset: offset ?? position, message: message, suggestion: suggestion)
  }

  mutating func skipSpace() {
    while let scalar = current, scalar.isSpace { position += 1 }
  }

  /// Moves past `scalar` if it stands here.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  /// Whether `word`, of ASCII, stands here.
  func stands(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position &+ count <= scalars.count else { return false }
    for index in 0..<count where scalars[position &+ index].value != UInt32(word.utf8Start[index]) { return false }
    return true
  }

  /// Moves past `word`, of ASCII, if it stands here.
  mutating func takeAll(of word: StaticString) -> Bool {
    guard stands(word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// A run of ASCII digits as a number up to `limit`; nil where none stands here.
  mutating func takeNumber(limit: Int) throws(PatternSyntaxError) -> Int? {
    let start = position
    var value = 0
    while let scalar = current, ("0"..."9").contains(scalar) {
      value = value * 10 + Int(scalar.value - 48)
      if value > limit { throw error(at: start, "the number is larger than \(limit)", "Use a smaller one.") }
      position += 1
    }
    return position == start ? nil : value
  }

  /// A name: a letter or underscore, then letters, digits, `_`, `-` or `.` inside.
  mutating func takeName(dots: Bool = false) -> String? {
    let start = position
    return skipName(dots: dots).map { string(start..<$0) }
  }

  /// Moves past a name, which ends where this says; nil where none stands here.
  mutating func skipName(dots: Bool = false) -> Int? {
    guard current?.isNameStart == true else { return nil }
    skipNameParts(dots: dots)
    return position
  }

  /// As `skipName`, of a field, whose name may also begin with digits if letters follow (`2nd`): `10:30` names none.
  mutating func skipFieldName(dots: Bool) -> Int? {
    let start = position
    while let scalar = current, ("0"..."9").contains(scalar) { position += 1 }
    if let end = skipName(dots: dots) { return end }
    position = start
    return nil
  }

  private mutating func skipNameParts(dots: Bool) {
    while let scalar = current, scalar.isNamePart || scalar == "-" || (dots && scalar == ".") { position += 1 }
  }

  func string(_ range: Range<Int>) -> String {
    if isASCII {
      return String(unsafeUninitializedCapacity: range.count) { bytes in
        for index in 0..<range.count {
          bytes[index] = UInt8(truncatingIfNeeded: scalars[range.lowerBound &+ index].value)
        }
        return range.count
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  mutating func enter() throws(PatternSyntaxError) {
    depth += 1
    if depth > PatternLimits.depth {
      throw error(
        "more than \(PatternLimits.depth) groups inside one another", "Take away parentheses that change nothing.")
    }
  }

  mutating func leave() { depth -= 1 }
}

extension Unicode.Scalar {
  /// White space of any kind; the properties of ASCII need no look-up.
  var isSpace: Bool { value < 0x80 ? value == 0x20 || value &- 9 < 5 : properties.isWhitespace }

  var isNameStart: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_"
      || (value >= 0x80 && properties.isXIDStart)
  }

  /// Whether a name may go on with it.
  var isNamePart: Bool {
    isNameStart || ("0"..."9").contains(self) || (value >= 0x80 && properties.isXIDContinue)
  }
}
