// SPDX-License-Identifier: Apache-2.0

/// The two transfer encodings of MIME (RFC 2045, section 6).
enum TransferEncoding {
  static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "=") else {
        output.append(byte)
        index += 1
        continue
      }
      let rest = bytes[(index + 1)...].prefix(2)
      if rest.first == 0x0A {
        index += 2
      } else if rest.elementsEqual([0x0D, 0x0A]) {
        index += 3
      } else if rest.count == 2, let value = UInt8(String(decoding: rest, as: UTF8.self), radix: 16) {
        output.append(value)
        index += 3
      } else {
        output.append(byte)
        index += 1
      }
    }
    return output
  }

  static func base64(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var (buffer, bits): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: continue
      }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return output
  }
}

/// Words of a header that hold other than ASCII: `=?charset?Q?...?=` (RFC 2047).
enum EncodedWords {
  static func decode(_ text: String) -> String {
    guard text.contains("=?") else { return text }
    var output = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "=?") {
      let before = rest[..<open.lowerBound]
      let fields = rest[open.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count == 4, fields[3].hasPrefix("=") else {
        output += rest[..<open.upperBound]
        rest = rest[open.upperBound...]
        continue
      }
      // White space between two encoded words is not part of the text.
      if !(before.allSatisfy(\.isWhitespace) && !output.isEmpty) { output += before }
      let content = Array(fields[2].utf8)
      let bytes =
        fields[1].lowercased() == "b"
        ? TransferEncoding.base64(content)
        : TransferEncoding.quotedPrintable(content.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }[...])
      output += TextDecoder.decode(bytes, declared: String(fields[0])).text
      rest = fields[3].dropFirst()
    }
    return output + rest
  }
}
