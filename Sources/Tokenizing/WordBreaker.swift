// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Cuts text into word segments by the default rules of UAX #29 (Unicode 15.0), one segment a call.
///
/// Letters, digits and connectors all join one another, so that a segment is mostly a run of these; characters that
/// extend (WB4) are passed over; a mark such as an apostrophe joins if what follows it fits, which takes one look ahead.
enum WordBreaker {
  /// Values of Word_Break, in the order of the table's enumeration.
  enum Class {
    static let cr: UInt8 = 1
    static let lf: UInt8 = 2
    static let newline: UInt8 = 3
    static let extend: UInt8 = 4
    static let zwj: UInt8 = 5
    static let regionalIndicator: UInt8 = 6
    static let format: UInt8 = 7
    static let katakana: UInt8 = 8
    static let hebrewLetter: UInt8 = 9
    static let aLetter: UInt8 = 10
    static let singleQuote: UInt8 = 11
    static let doubleQuote: UInt8 = 12
    static let midNumLet: UInt8 = 13
    static let midLetter: UInt8 = 14
    static let midNum: UInt8 = 15
    static let numeric: UInt8 = 16
    static let extendNumLet: UInt8 = 17
    static let segmentSpace: UInt8 = 18

    /// Extend, Format and ZWJ, which take no part in the rules (WB4).
    @inline(__always) static func isPassedOver(_ value: UInt8) -> Bool {
      value == extend || value == format || value == zwj
    }
    @inline(__always) static func isLetter(_ value: UInt8) -> Bool { value == aLetter || value == hebrewLetter }
  }

  /// Flags of a code point's record, or-ed over a segment.
  enum Flag {
    static let letter: UInt8 = 1
    static let digit: UInt8 = 2
    static let pictographic: UInt8 = 4
    /// Normalization may change the segment.
    static let unstable: UInt8 = 8
    /// A connector such as the low line; of segments alone, no code point's record has it.
    static let connector: UInt8 = 16
  }

  /// One segment: where it ends, and the flags of all its code points together.
  struct Segment: Equatable {
    var end: Int
    var flags: UInt8
    /// Whether it holds a letter or digit, and so is a token.
    var isWord: Bool { flags & (Flag.letter | Flag.digit) != 0 }
  }

  /// The segment that starts at `start`, which must be a border.
  ///
  /// - Precondition: `start < bytes.count`.
  static func segment(of bytes: Span<UInt8>, from start: Int) -> Segment {
    let (first, behindFirst) = CodePoint.decode(bytes, at: start)
    let record = CodePoint.record(first)
    var run = Run(
      offset: behindFirst,
      flags: record.flags | (record.wordBreak == Class.extendNumLet ? Flag.connector : 0), last: record.wordBreak,
      raw: record.wordBreak,
      regionalIndicators: record.wordBreak == Class.regionalIndicator ? 1 : 0)
    switch record.wordBreak {
    case Class.lf, Class.newline:
      break
    case Class.cr:
      if behindFirst < bytes.count, bytes[behindFirst] == 0x0A { run.offset += 1 }
    default:
      while run.offset < bytes.count, run.advance(bytes) {}
    }
    return Segment(end: run.offset, flags: run.flags)
  }

  /// A segment in the making.
  private struct Run {
    /// Behind the last code point taken.
    var offset: Int
    var flags: UInt8
    /// Class of the last code point that was not passed over.
    var last: UInt8
    /// Class of the last code point.
    var raw: UInt8
    var regionalIndicators: Int

    /// Takes one more code point (or a joining mark and the one behind it); false where a border stands.
    mutating func advance(_ bytes: Span<UInt8>) -> Bool {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      let record = CodePoint.record(point)
      let value = record.wordBreak
      if Class.isPassedOver(value) {
        flags |= record.flags
        offset = next
        raw = value
        return true
      }
      let joined =
        joins(value) || (raw == Class.zwj && record.flags & Flag.pictographic != 0)
        || (raw == Class.segmentSpace && value == Class.segmentSpace)
      if joined {
        take(value, record.flags, next)
        return true
      }
      return takeMark(value, record.flags, bytes, next)
    }

    private mutating func take(_ value: UInt8, _ recordFlags: UInt8, _ next: Int) {
      flags |= recordFlags
      offset = next
      last = value
      raw = value
      if value == Class.regionalIndicator { regionalIndicators += 1 }
      if value == Class.extendNumLet { flags |= Flag.connector }
    }

    /// WB5, WB8-10, WB13-13b, WB15-16.
    private func joins(_ value: UInt8) -> Bool {
      switch last {
      case Class.aLetter, Class.hebrewLetter, Class.numeric:
        return Class.isLetter(value) || value == Class.numeric || value == Class.extendNumLet
      case Class.extendNumLet:
        return Class.isLetter(value) || value == Class.numeric || value == Class.extendNumLet
          || value == Class.katakana
      case Class.katakana:
        return value == Class.katakana || value == Class.extendNumLet
      case Class.regionalIndicator:
        return value == Class.regionalIndicator && regionalIndicators % 2 == 1
      default:
        return false
      }
    }

    /// WB6-7c, WB11-12: a mark between two letters or two digits.
    private mutating func takeMark(_ value: UInt8, _ markFlags: UInt8, _ bytes: Span<UInt8>, _ next: Int) -> Bool {
      let isNumLet = value == Class.midNumLet || value == Class.singleQuote
      let joinsLetters = Class.isLetter(last) && (value == Class.midLetter || isNumLet)
      let joinsDigits = last == Class.numeric && (value == Class.midNum || isNumLet)
      let joinsHebrew = last == Class.hebrewLetter && value == Class.doubleQuote
      guard joinsLetters || joinsDigits || joinsHebrew else { return false }
      var (ahead, passedFlags) = (next, UInt8(0))
      while ahead < bytes.count {
        let (point, behind) = CodePoint.decode(bytes, at: ahead)
        let record = CodePoint.record(point)
        ahead = behind
        if Class.isPassedOver(record.wordBreak) {
          passedFlags |= record.flags
          continue
        }
        let follower = record.wordBreak
        guard
          (joinsLetters && Class.isLetter(follower)) || (joinsDigits && follower == Class.numeric)
            || (joinsHebrew && follower == Class.hebrewLetter)
        else { break }
        flags |= markFlags | passedFlags
        take(follower, record.flags, behind)
        return true
      }
      // WB7a: a Hebrew letter keeps its apostrophe.
      guard last == Class.hebrewLetter, value == Class.singleQuote else { return false }
      take(value, markFlags, next)
      return true
    }
  }
}
