// SPDX-License-Identifier: Apache-2.0

/// The character encoding a page declares in its first bytes, by `<meta charset>`, `http-equiv` or an XML declaration.
///
/// Only a hint: the decoder weighs it against a byte order mark and the bytes themselves. The prescan follows the HTML
/// standard in spirit (comments are passed over), but reads 4 KiB, since many pages put scripts first.
enum DeclaredCharset {
  static let window = 4096

  /// The declared name, lower case, or nil.
  static func name(in bytes: some Collection<UInt8>) -> String? {
    let head = bytes.prefix(window).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var at = 0
    while at < head.count {
      guard head[at] == UInt8(ascii: "<") else {
        at += 1
        continue
      }
      let rest = head[at...]
      if rest.starts(with: "<!--".utf8) {
        at = index(after: "-->", in: rest) ?? head.count
      } else if rest.starts(with: "<meta".utf8) || rest.starts(with: "<?xml".utf8) {
        let tag = rest.prefix { $0 != UInt8(ascii: ">") }
        if let value = value(of: rest[at + 2] == UInt8(ascii: "x") ? "encoding" : "charset", in: tag) { return value }
        at += max(1, tag.count)
      } else {
        at += 1
      }
    }
    return nil
  }

  /// The value after `key=` in a tag; also inside another value, as in `content="text/html; charset=x"`.
  private static func value(of key: String, in tag: ArraySlice<UInt8>) -> String? {
    guard var at = index(after: key, in: tag) else { return nil }
    let filler: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "'")]
    let start = at
    while at < tag.endIndex, filler.contains(tag[at]) { at += 1 }
    guard tag[start..<at].contains(UInt8(ascii: "=")) else { return nil }
    let name = tag[at...].prefix {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-_.:+".utf8.contains($0)
    }
    return name.isEmpty || name.count > 40 ? nil : String(decoding: name, as: UTF8.self)
  }

  private static func index(after text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - wanted.count) where bytes[start...].starts(with: wanted) {
      return start + wanted.count
    }
    return nil
  }
}
