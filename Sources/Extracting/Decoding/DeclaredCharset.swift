// SPDX-License-Identifier: Apache-2.0

/// The encoding that a page names in its first bytes: an XML declaration, or a `meta` element.
package enum DeclaredCharset {
  /// How far a page is searched; browsers look at 1,024 bytes, but long comments and scripts do come first.
  static let searched = 65_536

  /// The name after `encoding=` of an XML declaration or `charset=` of a `meta` element, or nil. Comments are passed over.
  package static func find(inMarkup bytes: [UInt8]) -> String? {
    let head = bytes.prefix(searched)
    if let declaration = xmlEncoding(head) { return declaration }
    var index = head.startIndex
    while let open = head[index...].firstIndex(of: UInt8(ascii: "<")) {
      let rest = head[(open + 1)...]
      if rest.starts(with: Array("!--".utf8)) {
        guard let close = end(of: Array("-->".utf8), in: rest) else { return nil }
        index = close
      } else if begins(rest, "meta") {
        let element = rest.prefix { $0 != UInt8(ascii: ">") }
        if let name = value(of: "charset", in: element) { return name }
        index = element.endIndex
      } else if begins(rest, "body") {
        return nil
      } else {
        index = open + 1
      }
    }
    return nil
  }

  private static func xmlEncoding(_ head: ArraySlice<UInt8>) -> String? {
    guard begins(head, "<?xml") else { return nil }
    return value(of: "encoding", in: head.prefix { $0 != UInt8(ascii: ">") })
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func begins(_ bytes: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
    bytes.count >= word.utf8CodeUnitCount
      && word.withUTF8Buffer { zip($0, bytes).allSatisfy { $0 == lower($1) } }
  }

  private static func end(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: mark) }.map { $0 + mark.count }
  }

  /// The word behind `name`, an equals sign and perhaps a quotation mark.
  private static func value(of name: StaticString, in bytes: ArraySlice<UInt8>) -> String? {
    let length = name.utf8CodeUnitCount
    for start in bytes.indices where begins(bytes[start...], name) {
      var rest = bytes[(start + length)...].drop { $0 <= 0x20 }
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop { $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
      let word = rest.prefix { $0 > 0x20 && !"\"';/>".utf8.contains($0) }
      if !word.isEmpty, word.count < 40 { return String(decoding: word, as: UTF8.self) }
    }
    return nil
  }
}
