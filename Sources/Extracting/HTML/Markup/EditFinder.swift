// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A stretch of markup and what comes in its place.
struct MarkupEdit {
  var range: Range<Int>
  var text: [UInt8] = []
}

/// Finds the stretches of markup that `MarkupSanitizer` drops or puts right, tag by tag, in order.
struct EditFinder {
  /// Shorter values are not worth a cut.
  private static let shortValue = 12

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var edits: [MarkupEdit] = []
  private var at = 0
  /// Whether the end of a CDATA section may stand ahead: it is looked for in vain once.
  private var endsSections = true
  /// The first `&` not before the place where one was last looked for.
  private var ampersand = -1

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func run() {
    while let tag = find(UInt8(ascii: "<"), from: at) {
      passReferences(at..<tag, inAttribute: false)
      at = tag + 1
      guard at < bytes.count else { return }
      if bytes[at] == UInt8(ascii: "!") {
        passDeclaration(tag)
      } else if isLetter(bytes[at]) {
        passTag(tag)
      }
    }
    if at < bytes.count { passReferences(at..<bytes.count, inAttribute: false) }
  }

  /// Puts right what libxml2 would misread of the character references in a text or an attribute's value.
  private mutating func passReferences(_ text: Range<Int>, inAttribute: Bool) {
    var place = text.lowerBound
    while place < text.upperBound {
      if ampersand < place { ampersand = find(UInt8(ascii: "&"), from: place) ?? bytes.count }
      guard ampersand < text.upperBound else { return }
      let edit = CharacterReference.mended(bytes, at: ampersand, end: text.upperBound, inAttribute: inAttribute)
      if let edit { edits.append(edit) }
      place = edit?.range.upperBound ?? ampersand + 1
    }
  }

  private static let comment: BytePattern = "<!--"
  private static let dashes: BytePattern = "--"
  private static let section: BytePattern = "<![CDATA["
  private static let sectionEnd: BytePattern = "]]>"

  private static let doctype: BytePattern = "<!doctype"

  /// A comment is dropped, and what else begins as a declaration but is none (`<![if !supportLists]>`); a CDATA section
  /// loses its fences.
  private mutating func passDeclaration(_ tag: Int) {
    if Self.comment.stands(in: bytes, at: tag) {
      at = endOfComment(from: tag + 4)
      cut(tag..<at)
    } else if endsSections, Self.section.stands(in: bytes, at: tag) {
      guard let end = find(Self.sectionEnd, from: tag + 9) else { return endsSections = false }
      cut(tag..<(tag + 9))
      cut(end..<(end + 3))
      at = end + 3
    } else if !Self.section.stands(in: bytes, at: tag), !Self.doctype.stands(in: bytes, at: tag),
      let end = find(UInt8(ascii: ">"), from: at)
    {
      at = end + 1
      cut(tag..<at)
    }
  }

  /// Where a comment ends whose first byte is at `start`: behind `-->` or `--!>`; `<!-->` and `<!--->` are whole comments.
  private func endOfComment(from start: Int) -> Int {
    var place = start - 2
    while let dashes = find(Self.dashes, from: place) {
      let after = dashes + 2
      if after < bytes.count, bytes[after] == UInt8(ascii: ">") { return after + 1 }
      if dashes >= start, after + 1 < bytes.count, bytes[after] == UInt8(ascii: "!"),
        bytes[after + 1] == UInt8(ascii: ">")
      {
        return after + 2
      }
      place = dashes + 1
    }
    return bytes.count
  }

  // MARK: Tags

  private mutating func passTag(_ tag: Int) {
    let known = edits.count
    let end = passAttributes(from: at)
    // An attribute takes two bytes at least: most tags need no counting.
    if end - at > 2 * MarkupSanitizer.mostAttributes, let excess = excess(of: at..<end) {
      while edits.count > known, let last = edits.last, last.range.upperBound > excess { edits.removeLast() }
      cut(excess..<end)
    }
    at = end
    if end < bytes.count { passRawText(tag, end) }
  }

