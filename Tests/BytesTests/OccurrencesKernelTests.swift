// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// The kernel that tells occurrences apart by document, and its portable twin, held to a plain reading.
@Suite struct OccurrencesKernelTests {
  private struct Groups: Equatable {
    var documents: [UInt32] = []
    var firsts: [UInt32] = []
    var gaps: [UInt32] = []
  }

  private static func plain(_ tokens: [UInt32], _ starts: [UInt32]) -> Groups {
    var groups = Groups()
    for (index, token) in tokens.enumerated() {
      let document = (starts.firstIndex { $0 > token } ?? 0) - 1
      if groups.documents.last == UInt32(document) {
        groups.gaps.append(token - tokens[index - 1] - 1)
      } else {
        groups.documents.append(UInt32(document))
        groups.firsts.append(UInt32(index))
        groups.gaps.append(token - starts[document])
      }
    }
    return groups
  }

  private static func fast(_ tokens: [UInt32], _ starts: [UInt32], isPortable: Bool) -> Groups {
    starts.withUnsafeBufferPointer { starts in
      let kernel = OccurrencesKernel(starts: starts, isPortable: isPortable)
      var groups = Groups()
      (groups.documents, groups.firsts, groups.gaps) = withRoom(tokens.count + 1) { documents, firsts, gaps in
        tokens.withUnsafeBufferPointer { kernel.group($0, documents: documents, firsts: firsts, gaps: gaps) }
      }
      groups.gaps.removeLast(groups.gaps.count - tokens.count)
      return groups
    }
  }

  private static func withRoom(
    _ room: Int,
    _ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Int
  ) -> ([UInt32], [UInt32], [UInt32]) {
    let places = (0..<3).map { _ in UnsafeMutablePointer<UInt32>.allocate(capacity: room) }
    defer { for place in places { place.deallocate() } }
    for place in places { place.initialize(repeating: .max, count: room) }
    let count = body(places[0], places[1], places[2])
    let all = places.map { Array(UnsafeBufferPointer(start: $0, count: room)) }
    return (Array(all[0].prefix(count)), Array(all[1].prefix(count)), all[2])
  }

  @Test func sameGroupsAsThePlainReading() {
    var random = SeededGenerator(seed: 11)
    var (wide, shared, empty, far) = (0, 0, 0, 0)
    for _ in 0..<600 {
      var starts: [UInt32] = [0]
      let longest = [1, 3, 40, 200].randomElement(using: &random) ?? 1
      for _ in 0..<Int.random(in: 1...80, using: &random) {
        let length = Int.random(in: 0...longest, using: &random)
        if length == 0 { empty += 1 }
        starts.append((starts.last ?? 0) + UInt32(length))
      }
      starts.append((starts.last ?? 0) + 1)
      let share = Int.random(in: 1...10, using: &random)
      let tokens = (0..<(starts.last ?? 1)).filter { _ in Int.random(in: 1...10, using: &random) <= share }
      let expected = Self.plain(tokens, starts)
      #expect(Self.fast(tokens, starts, isPortable: false) == expected)
      #expect(Self.fast(tokens, starts, isPortable: true) == expected)
      if tokens.count >= 8 { wide += 1 }
      shared += tokens.count - expected.documents.count
      far += zip(expected.documents, expected.documents.dropFirst()).filter { $1 - $0 > 2 }.count
    }
    #expect(wide > 100 && shared > 100 && empty > 100 && far > 100)
  }
}
