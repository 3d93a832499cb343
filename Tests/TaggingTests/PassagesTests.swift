// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Passages cover every token once, within their limits.
@Suite struct PassagesTests {
  @Test func randomBlocks() {
    var state: UInt64 = 11
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var merged = 0
    var cut = 0
    for _ in 0..<200 {
      var tokens = Tokens()
      var headings = 0
      for _ in 0..<(1 + random(8)) {
        let first = tokens.count
        let heading = random(6) == 0
        headings += heading ? 1 : 0
        tokens.blocks.append(
          TokenBlock(firstToken: UInt32(first), kind: heading ? 1 : 2, language: .english, page: 0, textStart: 0))
        for index in 0..<(1 + random(random(3) == 0 ? 400 : 30)) {
          if index == 0 || random(12) == 0 { tokens.sentences.append(UInt32(tokens.count)) }
          tokens.surfaces.append(0)
        }
      }
      let ranges = Passages.ranges(of: tokens, headings: [1])
      #expect(ranges.flatMap { Array($0) } == Array(0..<tokens.count))
      #expect(ranges.allSatisfy { $0.count <= Passages.longest })
      for block in tokens.blocks where block.kind == 1 {
        #expect(ranges.contains { $0.lowerBound == Int(block.firstToken) })
      }
      merged += ranges.count < tokens.blocks.count ? 1 : 0
      cut += ranges.count > tokens.blocks.count ? 1 : 0
    }
    #expect(merged > 0)
    #expect(cut > 0)
  }
}
