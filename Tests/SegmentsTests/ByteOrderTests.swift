// SPDX-License-Identifier: Apache-2.0

import Bytes
import Segments
import TestSupport
import Testing

/// Numbers of strings in the order of their bytes held to a plain sort, for few strings and for many.
@Suite struct ByteOrderTests {
  @Test func numbersByBytesAsAPlainSort() {
    var random = SeededGenerator(seed: 11)
    for count in [0, 1, 2, 500, 20_000] {
      let table = InternTable()
      while table.count < count {
        // Many share their first eight bytes, some are the beginning of others, some have no byte at all.
        let stem: [UInt8] = Bool.random(using: &random) ? Array("longstem".utf8) : []
        let rest = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          UInt8.random(in: .min ... .max, using: &random)
        }
        let string = stem + rest
        _ = table.intern(string.span)
      }
      let numbers = (0..<UInt32(count)).map { $0 }.shuffled(using: &random)
      let wanted = numbers.sorted { table.bytes($0).lexicographicallyPrecedes(table.bytes($1)) }
      let isEqual = table.numbersByBytes(numbers) == wanted
      #expect(isEqual, "\(count) strings")
    }
  }
}
