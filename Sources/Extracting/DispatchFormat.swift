// SPDX-License-Identifier: Apache-2.0

/// What a file is, by its content: one of the formats that are read, or one that is refused by name.
enum SniffedFormat: Equatable {
  case html, pdf, text, mail, gzip
  /// The name of a format that is not read, and what to do with such a file.
  case refused(name: String, advice: String)
  /// Bytes that are no text in any encoding.
  case binary
}

enum FormatSniffer {
  /// Names the format of `bytes`; nothing but the content is asked, since suffixes lie.
  static func sniff(_ bytes: [UInt8]) -> SniffedFormat {
    if Inflate.isGzip(bytes) { return .gzip }
    if MailHeader(bytes[...]).isOfMessage { return .mail }
    if PDFHeader.start(bytes) != nil { return .pdf }
    if let refused = signature(bytes) { return refused }
    let head = asciiHead(bytes)
    if CodeFile.isSVG(head[...], bytes) { return refused(.svg) }
    if looksLikeHTML(head) { return .html }
    if head.drop(while: \.isWhitespace).hasPrefix("<?xml") { return refused(.xml) }
    if isBinary(bytes) { return .binary }
    return CodeFile.recognise(bytes).map(refused) ?? .text
  }

  /// Formats with a signature of bytes that text does not begin with.
  private static let signatures: [(bytes: [UInt8], name: String, advice: String)] = [
    (Array("{\\rtf".utf8), "an RTF file", "save it as PDF, HTML or plain text"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an old Office file (.doc, .xls, .ppt)", "save it as PDF or HTML"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture", "run text recognition on it first"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture", "run text recognition on it first"),
    (Array("GIF8".utf8), "a GIF picture", "run text recognition on it first"),
    (Array("II*\0".utf8), "a TIFF picture", "run text recognition on it first"),
    (Array("MM\0*".utf8), "a TIFF picture", "run text recognition on it first"),
    (Array("BZh".utf8), "a bzip2 file", "unpack it first"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file", "unpack it first"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", "unpack it first"),
    (Array("7z".utf8) + [0xBC, 0xAF], "a 7-Zip archive", "unpack it first"),
    (Array("Rar!".utf8), "a RAR archive", "unpack it first"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)", "leave it out"),
    (Array("MZ".utf8) + [0x90, 0], "a program (Windows)", "leave it out"),
    (Array("OggS".utf8), "an Ogg recording", "transcribe it first"),
    (Array("ID3".utf8), "an MP3 recording", "transcribe it first"),
    (Array("SQLite format 3\0".utf8), "an SQLite database", "export its texts first"),
    (Array("%!PS".utf8), "a PostScript file", "convert it to PDF (ps2pdf)"),
    (Array("AT&TFORM".utf8), "a DjVu file", "convert it to PDF"),
    (Array("ITSF".utf8), "a CHM help file", "unpack it to HTML first"),
    (Array("wOFF".utf8), "a web font", "leave it out"),
  ]

  private static func refused(_ code: CodeFile) -> SniffedFormat {
    .refused(name: code.rawValue, advice: code.advice)
  }

  private static func signature(_ bytes: [UInt8]) -> SniffedFormat? {
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) { return zip(bytes) }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.count > 12 {
      return .refused(
        name: "a RIFF recording or picture (\(String(decoding: bytes[8..<12], as: UTF8.self)))", advice: "leave it out")
    }
    if bytes.count > 8, bytes[4..<8].elementsEqual("ftyp".utf8) {
      return .refused(name: "an MP4 or HEIF file", advice: "transcribe it first")
    }
    guard let found = signatures.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
    return .refused(name: found.name, advice: found.advice)
  }

  /// What a ZIP file is by the name of its first entries.
  private static func zip(_ bytes: [UInt8]) -> SniffedFormat {
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let kinds: [(String, String)] = [
      ("application/epub+zip", "an EPUB book"), ("application/vnd.oasis.opendocument", "an OpenDocument file"),
      ("word/", "a Word file (.docx)"), ("xl/", "an Excel file (.xlsx)"), ("ppt/", "a PowerPoint file (.pptx)"),
      ("[Content_Types].xml", "an Office file (.docx, .xlsx, .pptx)"),
    ]
    if let kind = kinds.first(where: { head.contains($0.0) }) {
      return .refused(name: kind.1, advice: "save it as PDF or HTML")
    }
    return .refused(name: "a ZIP archive", advice: "unpack it first")
  }

  // MARK: HTML

  /// The first characters as lower-case ASCII, NULs left out so that UTF-16 shows its tags too, up to 4,096 of them.
  private static func asciiHead(_ bytes: [UInt8]) -> String {
    var head: [UInt8] = []
    for byte in bytes.prefix(8192) where byte != 0 && byte < 0x80 {
      head.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      if head.count == 4096 { break }
    }
    return String(decoding: head, as: UTF8.self)
  }

  private static func looksLikeHTML(_ head: String) -> Bool {
    let text = head.drop { $0.isWhitespace }
    guard text.first == "<" else { return hasManyTags(head) }
    let openings = [
      "<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<style", "<link", "<div", "<table",
      "<h1", "<h2", "<p>", "<p ", "<a ", "<br", "<font", "<frameset", "<span", "<ul", "<ol", "<b>", "<i>", "<article",
      "<main", "<section", "<center", "<iframe", "<img", "<form", "<header", "<nav", "<base",
    ]
    if openings.contains(where: { text.hasPrefix($0) }) { return true }
    // After comments, declarations and processing instructions.
    if text.hasPrefix("<!--") || text.hasPrefix("<?xml") || text.hasPrefix("<!") {
      return ["<html", "<head", "<body", "<!doctype html", "<div", "<p>", "<title"].contains { head.contains($0) }
    }
    return hasManyTags(head)
  }

  /// A fragment of a page that begins with text: several different closing tags of HTML.
  private static func hasManyTags(_ head: String) -> Bool {
    if head.contains("<html") && (head.contains("<body") || head.contains("<head")) { return true }
    let closings = [
      "</p>", "</div>", "</a>", "</h1>", "</h2>", "</li>", "</ul>", "</table>", "</td>", "</span>", "</title>",
    ]
    return closings.filter { head.contains($0) }.count >= 4
  }

  // MARK: Binary

  /// Whether the bytes are no text: controls beyond what text holds, in no wide encoding.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    if ByteOrderMark(bytes) != nil || WideEncoding.recognise(bytes) != nil { return false }
    let sample = bytes.prefix(65_536)
    var controls = 0
    var zeros = 0
    for byte in sample where byte < 0x20 || byte == 0x7F {
      if byte == 0 {
        zeros += 1
      } else if !(8...13).contains(byte), byte != 0x1B, byte != 0x1A {
        controls += 1
      }
    }
    // Bytes spread evenly hold one control in ten; a few strays, or escapes of a terminal, are still text.
    guard (zeros + controls) * 100 > 8 * sample.count else { return false }
    return WideEncoding.recogniseEastAsian(sample) == nil
  }
}
