// SPDX-License-Identifier: Apache-2.0

/// A JSON value as found in pages: stray control characters and commas are passed over, and what is
/// broken ends the value instead of failing it, since half a description is better than none.
indirect enum LooseJSON: Sendable, Equatable {
  case text(String)
  case number(String)
  case list([LooseJSON])
  case object([String: LooseJSON])
  case other

  init(parsing bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    self = reader.value(depth: 0)
  }

  subscript(_ key: String) -> LooseJSON? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The text itself, or a number as written.
  var string: String? {
    switch self {
    case .text(let text), .number(let text): text
    default: nil
    }
  }

  /// The items of a list, or the value alone.
  var items: [LooseJSON] {
    switch self {
    case .list(let items): items
    case .other: []
    default: [self]
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0
    static let mostDepth = 64

    mutating func value(depth: Int) -> LooseJSON {
      skipFiller()
      guard at < bytes.count, depth < Self.mostDepth else {
        at = bytes.count
        return .other
      }
      switch bytes[at] {
      case UInt8(ascii: "{"): return object(depth: depth)
      case UInt8(ascii: "["): return list(depth: depth)
      case UInt8(ascii: "\""): return .text(string())
      default: return bare()
      }
    }

    private mutating func object(depth: Int) -> LooseJSON {
      var members: [String: LooseJSON] = [:]
      at += 1
      while true {
        skipFiller()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
        let key = string()
        skipFiller()
        guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { break }
        at += 1
        let value = value(depth: depth + 1)
        if members[key] == nil { members[key] = value }
      }
      if at < bytes.count, bytes[at] == UInt8(ascii: "}") { at += 1 }
      return .object(members)
    }

    private mutating func list(depth: Int) -> LooseJSON {
      var items: [LooseJSON] = []
      at += 1
      while true {
        skipFiller()
        guard at < bytes.count, bytes[at] != UInt8(ascii: "]") else { break }
        let before = at
        items.append(value(depth: depth + 1))
        if at == before { break }
      }
      if at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
      return .list(items)
    }

    /// A number, or a word such as `true`.
    private mutating func bare() -> LooseJSON {
      let start = at
      while at < bytes.count, bytes[at] > 0x20, !",]}:\"".utf8.contains(bytes[at]) { at += 1 }
      if at == start { return .other }
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      return text.first?.isNumber == true || text.first == "-" ? .number(text) : .other
    }

    private mutating func string() -> String {
      var out: [UInt8] = []
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
        if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count {
          at += 1
          escape(into: &out)
        } else {
          out.append(bytes[at] < 0x20 ? 0x20 : bytes[at])
          at += 1
        }
      }
      at += 1
      return String(decoding: out, as: UTF8.self)
    }

    private mutating func escape(into out: inout [UInt8]) {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "f"), UInt8(ascii: "b"):
        out.append(0x20)
      case UInt8(ascii: "u"):
        var unit = hex()
        if (0xD800..<0xDC00).contains(unit), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
          bytes[at + 1] == UInt8(ascii: "u")
        {
          at += 2
          let low = hex()
          unit = (0xDC00..<0xE000).contains(low) ? 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
        }
        out.append(contentsOf: String(Character(Unicode.Scalar(unit) ?? "\u{FFFD}")).utf8)
      default: out.append(byte)
      }
    }

    private mutating func hex() -> UInt32 {
      let digits = bytes[min(at, bytes.count)..<min(at + 4, bytes.count)]
      at = min(at + 4, bytes.count)
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD
    }

    private mutating func skipFiller() {
      while at < bytes.count, bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ";") {
        at += 1
      }
    }
  }
}
