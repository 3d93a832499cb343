// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Makes markup safe for libxml2: drops what would make it lose the rest of a page or run for hours.
///
/// - A NUL ends libxml2's input: NULs are dropped, and a leading byte order mark.
/// - libxml2 compares every attribute of a tag with every earlier one: a tag keeps its first 256.
/// - `<![CDATA[` in XHTML would be dropped with all it holds: its fences are.
enum MarkupSanitizer {
  static let mostAttributes = 256

  static func sanitized(_ utf8: [UInt8]) -> [UInt8] {
    let cuts = utf8.withUnsafeBufferPointer { bytes in
      var finder = CutFinder(bytes: bytes)
      finder.run()
      return finder.cuts
    }
    var start = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if cuts.isEmpty, start == 0, !utf8.contains(0) { return utf8 }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    for cut in cuts {
      if cut.lowerBound > start { out.append(contentsOf: utf8[start..<cut.lowerBound]) }
      start = max(start, cut.upperBound)
    }
    out.append(contentsOf: utf8[start...])
    out.removeAll { $0 == 0 }
    return out
  }
}

/// Finds the stretches to drop, tag by tag; the text of scripts and styles is passed over.
private struct CutFinder {
  let bytes: UnsafeBufferPointer<UInt8>
  var cuts: [Range<Int>] = []
  private var at = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func run() {
    while let tag = find(UInt8(ascii: "<"), from: at) {
      at = tag + 1
      guard at < bytes.count else { return }
      if bytes[at] == UInt8(ascii: "!") {
        passDeclaration(tag)
      } else if isLetter(bytes[at]) {
        passTag(tag)
      }
    }
  }

  /// A comment is passed over; a CDATA section loses its fences.
  private mutating func passDeclaration(_ tag: Int) {
    if matches("<!--", at: tag) {
      at = find("-->", from: tag + 4).map { $0 + 3 } ?? bytes.count
    } else if matches("<![CDATA[", at: tag), let end = find("]]>", from: tag + 9) {
      cuts.append(tag..<(tag + 9))
      cuts.append(end..<(end + 3))
      at = end + 3
    }
  }

  private mutating func passTag(_ tag: Int) {
    var end = at
    var quote: UInt8 = 0
    var previous: UInt8 = 0
    while end < bytes.count {
      let byte = bytes[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if previous == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      if !isSpace(byte) { previous = byte }
      end += 1
    }
    // An attribute takes two bytes at least: most tags need no counting.
    if end - at > 2 * MarkupSanitizer.mostAttributes { cutAttributes(of: at..<end) }
    at = end
    for name in ["<script", "<style"] where matches(name, at: tag) {
      at = find("</" + name.dropFirst(), from: end) ?? bytes.count
    }
  }

  /// Cuts what follows the last attribute that is kept, if there are more.
  private mutating func cutAttributes(of tag: Range<Int>) {
    var count = 0
    var quote: UInt8 = 0
    var previous: UInt8 = 0
    var wasSpace = false
    for index in tag {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { (quote, wasSpace) = (0, true) }
      } else if previous == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if isSpace(byte) {
        wasSpace = true
      } else {
        if wasSpace, byte != UInt8(ascii: "="), previous != UInt8(ascii: "=") { count += 1 }
        wasSpace = false
      }
      if count > MarkupSanitizer.mostAttributes {
        cuts.append(index..<tag.upperBound)
        return
      }
      if !isSpace(byte) { previous = byte }
    }
  }

  private func find(_ byte: UInt8, from: Int) -> Int? {
    guard let start = bytes.baseAddress, from < bytes.count else { return nil }
    // SAFETY: the search covers what is left of the buffer.
    return memchr(start + from, Int32(byte), bytes.count - from).map { UnsafeRawPointer($0) - UnsafeRawPointer(start) }
  }

  private func find(_ text: String, from: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var start = from
    while let index = find(first, from: start) {
      if matches(text, at: index) { return index }
      start = index + 1
    }
    return nil
  }

  /// Whether `text` stands at `index`, letter case aside.
  private func matches(_ text: String, at index: Int) -> Bool {
    guard index >= 0, bytes.count - index >= text.utf8.count else { return false }
    var place = index
    for byte in text.utf8 {
      guard bytes[place] == byte || isLetter(byte) && bytes[place] | 0x20 == byte | 0x20 else { return false }
      place += 1
    }
    return true
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
