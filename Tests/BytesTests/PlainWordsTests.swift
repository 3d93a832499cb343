// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// The kernel that cuts plain text into words held to its byte-by-byte twin and to a slow reading of what it promises, and
/// words numbered many at a time held to words numbered one by one.
@Suite struct PlainWordsTests {
  private static let pieces = [" ", " ", " ", " ", " ", " ", "  ", ", ", ".", "'", ". ", "_", "\n", "é", "-", ":"]

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    let letters = Array("abcXYZ019".utf8)
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      let length = Int.random(in: 0..<30, using: &random) == 0 ? Int.random(in: 50...80, using: &random) : 10
      for _ in 0..<Int.random(in: 1...length, using: &random) {
        text.append(letters.randomElement(using: &random) ?? 0x61)
      }
      text += Array(
        (Int.random(in: 0..<8, using: &random) > 0 ? " " : pieces.randomElement(using: &random) ?? " ").utf8)
    }
    if text.last == 0x20, Bool.random(using: &random) { text.removeLast() }
    return text
  }

  private struct Words: Equatable {
    var starts: [UInt32]
    var ends: [UInt32]

    /// The words as ranges of the text, of whose offsets all are raised by seven.
    var ranges: [Range<Int>] {
      starts.indices.map { index in
        let (start, end) = (Int(starts[index]) - 7, Int(ends[index]) - 7)
        return start..<end
      }
    }
  }

  private static func cut(_ text: [UInt8], from start: Int, room: Int, isPortable: Bool) -> Words {
    var (starts, ends) = ([UInt32](repeating: 0, count: room), [UInt32](repeating: 0, count: room))
    let count = starts.withUnsafeMutableBufferPointer { starts -> Int in
      ends.withUnsafeMutableBufferPointer { ends -> Int in
        guard let first = starts.baseAddress, let last = ends.baseAddress else { return 0 }
        return PlainWords.cut(
          text.span, from: start, base: 7, room: room, starts: first, ends: last, isPortable: isPortable)
      }
    }
    return Words(starts: Array(starts.prefix(count)), ends: Array(ends.prefix(count)))
  }

  @Test func sameWordsAsTheTwin() {
    var random = SeededGenerator(seed: 5)
    var (wholeTexts, long, cutShort, none) = (0, 0, 0, 0)
    for _ in 0..<4000 {
      let text = Self.text(&random)
      let words = text.indices.filter { Self.isWord(text, $0) && ($0 == 0 || !Self.isWord(text, $0 - 1)) }
      let start = words.randomElement(using: &random) ?? 0
      let room = Int.random(in: 1...40, using: &random)
      let found = Self.cut(text, from: start, room: room, isPortable: false)
      #expect(found == Self.cut(text, from: start, room: room, isPortable: true))
      let wanted = Self.plain(text, from: start)
      // A long word may be left to others, and so may what comes behind it.
      let isWhole = found.ends.count == min(wanted.count, room)
      let borders = wanted[max(found.ends.count - 1, 0)...].prefix(2)
      let isCutByLength = !isWhole && borders.contains { $0.count > 60 }
      #expect(isWhole || isCutByLength)
      let ranges = found.ranges
      #expect(ranges == Array(wanted.prefix(ranges.count)))
      wholeTexts += ranges.last?.upperBound == text.count ? 1 : 0
      long += isCutByLength ? 1 : 0
      cutShort += wanted.count > room ? 1 : 0
      none += wanted.isEmpty ? 1 : 0
    }
    #expect(wholeTexts > 0 && long > 0 && cutShort > 0 && none > 0)
  }

  private static func isWord(_ text: [UInt8], _ index: Int) -> Bool {
    index < text.count && CodePoint.asciiClass(text[index]) == 1
  }

  /// The words from `start` on up to the first that something may join to, or that more than a space follows.
  private static func plain(_ text: [UInt8], from start: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = start
    while true {
      var end = at
      while isWord(text, end) { end += 1 }
      if end < text.count {
        let kind = CodePoint.asciiClass(text[end])
        let next = end + 1 < text.count ? CodePoint.asciiClass(text[end + 1]) : 0
        if kind == 8 || kind == 2 || (kind == 4 && next & 11 != 0) { return found }
      }
      found.append(at..<end)
      guard end < text.count, text[end] == 0x20, isWord(text, end + 1) else { return found }
      at = end + 1
    }
  }

  @Test func numberedManyAtATime() {
    var random = SeededGenerator(seed: 6)
    let (many, single) = (InternTable(capacity: 4), InternTable(capacity: 4))
    var (old, new) = (0, 0)
    for _ in 0..<2000 {
      let text = Self.text(&random)
      let words = Self.cut(text, from: 0, room: 100, isPortable: true)
      var numbers = [UInt32](repeating: 0, count: words.starts.count)
      let before = many.count
      numbers.withUnsafeMutableBufferPointer { numbers in
        words.starts.withUnsafeBufferPointer { starts in
          words.ends.withUnsafeBufferPointer { ends in
            guard let numbers = numbers.baseAddress, let start = starts.baseAddress, let end = ends.baseAddress
            else { return }
            many.intern(text.span, base: 7, count: starts.count, starts: start, ends: end, into: numbers)
          }
        }
      }
      let wanted = words.ranges.map { range -> UInt32 in
        let word = Array(text[range])
        return single.intern(word.span)
      }
      #expect(numbers == wanted)
      new += many.count - before
      old += numbers.count - (many.count - before)
    }
    #expect(old > 0 && new > 0)
  }
}
