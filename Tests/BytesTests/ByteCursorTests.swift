// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// Varints that are passed over, held to varints that are read.
@Suite struct ByteCursorTests {
  @Test func skippingEndsWhereReadingEnds() {
    var random = SeededGenerator(seed: 5)
    var (long, short, failing) = (0, 0, 0)
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...9, using: &random) {
        for _ in 0..<Int.random(in: 0...(Bool.random(using: &random) ? 1 : 4), using: &random) {
          bytes.append(.random(in: 0x80...0xff, using: &random))
        }
        bytes.append(.random(in: 0...0x7f, using: &random))
      }
      let number = Int.random(in: 1...5, using: &random)
      bytes.withUnsafeBytes { bytes in
        var (read, skipped) = (ByteCursor(bytes), ByteCursor(bytes))
        #expect(skipped.upcoming == bytes.first ?? 0)
        for _ in 0..<number { _ = read.varint() }
        skipped.skipVarints(number)
        #expect(read.position == skipped.position && read.failed == skipped.failed)
        long += read.position > 8 ? 1 : 0
        short += bytes.count < 8 ? 1 : 0
        failing += read.failed ? 1 : 0
      }
    }
    #expect(long > 100 && short > 100 && failing > 100)
  }
}
