// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// An e-mail saved as a file (RFC 5322): its header as metadata, the one of its parts that is best to read.
struct MailMessage {
  /// A part that holds text: its bytes, transfer encoding undone.
  struct TextPart {
    var bytes: [UInt8]
    var charset: String?
    var isHTML: Bool
  }

  var metadata = Metadata()
  /// Nil where no part holds text.
  var part: TextPart?

  private static let deepest = 8
  private static let mostParts = 200

  /// Reads a file that begins with the header of a message.
  init(_ bytes: [UInt8]) {
    let header = MailHeader(bytes[...])
    metadata.title = header["subject"].map(EncodedWords.decode)
    metadata.authors = header["from"].map { [Self.senderName(EncodedWords.decode($0))] } ?? []
    metadata.date = header["date"].flatMap(DateForms.date)
    metadata.kind = "e-mail"
    part = Self.textPart(header, bytes[header.bodyStart...], depth: 0)
  }

  /// Whether the file is a mailbox: a second message follows a line "From ..." behind an empty line.
  static func isMailbox(_ bytes: [UInt8]) -> Bool {
    let mark = Array("From ".utf8)
    guard bytes.starts(with: mark), MailHeader(bytes[...]).isOfMessage else { return false }
    var isAfterEmptyLine = false
    var index = 0
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
      if isAfterEmptyLine, bytes[index...].starts(with: mark), MailHeader(bytes[index...]).isOfMessage { return true }
      isAfterEmptyLine = bytes[index..<end].allSatisfy { $0 == 0x0D }
      index = end + 1
    }
    return false
  }

  /// "Jane Doe" of `"Jane Doe" <jane@example.org>`; the address where there is no name.
  private static func senderName(_ value: String) -> String {
    let name = value.prefix { $0 != "<" }.filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
    return name.isEmpty ? value.filter { $0 != "<" && $0 != ">" } : name
  }

  // MARK: Parts

  /// The text of a message or part: of alternatives the plain one, of other parts the first that has any; attachments
  /// are none of it.
  private static func textPart(_ header: MailHeader, _ bytes: ArraySlice<UInt8>, depth: Int) -> TextPart? {
    let type = header.contentType
    guard type.hasPrefix("multipart/") else { return leaf(header, bytes) }
    guard depth < deepest, let boundary = header.parameter("boundary") else { return nil }
    var best: TextPart?
    for part in parts(of: bytes, boundary: boundary) {
      let inner = MailHeader(part)
      guard inner["content-disposition"]?.lowercased().hasPrefix("attachment") != true,
        let found = textPart(inner, part[inner.bodyStart...], depth: depth + 1)
      else { continue }
      if type != "multipart/alternative" || !found.isHTML { return found }
      best = best ?? found
    }
    return best
  }

  private static func leaf(_ header: MailHeader, _ bytes: ArraySlice<UInt8>) -> TextPart? {
    let type = header.contentType
    guard type == "text/plain" || type == "text/html" || !type.contains("/") else { return nil }
    let content =
      switch header["content-transfer-encoding"]?.lowercased().prefix(while: { !$0.isWhitespace }) {
      case "quoted-printable": TransferEncoding.quotedPrintable(bytes)
      case "base64": TransferEncoding.base64(bytes)
      default: Array(bytes)
      }
    guard content.contains(where: { $0 > 0x20 }) else { return nil }
    return TextPart(bytes: content, charset: header.parameter("charset"), isHTML: type == "text/html")
  }

  /// What stands between the lines of the boundary; the last part of a message that is cut off ends with it.
  private static func parts(of bytes: ArraySlice<UInt8>, boundary: String) -> [ArraySlice<UInt8>] {
    let (mark, end) = (Array("--\(boundary)".utf8), Array("--\(boundary)--".utf8))
    var parts: [ArraySlice<UInt8>] = []
    var start: Int?
    var index = bytes.startIndex
    while index < bytes.endIndex, parts.count < mostParts {
      let next = bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      var line = bytes[index..<next]
      while let last = line.last, last <= 0x20 { line = line.dropLast() }
      let isEnd = line.elementsEqual(end)
      if isEnd || line.elementsEqual(mark) {
        if let start { parts.append(bytes[start..<index]) }
        start = isEnd ? nil : next
        if isEnd { break }
      }
      index = next
    }
    if let start, parts.count < mostParts { parts.append(bytes[start...]) }
    return parts
  }
}
