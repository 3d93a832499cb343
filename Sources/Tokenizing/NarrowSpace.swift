// SPDX-License-Identifier: Apache-2.0

import Bytes

/// U+202F, the narrow space before and inside French punctuation, which UAX #29 takes for a connector like the low line.
///
/// Here it is a space, as the standard lets a tailoring say, but between two digits, where it parts thousands: `10 000`
/// is one token, and in `« citoyens »` the word is `citoyens`.
enum NarrowSpace {
  private static let point: UInt32 = 0x202F

  /// As `WordBreaker.segment`, cut at the narrow spaces that are spaces.
  static func segment(of bytes: Span<UInt8>, from start: Int) -> WordBreaker.Segment {
    let segment = WordBreaker.segment(of: bytes, from: start)
    guard segment.flags & WordBreaker.Flag.connector != 0 else { return segment }
    var (offset, flags, last) = (start, UInt8(0), UInt8(0))
    while offset < segment.end {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      let record = CodePoint.record(point)
      if point == Self.point, !(last == WordBreaker.Class.numeric && isNumeric(bytes, at: next)) {
        return WordBreaker.Segment(end: offset == start ? next : offset, flags: flags)
      }
      (offset, flags, last) = (next, flags | record.flags, record.wordBreak)
    }
    return segment
  }

  private static func isNumeric(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard offset < bytes.count else { return false }
    return CodePoint.record(CodePoint.decode(bytes, at: offset).point).wordBreak == WordBreaker.Class.numeric
  }
}
