// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing

/// Runs of ids of one to five bytes: every path of the kernel held to the ids that were written.
@Suite struct IDsKernelTests {
  /// As `ForwardEncoder` writes them.
  private static func encoded(_ ids: [UInt32]) -> [UInt8] {
    ids.flatMap { id -> [UInt8] in
      func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * (count - 1 - $0))) }
      }
      if id < 160 { return [UInt8(id)] }
      if id < 22_688 { return bytes(160 << 8 + id - 160, 2) }
      if id < 22_688 + 7 << 16 { return bytes(248 << 16 + id - 22_688, 3) }
      return [255] + bytes(id, 4).reversed()
    }
  }

  private static func ids(_ count: Int, long: Bool, _ random: inout SeededGenerator) -> [UInt32] {
    let highest: [UInt32] = [159, 160, 22_687, 22_688, 481_439]
    let usual = highest.randomElement(using: &random) ?? 0
    return (0..<count).map { _ in
      if long, Int.random(in: 0..<60, using: &random) == 0 { return .random(in: 481_440 ... .max, using: &random) }
      let most = Bool.random(using: &random) ? usual : highest.randomElement(using: &random) ?? 0
      return Bool.random(using: &random) ? most : .random(in: 0...most, using: &random)
    }
  }

  /// Ids in the place of `wanted`, and the highest, by a path; nil where it finds a run cut short.
  private static func read(
    _ bytes: [UInt8], _ ranges: [Range<Int>], _ counts: [Int], _ path: IDsKernel.Path
  ) -> (ids: [[UInt32]], highest: UInt32)? {
    let room = (counts.max() ?? 0) + 8
    // What stands behind the wanted ids must stay.
    var out = [UInt32](repeating: 0xABCD, count: room * counts.count)
    let highest: UInt32? = out.withUnsafeMutableBufferPointer { out in
      bytes.withUnsafeBytes { bytes in
        guard let base = out.baseAddress else { return nil }
        let runs = ranges.indices.compactMap {
          IDRun(bytes, ranges[$0], count: counts[$0], into: base + $0 * room)
        }
        #expect(runs.count == ranges.count)
        return runs.withUnsafeBufferPointer { IDsKernel.read($0, path: path) }
      }
    }
    guard let highest else { return nil }
    for (run, count) in counts.enumerated() {
      let isUntouched = out[run * room + count..<(run + 1) * room].allSatisfy { $0 == 0xABCD }
      #expect(isUntouched)
    }
    return (counts.indices.map { Array(out[$0 * room..<$0 * room + counts[$0]]) }, highest)
  }

  @Test func allPathsReadWhatWasWritten() {
    print("ids kernel: \(IDsKernel.path)")
    var random = SeededGenerator(seed: 41)
    var (long, partial, alone, atEnd, cut) = (0, 0, 0, 0, 0)
    for round in 0..<400 {
      let runCount = Int.random(in: 1...9, using: &random)
      let isLong = round % 4 == 0
      var (bytes, ranges, runs) = ([UInt8](), [Range<Int>](), [[UInt32]]())
      for _ in 0..<runCount {
        let ids = Self.ids(round % 3 == 0 ? 256 : .random(in: 1...300, using: &random), long: isLong, &random)
        let start = bytes.count
        bytes += Self.encoded(ids)
        ranges.append(start..<bytes.count)
        runs.append(ids)
      }
      // Room to read behind the last run, or none.
      if round % 2 == 0 { bytes += (0..<200).map { _ in .random(in: 0...255, using: &random) } } else { atEnd += 1 }
      let counts = runs.map { round % 5 == 0 ? Int.random(in: 0...$0.count, using: &random) : $0.count }
      let wanted = zip(runs, counts).map { Array($0.prefix($1)) }
      for path in IDsKernel.Path.allCases {
        let found = Self.read(bytes, ranges, counts, path)
        #expect(found?.ids == wanted, "\(path), round \(round)")
        #expect(found?.highest == wanted.joined().max() ?? 0, "\(path), round \(round)")
      }
      long += runs.joined().contains { $0 >= 481_440 } ? 1 : 0
      partial += counts != runs.map(\.count) ? 1 : 0
      alone += runCount % 2
      // A run that ends before its ids do is refused by all.
      let short = Int.random(in: 0..<runCount, using: &random)
      guard counts[short] == runs[short].count else { continue }
      ranges[short] = ranges[short].lowerBound..<ranges[short].upperBound - 1
      for path in IDsKernel.Path.allCases {
        #expect(Self.read(bytes, ranges, counts, path) == nil, "\(path), round \(round)")
      }
      cut += 1
    }
    #expect(min(long, partial, alone, atEnd) > 50 && cut > 100)
  }

  @Test func allPathsReadOddBytesAlike() {
    var random = SeededGenerator(seed: 42)
    var (whole, refused) = (0, 0)
    for _ in 0..<600 {
      let bytes = (0..<Int.random(in: 1...900, using: &random)).map { _ in UInt8.random(in: 0...254, using: &random) }
      let ranges = (0..<Int.random(in: 1...5, using: &random)).map { _ -> Range<Int> in
        let start = Int.random(in: 0..<bytes.count, using: &random)
        return start..<Int.random(in: start..<bytes.count, using: &random) + 1
      }
      let counts = ranges.map { Int.random(in: 0...$0.count * 4 / 5, using: &random) }
      let plain = Self.read(bytes, ranges, counts, .portable)
      for path in [IDsKernel.Path.best, .baseline] {
        let found = Self.read(bytes, ranges, counts, path)
        #expect(found?.ids == plain?.ids && found?.highest == plain?.highest, "\(path)")
      }
      if plain == nil { refused += 1 } else { whole += 1 }
    }
    #expect(min(whole, refused) > 50)
  }
}
