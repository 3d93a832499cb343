// SPDX-License-Identifier: Apache-2.0

/// Joins the lines of a paragraph into its text, settling the hyphens at their ends.
struct LineJoiner {
  private let judge: HyphenJudge
  private let wrapping: Wrapping

  init(_ text: TextLines, _ wrapping: Wrapping) {
    self.wrapping = wrapping
    var broken: [BrokenWord] = []
    for index in text.lines.indices.dropLast() where Wrapping.breaksWord(text, index) {
      if let word = Self.brokenWord(text, index) { broken.append(word) }
    }
    judge = HyphenJudge(broken: broken) { vocabulary, functionWords, typographicHyphens in
      for line in text.lines where !line.isBlank {
        let scalars = Array(String(decoding: text.content(line), as: UTF8.self).unicodeScalars)
        if scalars.dropLast().contains("\u{2010}") { typographicHyphens += 1 }
        for word in scalars.split(separator: " ") {
          let glyphs = word.map { Glyph(scalar: $0, style: 0, box: .empty) }
          // The halves of a broken word are no words.
          let isHalf = word.endIndex == scalars.endIndex && word.last.map { $0.isHyphen } ?? false
          if !isHalf { vocabulary.add(glyphs[...]) }
          functionWords.add(glyphs[...])
        }
      }
    }
  }

  /// The text of the lines, the first without `skipping` bytes; lines that the writer meant are parted by line feeds,
  /// unless it is known that none is (`continuesAll`).
  func join(_ text: TextLines, _ range: Range<Int>, skipping: Int = 0, continuesAll: Bool = false) -> [UInt8] {
    guard let first = range.first else { return [] }
    var bytes = Array(text.content(first).dropFirst(skipping))
    for (index, continues) in zip(range.dropFirst(), wrapping.continuations(text, range)) {
      let next = text.content(index)
      if !continues, !continuesAll {
        bytes.append(0x0A)
      } else if Wrapping.breaksWord(text, index - 1) {
        settle(&bytes, text, index - 1)
      } else if !Self.joinsWithoutSpace(bytes, next) {
        bytes.append(0x20)
      }
      bytes.append(contentsOf: next)
    }
    return Self.singleSpaced(bytes)
  }

  /// Takes the hyphen off, keeps it, or keeps it with a space ("pre- and post-war").
  private func settle(_ bytes: inout [UInt8], _ text: TextLines, _ index: Int) {
    guard let word = Self.brokenWord(text, index) else { return }
    switch judge.verdict(word) {
    case .soft: bytes.removeLast(bytes.last == UInt8(ascii: "-") ? 1 : bytes.last == 0xAD ? 2 : 3)
    case .hard:
      if bytes.last == 0xAD {
        bytes.removeLast(2)
        bytes.append(UInt8(ascii: "-"))
      }
    case .suspended: bytes.append(0x20)
    }
  }

  private static func brokenWord(_ text: TextLines, _ index: Int) -> BrokenWord? {
    let line = Array(text.string(index).unicodeScalars)
    let next = Array(text.string(index + 1).unicodeScalars)
    guard let sign = line.last, sign.isHyphen else { return nil }
    let before = line.dropLast().reversed().prefix { $0.isLetter || $0.isHyphen }.count
    let after = next.prefix { $0.isLetter }.count
    return BrokenWord(before: line[(line.count - 1 - before)..<(line.count - 1)], after: next[..<after], sign: sign)
  }

  /// East Asian scripts have no spaces between words.
  private static func joinsWithoutSpace(_ bytes: [UInt8], _ next: ArraySlice<UInt8>) -> Bool {
    func isEastAsian(_ scalar: Unicode.Scalar?) -> Bool {
      switch scalar?.value ?? 0 {
      case 0x3000...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60: true
      default: false
      }
    }
    guard let last = bytes.last, last >= 0x80, let first = next.first, first >= 0xE3 else { return false }
    let tail = String(decoding: bytes.suffix(3), as: UTF8.self).unicodeScalars.last
    return isEastAsian(tail) && isEastAsian(String(decoding: next.prefix(3), as: UTF8.self).unicodeScalars.first)
  }

  /// Runs of spaces and TABs as one space.
  private static func singleSpaced(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      let byte = byte == 0x09 ? 0x20 : byte
      if byte == 0x20, result.last == 0x20 || result.last == 0x0A { continue }
      result.append(byte)
    }
    return result
  }
}
