// SPDX-License-Identifier: Apache-2.0

/// Reads JSON text (RFC 8259) without Foundation: strictly, in one pass over the bytes, without a copy of them.
///
/// A scanner is a position; the bytes are given to each call, since a value that holds a span of them may not outlive
/// it. Whole values come from `value(in:)`; a line's object is walked with `object(in:)`.
///
/// ```swift
/// let value = try JSONScanner.parse(line.span)
/// value["id"]?.string
/// ```
package struct JSONScanner: Sendable {
  /// Containers may be nested so deep; each level takes a frame of the stack.
  package static let deepest = 256

  package private(set) var position: Int
  private var depth = 0

  package init(at position: Int = 0) { self.position = position }

  /// The one value that `bytes` hold, with white space around it.
  package static func parse(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    var scanner = JSONScanner()
    let value = try scanner.value(in: bytes)
    try scanner.end(in: bytes)
    return value
  }

  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue { try parse(bytes.span) }

  // MARK: Values

  /// The value that begins at the position, after white space.
  package mutating func value(in bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    switch try next(in: bytes, wanted: "a value") {
    case UInt8(ascii: "\""): return .string(try string(in: bytes))
    case UInt8(ascii: "{"):
      var fields: [JSONField] = []
      try object(in: bytes) { (scanner, name) throws(JSONSyntaxError) in
        fields.append(JSONField(name, try scanner.value(in: bytes)))
      }
      return .object(fields)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try array(in: bytes) { (scanner) throws(JSONSyntaxError) in values.append(try scanner.value(in: bytes)) }
      return .array(values)
    case UInt8(ascii: "t"):
      try word("true", in: bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false", in: bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null", in: bytes)
      return .null
    default: return try number(in: bytes)
    }
  }

  /// Passes over the value that begins at the position and builds nothing; escapes inside strings are not looked at.
  package mutating func skip(in bytes: Span<UInt8>) throws(JSONSyntaxError) {
    switch try next(in: bytes, wanted: "a value") {
    case UInt8(ascii: "\""): _ = try stringRange(in: bytes)
    case UInt8(ascii: "{"):
      try object(in: bytes) { (scanner, _) throws(JSONSyntaxError) in try scanner.skip(in: bytes) }
    case UInt8(ascii: "["): try array(in: bytes) { (scanner) throws(JSONSyntaxError) in try scanner.skip(in: bytes) }
    default: _ = try value(in: bytes)
    }
  }

  /// Walks an object: `field` is called at each value with its name and must pass over the value.
  package mutating func object(
    in bytes: Span<UInt8>, field: (inout JSONScanner, String) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try open(UInt8(ascii: "{"), in: bytes, wanted: "an object")
    defer { depth -= 1 }
    if try next(in: bytes, wanted: "a name or }") == UInt8(ascii: "}") { return position += 1 }
    while true {
      guard try next(in: bytes, wanted: "a name in quotes") == UInt8(ascii: "\"") else {
        throw JSONSyntaxError(wanted: "a name in quotes", offset: position)
      }
      let name = try string(in: bytes)
      guard try next(in: bytes, wanted: "a colon") == UInt8(ascii: ":") else {
        throw JSONSyntaxError(wanted: "a colon", offset: position)
      }
      position += 1
      try field(&self, name)
      if try closes(with: UInt8(ascii: "}"), in: bytes, wanted: "a comma or }") { return }
    }
  }

  /// Walks an array: `element` is called at each value and must pass over it.
  package mutating func array(
    in bytes: Span<UInt8>, element: (inout JSONScanner) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    try open(UInt8(ascii: "["), in: bytes, wanted: "an array")
    defer { depth -= 1 }
    if try next(in: bytes, wanted: "a value or ]") == UInt8(ascii: "]") { return position += 1 }
    while true {
      try element(&self)
      if try closes(with: UInt8(ascii: "]"), in: bytes, wanted: "a comma or ]") { return }
    }
  }

  /// Checks that nothing but white space follows.
  package mutating func end(in bytes: Span<UInt8>) throws(JSONSyntaxError) {
    skipSpace(in: bytes)
    guard position == bytes.count else { throw JSONSyntaxError(wanted: "the end of the line", offset: position) }
  }

  // MARK: Structure

  /// The byte after white space, which stays the position's.
  private mutating func next(in bytes: Span<UInt8>, wanted: String) throws(JSONSyntaxError) -> UInt8 {
    skipSpace(in: bytes)
    guard position < bytes.count else { throw JSONSyntaxError(wanted: wanted, offset: position) }
    return bytes[position]
  }

  private mutating func skipSpace(in bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      // A byte order mark may open the text.
      case 0xEF where position == 0 && bytes.count > 2 && bytes[1] == 0xBB && bytes[2] == 0xBF: position = 3
      default: return
      }
    }
  }

  private mutating func open(_ bracket: UInt8, in bytes: Span<UInt8>, wanted: String) throws(JSONSyntaxError) {
    guard try next(in: bytes, wanted: wanted) == bracket else {
      throw JSONSyntaxError(wanted: wanted, offset: position)
    }
    guard depth < JSONScanner.deepest else {
      throw JSONSyntaxError(wanted: "nesting of at most \(JSONScanner.deepest) levels", offset: position)
    }
    depth += 1
    position += 1
  }

  private mutating func closes(
    with bracket: UInt8, in bytes: Span<UInt8>, wanted: String
  ) throws(JSONSyntaxError) -> Bool {
    let byte = try next(in: bytes, wanted: wanted)
    guard byte == bracket || byte == UInt8(ascii: ",") else { throw JSONSyntaxError(wanted: wanted, offset: position) }
    position += 1
    return byte == bracket
  }

  private mutating func word(_ word: StaticString, in bytes: Span<UInt8>) throws(JSONSyntaxError) {
    let matches = word.withUTF8Buffer { expected in
      expected.count <= bytes.count - position
        && expected.indices.allSatisfy { expected[$0] == bytes[position + $0] }
    }
    guard matches else { throw JSONSyntaxError(wanted: "a value", offset: position) }
    position += word.utf8CodeUnitCount
  }

  // MARK: Numbers

  private mutating func number(in bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = digits(in: bytes)
    // A leading zero stands alone.
    guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else {
      throw JSONSyntaxError(wanted: "a value", offset: start)
    }
    var isWhole = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      isWhole = false
      guard digits(in: bytes) > 0 else { throw JSONSyntaxError(wanted: "a digit", offset: position) }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      isWhole = false
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      guard digits(in: bytes) > 0 else { throw JSONSyntaxError(wanted: "a digit", offset: position) }
    }
    let text = JSONScanner.text(bytes, start..<position)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw JSONSyntaxError(wanted: "a number within the range of 64-bit floating point", offset: start)
    }
    return .number(value)
  }

  private mutating func digits(in bytes: Span<UInt8>) -> Int {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }

  // MARK: Strings

  /// The string that begins at the position, which must be a quotation mark.
  package mutating func string(in bytes: Span<UInt8>) throws(JSONSyntaxError) -> String {
    let (range, isPlain) = try stringRange(in: bytes)
    return isPlain ? JSONScanner.text(bytes, range) : try JSONEscapes.decode(bytes, range)
  }

  /// Where the string's content lies, and whether it is free of escapes. Escapes are checked when they are decoded.
  private mutating func stringRange(
    in bytes: Span<UInt8>
  ) throws(JSONSyntaxError) -> (range: Range<Int>, isPlain: Bool) {
    let start = position + 1
    var index = start
    var isPlain = true
    while index < bytes.count {
      index = JSONScanner.plainEnd(bytes, from: index)
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return (start..<index, isPlain)
      }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        index += 2
      } else if byte < 0x20 {
        throw JSONSyntaxError(wanted: "no control character in a string", offset: index)
      } else {
        index += 1
      }
    }
    throw JSONSyntaxError(wanted: "a closing quotation mark", offset: bytes.count)
  }

  /// A place from `start` on, before which there is no quotation mark, backslash or control character: eight bytes at a
  /// time, so the next such byte may stand some bytes behind it.
  private static func plainEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    // SAFETY: whole words within the span are read.
    bytes.withUnsafeBytes { raw in
      var index = start
      let ones: UInt64 = 0x0101_0101_0101_0101
      while index &+ 8 <= raw.count {
        let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let (quote, slash) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
        // The highest bit of a byte that is zero, zero, or below 0x20; of bytes above such a one, perhaps, too.
        let found = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word)
        if found & (ones &* 0x80) != 0 { break }
        index &+= 8
      }
      return index
    }
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    // SAFETY: the range lies within the span, whose bytes live for the closure.
    bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
  }
}
