// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// An e-mail saved as a file (RFC 5322): its header as metadata, its text decoded.
struct MailMessage {
  var metadata = Metadata()
  /// The text, as UTF-8 or whatever the part declares, decoded.
  var body: DecodedText

  private static let known: Set<String> = [
    "from", "to", "subject", "date", "message-id", "received", "return-path", "reply-to", "cc", "mime-version",
    "delivered-to", "content-type", "in-reply-to", "sender", "references", "x-mailer",
  ]

  /// Nil where the file does not begin with the header of a message: a sender, and two more of its fields.
  init?(_ bytes: [UInt8]) {
    let (fields, bodyStart) = Self.header(bytes[...])
    let names = Set(fields.map(\.name))
    guard names.contains("from"), names.intersection(Self.known).count >= 3 else { return nil }
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    metadata.title = value("subject").map(EncodedWords.decode)
    metadata.authors = value("from").map { [Self.senderName(EncodedWords.decode($0))] } ?? []
    metadata.date = value("date").flatMap(DateForms.date)
    metadata.kind = "e-mail"
    let part = Self.textPart(
      bytes[bodyStart...], type: value("content-type"), encoding: value("content-transfer-encoding"), depth: 0)
    body = TextDecoder.decode(part.bytes, declared: part.charset)
  }

  // MARK: Header

  /// The fields, unfolded, up to the first empty line, and where the body begins; no fields if a line is none.
  private static func header(_ bytes: ArraySlice<UInt8>) -> (fields: [(name: String, value: String)], bodyStart: Int) {
    var fields: [(name: String, value: String)] = []
    var index = bytes.startIndex
    while index < bytes.endIndex, fields.count < 500 {
      let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.endIndex
      var line = bytes[index..<end]
      if line.last == 0x0D { line = line.dropLast() }
      let next = min(end + 1, bytes.endIndex)
      if line.isEmpty { return (fields, next) }
      let text = String(decoding: line.prefix(4000), as: UTF8.self)
      if line[line.startIndex] == 0x20 || line[line.startIndex] == 0x09 {
        guard !fields.isEmpty else { return ([], index) }
        fields[fields.count - 1].value += " " + text.drop { $0.isWhitespace }
      } else if let colon = text.firstIndex(of: ":"), text[..<colon].utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
        let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
        fields.append((text[..<colon].lowercased(), String(value)))
      } else if !(fields.isEmpty && text.hasPrefix("From ")) {
        return ([], index)
      }
      index = next
    }
    return (fields, bytes.endIndex)
  }

  /// "Jane Doe" of `"Jane Doe" <jane@example.org>`; the address where there is no name.
  private static func senderName(_ value: String) -> String {
    let name = value.prefix { $0 != "<" }.filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
    return name.isEmpty ? value.filter { $0 != "<" && $0 != ">" } : name
  }

  // MARK: Parts

  /// The bytes of the first text part, transfer encoding undone.
  private static func textPart(
    _ bytes: ArraySlice<UInt8>, type: String?, encoding: String?, depth: Int
  ) -> (bytes: [UInt8], charset: String?) {
    let lower = type?.lowercased() ?? "text/plain"
    if lower.hasPrefix("multipart/"), depth < 8, let boundary = parameter("boundary", of: type ?? "") {
      for part in parts(of: bytes, boundary: boundary) {
        let (fields, start) = header(part)
        let inner = fields.first { $0.name == "content-type" }?.value
        guard
          (inner ?? "text/plain").lowercased().hasPrefix("text/plain")
            || (inner ?? "").lowercased().hasPrefix("multipart/")
        else { continue }
        return textPart(
          part[start...], type: inner, encoding: fields.first { $0.name == "content-transfer-encoding" }?.value,
          depth: depth + 1)
      }
      return ([], nil)
    }
    let charset = parameter("charset", of: type ?? "")
    switch encoding?.lowercased() {
    case "quoted-printable": return (TransferEncoding.quotedPrintable(bytes), charset)
    case "base64": return (TransferEncoding.base64(bytes), charset)
    default: return (Array(bytes), charset)
    }
  }

  private static func parameter(_ name: String, of field: String) -> String? {
    for part in field.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace && $0 != "\"" } }
      if pair.count == 2, pair[0].lowercased() == name { return pair[1] }
    }
    return nil
  }

  private static func parts(of bytes: ArraySlice<UInt8>, boundary: String) -> [ArraySlice<UInt8>] {
    let mark = Array("--\(boundary)".utf8)
    var starts: [(line: Int, content: Int)] = []
    var index = bytes.startIndex
    while index < bytes.endIndex, starts.count < 200 {
      let end = bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      if bytes[index..<end].starts(with: mark) { starts.append((index, end)) }
      index = end
    }
    return zip(starts, starts.dropFirst()).map { bytes[$0.content..<$1.line] }
  }
}

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