  /// Finds the end of a tag, and drops long quoted values of attributes that are not read.
  private mutating func passAttributes(from start: Int) -> Int {
    var index = start
    var name = start
    var previous: UInt8 = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      let byte = bytes[index]
      if previous == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let end = find(byte, from: index + 1) ?? bytes.count
        if end - index > Self.shortValue, end < bytes.count, !isRead(name..<max(name, index - 1), tag: start) {
          // That an address is of a place in its own page is all that is asked of it.
          let kept = bytes[index + 1] == UInt8(ascii: "#") ? 1 : 0
          cut((index + 1 + kept)..<end)
        } else {
          passReferences((index + 1)..<end, inAttribute: true)
        }
        index = min(end, bytes.count - 1)
        name = index + 1
        previous = byte
      } else {
        if isSpace(byte) || byte == UInt8(ascii: "/") { name = index + 1 }
        if !isSpace(byte) { previous = byte }
      }
      index += 1
    }
    return index
  }

  /// Whether the value of an attribute is read, by its name; of addresses only those of `link` and `frame` are.
  private func isRead(_ name: Range<Int>, tag: Int) -> Bool {
    guard name.count < Self.read.count, !name.isEmpty else { return name.isEmpty }
    guard Self.read[name.count].contains(where: { $0.stands(in: bytes, at: name.lowerBound) }) else { return false }
    if Self.href.stands(in: bytes, at: name.lowerBound) { return Self.link.stands(in: bytes, at: tag) }
    if Self.source.stands(in: bytes, at: name.lowerBound) { return Self.frame.stands(in: bytes, at: tag) }
    return true
  }

  private static let href: BytePattern = "href"
  private static let source: BytePattern = "src"
  private static let link: BytePattern = "link"
  private static let frame: BytePattern = "frame"

  /// The names of attributes that are read, by their lengths.
  private static let read: [[BytePattern]] = {
    let names = AttributeName.spellings
    var table = [[BytePattern]](repeating: [], count: 1 + (names.map(\.utf8.count).max() ?? 0))
    for name in names { table[name.utf8.count].append(BytePattern(stringLiteral: name)) }
    return table
  }()

  /// Where the attributes beyond those that are kept begin, if there are more.
  private func excess(of tag: Range<Int>) -> Int? {
    var count = 0
    var previous: UInt8 = 0
    var wasSpace = false
    var index = tag.lowerBound
    while index < tag.upperBound {
      let byte = bytes[index]
      if previous == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        index = find(byte, from: index + 1) ?? tag.upperBound
        (previous, wasSpace) = (byte, true)
      } else if isSpace(byte) {
        wasSpace = true
      } else {
        if wasSpace, byte != UInt8(ascii: "="), previous != UInt8(ascii: "=") { count += 1 }
        if count > MarkupSanitizer.mostAttributes { return index }
        (previous, wasSpace) = (byte, false)
      }
      index += 1
    }
    return nil
  }

  // MARK: Scripts and style sheets

  private static let raw: [(open: BytePattern, close: BytePattern)] = [
    ("script", "</script"), ("style", "</style"),
  ]
  private static let linkedData: BytePattern = "ld+json"

  /// After the tag of a script or style sheet, passes over what it holds, and drops it unless it is JSON-LD.
  private mutating func passRawText(_ tag: Int, _ end: Int) {
    guard bytes[tag + 1] | 0x20 == UInt8(ascii: "s"),
      let raw = Self.raw.first(where: { $0.open.stands(in: bytes, at: tag + 1) }), endsName(tag + 1, raw.open)
    else { return }
    at = find(raw.close, from: end) ?? bytes.count
    // libxml2 takes `/>` for the end of the element, and what follows for markup.
    let isOpen = bytes[end - 1] != UInt8(ascii: "/")
    let isData = (tag..<end).contains { Self.linkedData.stands(in: bytes, at: $0) }
    if isOpen, !isData, at > end + 1 { cut((end + 1)..<at) }
  }

  /// Whether a tag's name ends where `name` does: `<style-guide>` is no style sheet.
  private func endsName(_ start: Int, _ name: BytePattern) -> Bool {
    let after = bytes[start + name.count]
    return isSpace(after) || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
  }

  private mutating func cut(_ range: Range<Int>) { edits.append(MarkupEdit(range: range)) }

  // MARK: Bytes

  func find(_ byte: UInt8, from: Int) -> Int? {
    guard let start = bytes.baseAddress, from < bytes.count else { return nil }
    // SAFETY: the search covers what is left of the buffer.
    return memchr(start + from, Int32(byte), bytes.count - from).map { UnsafeRawPointer($0) - UnsafeRawPointer(start) }
  }

  /// Finds a pattern that does not begin with a letter.
  private func find(_ pattern: BytePattern, from: Int) -> Int? {
    var start = from
    while let index = find(pattern.first, from: start) {
      if pattern.stands(in: bytes, at: index) { return index }
      start = index + 1
    }
    return nil
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
