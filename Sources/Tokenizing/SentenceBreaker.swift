// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Decides whether a sentence border of UAX #29 lies in a gap between two words.
///
/// Sentence marks never stand at the end of a word, so the rules can be run over the gap alone, with the character
/// before it (SB7) and a look ahead for a lower-case letter (SB8). Departures from the default rules: a mark behind an
/// abbreviation is none, and a lone line feed is a space where lines are only how the text happens to be wrapped.
struct SentenceBreaker {
  /// Values of Sentence_Break, in the order of the table's enumeration.
  enum Class {
    static let cr: UInt8 = 1
    static let lf: UInt8 = 2
    static let extend: UInt8 = 3
    static let sep: UInt8 = 4
    static let format: UInt8 = 5
    static let space: UInt8 = 6
    static let lower: UInt8 = 7
    static let upper: UInt8 = 8
    static let otherLetter: UInt8 = 9
    static let numeric: UInt8 = 10
    static let aTerm: UInt8 = 11
    static let sContinue: UInt8 = 12
    static let sTerm: UInt8 = 13
    static let close: UInt8 = 14

    @inline(__always) static func isParagraphEnd(_ value: UInt8) -> Bool { value == cr || value == lf || value == sep }
    @inline(__always) static func isPassedOver(_ value: UInt8) -> Bool { value == extend || value == format }
  }

  /// Whether each line stands alone (table rows, code), or lines are a matter of wrapping.
  var linesStandAlone: Bool
  /// Whether abbreviations are known.
  var knowsAbbreviations: Bool

  /// Where in the gap the rules have come to.
  fileprivate struct State {
    /// 0, `aTerm` or `sTerm`: the mark whose tail (closing marks, then spaces) we are in.
    var term: UInt8 = 0
    var termOffset = 0
    var sawClose = false
    var sawSpace = false
    /// Class before the mark.
    var beforeTerm: UInt8 = 0
    /// Class of the last code point that was not passed over.
    var last: UInt8 = 0
    /// Class of the last code point.
    var raw: UInt8 = 0
  }

  /// Whether a border lies at or behind `start` and at or before `end`, where a word ends at `start` and one begins at `end`.
  func hasBorder(in bytes: Span<UInt8>, from start: Int, to end: Int, previousWord: Range<Int>) -> Bool {
    var state = State()
    state.last = lastClass(bytes, before: start)
    state.raw = state.last
    var offset = start
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      var value = CodePoint.record(point).sentenceBreak
      if Class.isParagraphEnd(value), !linesStandAlone, !endsParagraph(bytes, at: offset) { value = Class.space }
      if Class.isParagraphEnd(state.raw), !(state.raw == Class.cr && value == Class.lf) { return true }
      if !Class.isPassedOver(value) {
        if state.term != 0, breaks(state, before: value, at: offset, in: bytes) {
          if !isAbbreviation(state, in: bytes, previousWord: previousWord, nextWord: end) { return true }
          state.term = 0
        }
        state.enter(value, at: offset)
      }
      if offset >= end { return false }
      state.raw = value
      offset = next
    }
    return false
  }

  /// SB6-SB11 for a position behind a mark and its tail, before a code point of class `value`.
  private func breaks(_ state: State, before value: UInt8, at offset: Int, in bytes: Span<UInt8>) -> Bool {
    if value == Class.sContinue || value == Class.aTerm || value == Class.sTerm { return false }
    if value == Class.space || Class.isParagraphEnd(value) { return false }
    if value == Class.close, !state.sawSpace { return false }
    guard state.term == Class.aTerm else { return true }
    if !state.sawClose, !state.sawSpace {
      if value == Class.numeric { return false }
      let afterLetter = state.beforeTerm == Class.upper || state.beforeTerm == Class.lower
      if afterLetter, value == Class.upper { return false }
    }
    return !lowerFollows(bytes, at: offset)
  }

  /// SB8: a lower-case letter before any other letter, mark or paragraph end.
  private func lowerFollows(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    var offset = start
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      let value = CodePoint.record(point).sentenceBreak
      switch value {
      case Class.lower: return true
      case Class.otherLetter, Class.upper, Class.aTerm, Class.sTerm: return false
      case Class.cr, Class.lf, Class.sep:
        if linesStandAlone || endsParagraph(bytes, at: offset) { return false }
      default: break
      }
      offset = next
    }
    return false
  }

  /// Whether a line end is one of several with only white space between them.
  private func endsParagraph(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    if bytes[start] != 0x0A && bytes[start] != 0x0D { return true }
    if isSecondLineEnd(bytes, at: start) { return true }
    var offset = start + (bytes[start] == 0x0D && start + 1 < bytes.count && bytes[start + 1] == 0x0A ? 2 : 1)
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    return offset < bytes.count && (bytes[offset] == 0x0A || bytes[offset] == 0x0D)
  }

  private func isSecondLineEnd(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    var offset = start
    if bytes[offset] == 0x0A, offset > 0, bytes[offset - 1] == 0x0D { offset -= 1 }
    while offset > 0, bytes[offset - 1] == 0x20 || bytes[offset - 1] == 0x09 { offset -= 1 }
    return offset > 0 && (bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D)
  }

  /// Class of the last code point before `offset` that is not passed over.
  private func lastClass(_ bytes: Span<UInt8>, before offset: Int) -> UInt8 {
    var offset = offset
    while offset > 0 {
      let (point, start) = CodePoint.decodeBackwards(bytes, before: offset)
      let value = CodePoint.record(point).sentenceBreak
      if !Class.isPassedOver(value) { return value }
      offset = start
    }
    return 0
  }

  private func isAbbreviation(
    _ state: State, in bytes: Span<UInt8>, previousWord: Range<Int>, nextWord: Int
  ) -> Bool {
    guard knowsAbbreviations, state.term == Class.aTerm, state.termOffset == previousWord.upperBound,
      !previousWord.isEmpty
    else { return false }
    return Abbreviations.endsNoSentence(bytes, word: previousWord, next: nextWord)
  }
}

extension SentenceBreaker.State {
  fileprivate typealias Class = SentenceBreaker.Class

  /// Takes in one code point of class `value`.
  fileprivate mutating func enter(_ value: UInt8, at offset: Int) {
    switch value {
    case Class.aTerm, Class.sTerm:
      (term, termOffset, beforeTerm) = (value, offset, last)
      (sawClose, sawSpace) = (false, false)
    case Class.close where term != 0 && !sawSpace:
      sawClose = true
    case Class.space where term != 0:
      sawSpace = true
    default:
      term = 0
    }
    last = value
  }
}
