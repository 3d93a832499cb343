// SPDX-License-Identifier: Apache-2.0

/// Writes JSON text (RFC 8259) straight into bytes, in the order the caller gives: no intermediate tree, no Foundation.
///
/// The writer puts the commas; the caller opens and closes. Strings are escaped as the RFC demands; numbers that are not
/// finite become `null`. A string may hold bytes that are not UTF-8 if given by `path(_:)`.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { $0.field("id", "a"); $0.field("hits", 3) }
/// json.bytes  // {"id":"a","hits":3}
/// ```
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  /// The text so far.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Ends one JSON line: a line feed, and the next value starts afresh.
  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  // MARK: Containers

  package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "{"))
    try body(&self)
    close(UInt8(ascii: "}"))
  }

  package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "["))
    try body(&self)
    close(UInt8(ascii: "]"))
  }

  /// The key of the next value.
  package mutating func key(_ name: String) {
    comma()
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  // MARK: Values

  package mutating func value(_ text: String) {
    comma()
    quoted(text)
    needsComma = true
  }

  package mutating func value(_ number: Int) { raw("\(number)") }
  package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }
  package mutating func null() { raw("null") }

  /// The shortest text that reads back as the same number; whole numbers have no fraction.
  package mutating func value(_ number: Double) {
    guard number.isFinite else { return null() }
    if number == number.rounded(), abs(number) < 1e15 { return raw("\(Int(number))") }
    raw("\(number)")
  }

  /// The shortest text that reads back as the same number of single precision: scores that differ are written apart.
  package mutating func value(_ number: Float) {
    guard number.isFinite else { return null() }
    raw("\(number)")
  }

  /// A number with a fixed count of decimals, such as a time.
  package mutating func value(_ number: Double, decimals: Int) {
    guard number.isFinite else { return null() }
    raw(Decimals.text(number, decimals))
  }

  /// A path as a JSON string: bytes that are not UTF-8 become lone surrogates `\udc80`...`\udcff`, as Python's
  /// `surrogateescape` reads them back.
  package mutating func path(_ path: [UInt8]) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    var rest = path[...]
    while let first = rest.first {
      let length = UTF8Sequence.length(at: rest)
      if length > 0 {
        escape(rest.prefix(length))
        rest = rest.dropFirst(length)
      } else {
        bytes.append(contentsOf: "\\udc".utf8)
        bytes.append(JSONWriter.hex[Int(first >> 4)])
        bytes.append(JSONWriter.hex[Int(first & 15)])
        rest = rest.dropFirst()
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  // MARK: Fields: a key and its value

  package mutating func field(_ name: String, _ text: String) { key(name); value(text) }
  package mutating func field(_ name: String, _ number: Int) { key(name); value(number) }
  package mutating func field(_ name: String, _ flag: Bool) { key(name); value(flag) }
  package mutating func field(_ name: String, _ number: Double) { key(name); value(number) }
  package mutating func field(_ name: String, _ number: Float) { key(name); value(number) }
  package mutating func field(_ name: String, _ number: Double, decimals: Int) {
    key(name)
    value(number, decimals: decimals)
  }
  package mutating func field(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }
  package mutating func field(_ name: String, _ number: Int?) {
    key(name)
    if let number { value(number) } else { null() }
  }
  package mutating func field(_ name: String, _ texts: [String]) {
    key(name)
    array { for text in texts { $0.value(text) } }
  }
  package mutating func objectField(_ name: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
    key(name)
    try object(body)
  }
  package mutating func arrayField(_ name: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
    key(name)
    try array(body)
  }

  // MARK: Bytes

  private static let hex = Array("0123456789abcdef".utf8)

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func raw(_ text: String) {
    comma()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func quoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    escape(text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ text: some Sequence<UInt8>) {
    let isDone: Void? = text.withContiguousStorageIfAvailable { escape(runsOf: $0) }
    if isDone == nil { Array(text).withUnsafeBufferPointer { escape(runsOf: $0) } }
  }

  /// Copies what needs no escape run by run.
  private mutating func escape(runsOf text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F {
      bytes.append(contentsOf: text[start..<index])
      start = index + 1
      escape(byte)
    }
    bytes.append(contentsOf: text[start...])
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0..<0x20, 0x7F:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(JSONWriter.hex[Int(byte >> 4)])
      bytes.append(JSONWriter.hex[Int(byte & 15)])
    default:
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    }
  }
}
