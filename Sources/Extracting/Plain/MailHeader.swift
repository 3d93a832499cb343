// SPDX-License-Identifier: Apache-2.0

/// The header of a message or of one of its parts: its fields, unfolded, up to the first empty line.
struct MailHeader {
  private(set) var fields: [(name: String, value: String)] = []
  /// Where the body begins.
  private(set) var bodyStart: Int

  private static let known: Set<String> = [
    "from", "to", "subject", "date", "message-id", "received", "return-path", "reply-to", "cc", "mime-version",
    "delivered-to", "content-type", "in-reply-to", "sender", "references", "x-mailer",
  ]
  private static let mostFields = 500

  /// No fields at all if a line of the header is none.
  init(_ bytes: ArraySlice<UInt8>) {
    bodyStart = bytes.endIndex
    var index = bytes.startIndex
    while index < bytes.endIndex, fields.count < Self.mostFields {
      let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.endIndex
      var line = bytes[index..<end]
      if line.last == 0x0D { line = line.dropLast() }
      let next = min(end + 1, bytes.endIndex)
      if line.isEmpty {
        bodyStart = next
        return
      }
      guard take(line) else {
        (fields, bodyStart) = ([], index)
        return
      }
      index = next
    }
  }

  /// Takes a field, a line that continues one, or the line "From ..." that precedes a message in a mailbox.
  private mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(4000), as: UTF8.self)
    if line.first == 0x20 || line.first == 0x09 {
      guard !fields.isEmpty else { return false }
      fields[fields.count - 1].value += " " + text.drop { $0.isWhitespace }
    } else if let colon = text.firstIndex(of: ":"), text[..<colon].utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
      fields.append((text[..<colon].lowercased(), String(value)))
    } else {
      return fields.isEmpty && text.hasPrefix("From ")
    }
    return true
  }

  /// Whether a message begins so: with its sender and two more of the usual fields.
  var isOfMessage: Bool {
    let names = Set(fields.lazy.map(\.name))
    return names.contains("from") && names.intersection(Self.known).count >= 3
  }

  subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The type of the content without its parameters, in lower case.
  var contentType: String {
    let type = self["content-type"]?.prefix { $0 != ";" && !$0.isWhitespace }.lowercased() ?? ""
    return type.isEmpty ? "text/plain" : type
  }

  /// A parameter of the content's type, such as `charset` or `boundary`.
  func parameter(_ name: String) -> String? {
    var rest = (self["content-type"] ?? "").drop { $0 != ";" }
    while !rest.isEmpty {
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      let key = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest[key.endIndex...]
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      let isQuoted = rest.first == "\""
      if isQuoted { rest = rest.dropFirst() }
      let value = rest.prefix { isQuoted ? $0 != "\"" : $0 != ";" && !$0.isWhitespace }
      if key.lowercased().drop(while: \.isWhitespace) == name[...] { return String(value) }
      rest = rest[value.endIndex...].drop { $0 != ";" }
    }
    return nil
  }
}
