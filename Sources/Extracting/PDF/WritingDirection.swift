// SPDX-License-Identifier: Apache-2.0
import CPoppler

/// Brings Hebrew, Arabic and other writing from right to left, which a page shows in the order of the eye, into the order of
/// reading: letters within a word, and words within a line.
///
/// The rules are those of the Unicode bidirectional algorithm run backwards, as far as they can be: digits, and letters of
/// the other direction, run the other way amid the text.

enum WritingDirection {
  /// What a sign, or a word, does to the order.
  enum Class { case leftToRight, rightToLeft, number, neutral }

  static func `class`(of scalar: Unicode.Scalar) -> Class {
    if scalar.isRightToLeft { return .rightToLeft }
    if scalar.properties.numericType == .decimal { return .number }
    return scalar.isLetter ? .leftToRight : .neutral
  }

  /// The signs of a word amid writing from right to left, given from left to right, as positions in the order of reading.
  static func logical(_ visual: [Unicode.Scalar]) -> [Int] {
    let classes = visual.map(`class`(of:))
    var runs: [Range<Int>] = []
    var at = 0
    while at < visual.count {
      var end = at + 1
      if classes[at] == .leftToRight || classes[at] == .number {
        while let next = goesOn(from: end, visual, classes) { end = next }
      }
      runs.append(at..<end)
      at = end
    }
    return runs.reversed().flatMap { Array($0) }
  }

  /// Where a run from left to right that has come up to `end` goes on to: past the next letter or digit, and the signs before
  /// it that belong to a number or stand between letters.
  private static func goesOn(from end: Int, _ visual: [Unicode.Scalar], _ classes: [Class]) -> Int? {
    var next = end
    while next < visual.count, classes[next] == .neutral { next += 1 }
    guard next < visual.count, classes[next] != .rightToLeft else {
      // A sign of per cent or of money stands with its number.
      return end < visual.count && classes[end - 1] == .number && isUnit(visual[end]) ? end + 1 : nil
    }
    let isNumber = classes[end - 1] == .number && classes[next] == .number
    let signs = visual[end..<next]
    if isNumber, !signs.isEmpty, signs.count > 1 || !signs.allSatisfy(isSeparator) { return nil }
    return next + 1
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    ".,:/-+'\u{2013}".unicodeScalars.contains(scalar)
  }

  private static func isUnit(_ scalar: Unicode.Scalar) -> Bool {
    "%\u{2030}$\u{A3}\u{20AC}\u{20AA}\u{B0}".unicodeScalars.contains(scalar)
  }

  /// The signs of a word, given from left to right, in the order of reading.
  static func ordered(_ signs: [GlyphReader.Sign]) -> [GlyphReader.Sign] {
    var signs = signs
    // Lam and an alef with its sign, drawn as one, come in the order of reading, each with half of the width. Without the sign
    // they are too like the article, the other way round.
    for at in signs.indices.dropLast() where isLigature(signs[at], signs[at + 1]) {
      (signs[at].scalar, signs[at + 1].scalar) = (signs[at + 1].scalar, signs[at].scalar)
    }
    var ordered = logical(signs.map(\.scalar)).map { signs[$0] }
    for (index, scalar) in facing(ordered.map(\.scalar)).enumerated() { ordered[index].scalar = scalar }
    return ordered
  }

  private static func isLigature(_ one: GlyphReader.Sign, _ other: GlyphReader.Sign) -> Bool {
    let (first, second) = (one.rectangle, other.rectangle)
    return one.scalar == "\u{644}" && ["\u{622}", "\u{623}", "\u{625}"].contains(other.scalar)
      && abs((first.x2 - first.x1) - (second.x2 - second.x1)) < 0.03 * abs(first.y2 - first.y1)
  }

  /// Brackets that programs have written as the eye sees them, turned to face what they enclose.
  static func facing(_ word: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let opening = Array("([{".unicodeScalars)
    let closing = Array(")]}".unicodeScalars)
    guard word.count > 1, let first = word.first, let last = word.last,
      closing.contains(first) || opening.contains(last)
    else { return word }
    let turned = Dictionary(uniqueKeysWithValues: zip(opening + closing, closing + opening))
    return word.map { turned[$0] ?? $0 }
  }

  /// The words of a line, given from left to right as its page is laid out, in the order of reading: on a page that reads from
  /// left to right, runs of words that do not are turned round; on one that is mirrored, the others.
  static func logical(_ words: [Int32], on page: GlyphPage) -> [Int32] {
    let classes = words.map { `class`(of: page.words[Int($0)], on: page) }
    let odd = page.isMirrored ? Class.leftToRight : .rightToLeft
    var ordered = words
    var at = 0
    while at < words.count {
      // Numbers that end writing from left to right belong to it, and stand before it as mirrored.
      guard classes[at] == odd || (page.isMirrored && classes[at] == .number) else {
        at += 1
        continue
      }
      var end = at
      var next = at
      while next < words.count, classes[next] == odd || classes[next] == .number || classes[next] == .neutral {
        if classes[next] == odd { end = next + 1 }
        next += 1
      }
      if end > at { ordered.replaceSubrange(at..<end, with: words[at..<end].reversed()) }
      at = max(end, at + 1)
    }
    return ordered
  }

  private static func `class`(of word: Word, on page: GlyphPage) -> Class {
    var found = Class.neutral
    for glyph in page.glyphs[word.range] {
      switch `class`(of: glyph.scalar) {
      case .rightToLeft: return .rightToLeft
      case .leftToRight: found = .leftToRight
      case .number: if found == .neutral { found = .number }
      case .neutral: break
      }
    }
    return found
  }
}

extension Unicode.Scalar {
  /// Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin, also as presentation forms.
  var isRightToLeft: Bool {
    switch value {
    case 0x590...0x5FF, 0x608, 0x60B, 0x60D, 0x61B...0x65F, 0x66D...0x6EF, 0x6FA...0x8FF, 0xFB1D...0xFDFF,
      0xFE70...0xFEFC, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF:
      true
    default: false
    }
  }
}

extension GlyphPage {
  /// Turns a page of writing from right to left round, as in a mirror, so that lines, columns and tables are laid out like those
  /// of all other pages; `Box.turnedBack` undoes it.
  mutating func mirror() {
    isMirrored = true
    for index in glyphs.indices { glyphs[index].box = glyphs[index].box.mirrored(width) }
    for index in words.indices { words[index].box = words[index].box.mirrored(width) }
  }
}

extension Box {
  func mirrored(_ width: Float) -> Box { Box(left: width - right, top: top, right: width - left, bottom: bottom) }
}
