// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport
@testable import Segments

/// Postings taken a group at a time held to postings added one by one: the same bytes come of both.
@Suite struct PostingsGroupTests {
  private struct List: Equatable {
    var bytes: [UInt8]
    var measures: EncodedList
  }

  private static func oneByOne(_ tokens: [UInt32], _ starts: [UInt32], withPositions: Bool) -> List {
    var encoder = PostingsEncoder()
    encoder.expect(documents: tokens.count)
    var index = 0
    while index < tokens.count {
      let document = (starts.firstIndex { $0 > tokens[index] } ?? 0) - 1
      let own = tokens[index...].prefix { $0 < starts[document + 1] }
      encoder.add(
        document: UInt32(document), frequency: UInt32(own.count), length: starts[document + 1] - starts[document])
      var next = starts[document]
      for token in own where withPositions {
        encoder.add(positionGap: token - next)
        next = token + 1
      }
      index += own.count
    }
    var out = ByteBuffer()
    let measures = encoder.finish(into: &out, withPositions: withPositions)
    return List(bytes: Array(out.bytes), measures: measures)
  }

  private static func inGroups(_ tokens: [UInt32], _ starts: [UInt32], withPositions: Bool) -> List {
    var writer = PostingsWriter()
    starts.withUnsafeBufferPointer { starts in
      if withPositions {
        let stream = OccurrencesKernel(starts: starts)
        tokens.withUnsafeBufferPointer { writer.add(occurrences: $0, stream) }
      } else {
        let documents = tokens.map { token in UInt32((starts.firstIndex { $0 > token } ?? 0) - 1) }
        documents.withUnsafeBufferPointer { writer.add(documents: $0, starts: starts) }
      }
    }
    var out = ByteBuffer()
    let measures = writer.encoder.finish(into: &out, withPositions: withPositions)
    return List(bytes: Array(out.bytes), measures: measures)
  }

  @Test(arguments: [true, false]) func sameBytes(withPositions: Bool) {
    var random = SeededGenerator(seed: 12)
    var (blocks, cut, single) = (0, 0, 0)
    for _ in 0..<150 {
      var starts: [UInt32] = [0]
      let longest = [1, 5, 60, 700].randomElement(using: &random) ?? 1
      for _ in 0..<Int.random(in: 1...400, using: &random) {
        starts.append((starts.last ?? 0) + UInt32(Int.random(in: 0...longest, using: &random)))
      }
      starts.append((starts.last ?? 0) + 1)
      let share = [2, 50, 100].randomElement(using: &random) ?? 1
      var tokens = (0..<(starts.last ?? 1)).filter { _ in Int.random(in: 1...100, using: &random) <= share }
      if Int.random(in: 0..<5, using: &random) == 0 { tokens = Array(tokens.prefix(1)) }
      if tokens.isEmpty { continue }
      #expect(
        Self.inGroups(tokens, starts, withPositions: withPositions)
          == Self.oneByOne(tokens, starts, withPositions: withPositions))
      let list = Self.oneByOne(tokens, starts, withPositions: false).measures
      if list.documents >= 256 { blocks += 1 }
      // Some document holds more than a group takes.
      if zip(starts, starts.dropFirst()).contains(where: { $1 - $0 > 300 }), share == 100 { cut += 1 }
      if tokens.count == 1 { single += 1 }
    }
    #expect(blocks > 10 && cut > 5 && single > 5)
  }

  @Test func cornersOfImpacts() {
    // By hand: of five points of the frontier the two lowest stand alone, the others share their bounds.
    var builder = ImpactsBuilder()
    for (frequency, length) in [(1, 5), (2, 7), (3, 9), (4, 20), (6, 30), (2, 8), (1, 6)] {
      builder.add(frequency: UInt32(frequency), length: UInt32(length))
    }
    var bytes: [UInt8] = []
    builder.finish(into: &bytes)
    #expect(bytes == [6, 9, 2, 7, 1, 5])
    builder.add(frequency: 3, length: 9)
    builder.add(frequency: 1, length: 5)
    builder.finish(into: &bytes)
    #expect(Array(bytes.dropFirst(6)) == [3, 9, 1, 5, 1, 5])
    builder.finish(into: &bytes)
    #expect(Array(bytes.dropFirst(12)) == [0, 0, 0, 0, 0, 0])
  }
}
