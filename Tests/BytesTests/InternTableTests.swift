// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Bytes

/// Interning against a dictionary, on short and long strings that share beginnings and ends.
struct InternTableTests {
  @Test func numbersAreThoseOfADictionary() {
    var state: UInt64 = 5
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let table = InternTable(capacity: 4)
    var numbers: [[UInt8]: UInt32] = [:]
    var (short, long, atEnd) = (0, 0, 0)
    for _ in 0..<40_000 {
      let word = (0..<below(12)).map { _ in UInt8([0, 97, 98, 255][below(4)]) }
      let tail = below(10)
      let text = word + Array(repeating: 120, count: tail)
      let expected = numbers[word] ?? UInt32(numbers.count)
      numbers[word] = expected
      // Both ways of asking give one number, with and without bytes behind the word.
      let number = word.isEmpty ? table.intern(word.span) : table.intern(text.span, 0..<word.count)
      #expect(number == expected && table.intern(word.span) == expected && table.find(word.span) == expected)
      short += word.count <= 8 ? 1 : 0
      long += word.count > 8 ? 1 : 0
      atEnd += text.count < 8 ? 1 : 0
    }
    #expect(table.count == numbers.count && table.count > 10_000)
    #expect(short > 1_000 && long > 1_000 && atEnd > 1_000)
    for (word, number) in numbers { table.withBytes(of: number) { #expect($0.count == word.count) } }
    #expect(table.byteCount == numbers.keys.reduce(0) { $0 + $1.count })
    #expect(table.find([1, 2, 3].span) == nil)
  }
}
