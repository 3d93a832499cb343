// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Turns what stands between two words into a gap code.
enum GapReader {
  /// Bits of a code point's gap mask, or-ed over the gap.
  enum Mark {
    static let space: UInt16 = 1
    static let hyphen: UInt16 = 2
    static let comma: UInt16 = 4
    static let clause: UInt16 = 8
    static let sentence: UInt16 = 16
    static let openQuote: UInt16 = 32
    static let closeQuote: UInt16 = 64
    static let bracket: UInt16 = 128
    static let line: UInt16 = 256
    static let dash: UInt16 = 512
    static let other: UInt16 = 1024
    static let quotes = openQuote | closeQuote
    static let joins = hyphen | dash
  }

  /// The code for the gap `range` within a block whose marks are `mask`.
  @inline(__always)
  static func code(_ mask: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Gap {
    mask == Mark.space ? .space : mask == 0 ? .none : ranked(mask, bytes, range)
  }

  private static func ranked(_ mask: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Gap {
    if mask & Mark.joins != 0, mask & ~(Mark.joins | Mark.line) == 0, joinsWords(bytes, range) { return .hyphen }
    if mask & Mark.line != 0 { return .line }
    if mask & Mark.sentence != 0 { return .sentence }
    if mask & Mark.clause != 0 { return .clause }
    if mask & Mark.joins != 0, isClauseDash(bytes, range) { return .clause }
    if mask & Mark.quotes != 0, let quote = quote(bytes, range) { return quote }
    if mask & Mark.bracket != 0 { return .bracket }
    if mask & Mark.comma != 0 { return .comma }
    return .other
  }

  /// A single hyphen, or one en dash between letters, or a hyphen between letters at the end of a line.
  private static func joinsWords(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let (point, next) = CodePoint.decode(bytes, at: range.lowerBound)
    let mask = CodePoint.record(point).gap
    guard mask & Mark.joins != 0 else { return false }
    if next == range.upperBound { return mask == Mark.hyphen || isBetweenLetters(bytes, range) }
    var offset = next
    if bytes[offset] == 0x0D { offset += 1 }
    guard offset + 1 == range.upperBound, bytes[offset] == 0x0A else { return false }
    return mask == Mark.hyphen && isBetweenLetters(bytes, range)
  }

  private static func isBetweenLetters(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.upperBound < bytes.count else { return false }
    let (behind, _) = CodePoint.decode(bytes, at: range.upperBound)
    guard CodePoint.record(behind).flags & WordBreaker.Flag.letter != 0 else { return false }
    var offset = range.lowerBound
    while offset > 0 {
      let (point, start) = CodePoint.decodeBackwards(bytes, before: offset)
      let record = CodePoint.record(point)
      if !WordBreaker.Class.isPassedOver(record.wordBreak) { return record.flags & WordBreaker.Flag.letter != 0 }
      offset = start
    }
    return false
  }

  /// A dash with white space on both sides, or two hyphens in a row.
  private static func isClauseDash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var (before, inDash) = (UInt16(0), false)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      let mask = CodePoint.record(point).gap
      if mask & Mark.joins != 0 {
        if before & Mark.joins != 0 { return true }
        inDash = before == Mark.space
      } else {
        if inDash, mask == Mark.space { return true }
        inDash = false
      }
      before = mask
      offset = next
    }
    return false
  }

  /// Opening or closing quotation mark: by its shape, or by what touches it where the shape says nothing or is belied.
  private static func quote(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Gap? {
    var (found, before): (Gap?, UInt16) = (nil, range.lowerBound == 0 ? Mark.space : 0)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      let mask = CodePoint.record(point).gap
      if mask & Mark.quotes != 0 {
        let touchesNext = next == range.upperBound && next < bytes.count
        let opens = isOpening(mask, freeBefore: before & (Mark.space | Mark.bracket | Mark.line) != 0, touchesNext)
        // An opening mark wins over a closing one before it.
        if opens { return .openQuote }
        found = .closeQuote
      }
      before = mask
      offset = next
    }
    return found
  }

  private static func isOpening(_ mask: UInt16, freeBefore: Bool, _ touchesNext: Bool) -> Bool {
    switch mask & Mark.quotes {
    case Mark.openQuote: freeBefore || touchesNext
    case Mark.closeQuote: freeBefore && touchesNext
    default: freeBefore
    }
  }
}
