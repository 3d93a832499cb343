// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport

/// The window kernel on random tables: every path against the portable twin, and that against the definition.
@Suite struct WindowKernelTests {
  private static let stride = 300

  private struct Case {
    var groups: [UInt32]
    var tables: [[UInt8]]
    var excluded: [UInt8]?
    var bounds: [UInt8]
    var classes: [UInt8]
    var size: Int
    var scores: WindowKernel.Scores

    init(_ random: inout SeededGenerator) {
      scores = WindowKernel.Scores.allCases.randomElement(using: &random) ?? .added
      let size = Int.random(in: 1...200, using: &random)
      self.size = size
      groups = (0..<Int.random(in: 1...3, using: &random)).map { _ in UInt32.random(in: 1...3, using: &random) }
      let leaves = Int(groups.reduce(0, +))
      let density = Int.random(in: 1...4, using: &random)
      let most: UInt8 = Bool.random(using: &random) ? 255 : 5
      tables = (0..<leaves).map { _ in
        (0..<size).map { _ in
          Int.random(in: 0..<4, using: &random) < density ? UInt8.random(in: 0...most, using: &random) : 0
        }
      }
      excluded =
        Bool.random(using: &random) ? (0..<size).map { _ in UInt8.random(in: 0...1, using: &random) } : nil
      let highest: UInt8 = Bool.random(using: &random) ? 255 : 40
      bounds = (0..<leaves * WindowKernel.boundsLength).map { _ in UInt8.random(in: 0...highest, using: &random) }
      classes = (0..<size).map { _ in UInt8.random(in: 0..<16, using: &random) << 4 }
    }

    func bound(_ index: Int) -> Int {
      if scores != .added {
        let (least, sum) = tables.reduce((255, 0)) { (min($0.0, Int($1[index])), $0.1 + Int($1[index])) }
        let most = scores == .rarest ? least : max(sum - 1, 0)
        return Int(bounds[Int(classes[index]) + min(most, 15)])
      }
      let all = tables.indices.reduce(0) { sum, leaf in
        let place = leaf * WindowKernel.boundsLength + Int(classes[index]) + min(Int(tables[leaf][index]), 15)
        return sum + Int(bounds[place])
      }
      return min(all, 255)
    }

    /// The matching documents, and the sum of their frequencies.
    var matching: (indices: [Int], hits: Int) {
      var (indices, hits): ([Int], Int) = ([], 0)
      for index in 0..<size {
        var leaf = 0
        let all = groups.allSatisfy { count in
          defer { leaf += Int(count) }
          return (leaf..<leaf + Int(count)).contains { tables[$0][index] > 0 }
        }
        guard all, excluded.map({ $0[index] == 0 }) ?? true else { continue }
        indices.append(index)
        hits += tables.reduce(0) { $0 + Int($1[index]) }
      }
      return (indices, hits)
    }

    func scan(least: Int?, _ path: WindowKernel.Path) -> (found: [Int], documents: UInt64, hits: UInt64) {
      var out = [UInt32](repeating: 0, count: size)
      var totals: (documents: UInt64, hits: UInt64) = (0, 0)
      // What stands behind the window is read, and must not count.
      func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 9, count: stride - size) }
      let out0 = excluded.map(padded)
      let found = tables.flatMap(padded).withUnsafeBufferPointer { flat in
        groups.withUnsafeBufferPointer { groups in
          bounds.withUnsafeBufferPointer { bounds in
            padded(classes).withUnsafeBufferPointer { classes in
              (out0 ?? []).withUnsafeBufferPointer { excluded in
                var request = WindowKernel.Request(
                  tables: flat.baseAddress!, stride: stride, groups: groups,
                  excluded: out0 == nil ? nil : excluded.baseAddress, bounds: least == nil ? nil : bounds.baseAddress,
                  classes: classes.baseAddress, size: size)
                request.scores = scores
                return WindowKernel.scan(
                  request, least: UInt32(least ?? 0), candidates: &out, totals: &totals, path: path)
              }
            }
          }
        }
      }
      return (out.prefix(found).map { Int($0) }, totals.documents, totals.hits)
    }
  }

  @Test(arguments: WindowKernel.Path.allCases)
  func pathsAgreeWithTheDefinition(path: WindowKernel.Path) {
    print("window kernel: \(WindowKernel.path)")
    var random = SeededGenerator(seed: 11)
    var (matched, missed, cut, uneven, together) = (0, 0, 0, 0, 0)
    for _ in 0..<900 {
      let made = Case(&random)
      let (indices, hits) = made.matching
      let all = made.scan(least: nil, path)
      #expect(all.found == indices)
      #expect(all.documents == UInt64(indices.count) && all.hits == UInt64(hits))
      let least = made.bound(Int.random(in: 0..<made.size, using: &random))
      let best = made.scan(least: least, path)
      #expect(best.found == indices.filter { made.bound($0) >= least })
      #expect(best.documents == UInt64(indices.count) && best.hits == UInt64(hits))
      matched += indices.count
      missed += made.size - indices.count
      cut += indices.count - best.found.count
      uneven += made.size > 64 && made.size % 64 != 0 ? 1 : 0
      together += made.scores != .added ? indices.count - best.found.count : 0
    }
    #expect(matched > 1000 && missed > 1000 && cut > 1000 && uneven > 100 && together > 1000)
  }

  @Test func boundsAreNeverBelowScores() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<50 {
      let factor = Float.random(in: 0...20, using: &random)
      let norms = (0..<16).map { 0.3 + Float($0) * Float.random(in: 0...1, using: &random) }
      let scale = 254 / (factor + Float.random(in: 0...10, using: &random) + 1e-6)
      var bounds = [UInt8](repeating: 0, count: WindowKernel.boundsLength)
      WindowKernel.fill(bounds: &bounds, factor: factor, norms: norms, scale: scale)
      for number in 0..<16 {
        #expect(bounds[16 * number] == 0)
        for f in 1..<40 {
          let score = factor * (Float(f) / (Float(f) + norms[number])) * scale
          let bound = Float(bounds[16 * number + min(f, 15)])
          #expect(bound >= score && (f >= 15 || bound <= score * 1.0001 + 1))
        }
      }
    }
  }

  @Test func postingsAreSelectedByTheirBounds() {
    var random = SeededGenerator(seed: 13)
    var (kept, dropped, outside) = (0, 0, 0)
    for _ in 0..<200 {
      let (count, shift) = (Int.random(in: 0...128, using: &random), 4)
      let classes = (0..<300).map { _ in UInt8.random(in: 0..<16, using: &random) << 4 }
      let bounds = (0..<WindowKernel.boundsLength).map { _ in UInt8.random(in: 0...255, using: &random) }
      let documents = (0..<count).map { _ in UInt32.random(in: 0..<310, using: &random) }
      let frequencies = (0..<count).map { _ in UInt32.random(in: 1...30, using: &random) }
      let rest = (0...300 >> shift).map { _ in
        Bool.random(using: &random) ? Int32.random(in: 0...200, using: &random) : .min / 2
      }
      let least = Int32.random(in: 0...400, using: &random)
      func bound(_ index: Int) -> Int32 {
        let known = documents[index] < 300 ? classes[Int(documents[index])] : 0
        return Int32(bounds[Int(known) + Int(min(frequencies[index], 15))])
      }
      var found = [UInt32](repeating: 0, count: 128)
      let led = WindowKernel.select(
        documents, frequencies, count: count, classes: classes, classCount: 300, bounds: bounds, rest: rest,
        shift: shift, least: least, into: &found)
      let wanted = (0..<count).filter { index in
        bound(index) + rest[Int(documents[index] < 300 ? documents[index] : 0) >> shift] >= least
      }
      #expect(found.prefix(led).map { Int($0) } == wanted)
      let alone = WindowKernel.select(
        documents, frequencies, count: count, classes: classes, classCount: 300, bounds: bounds, least: UInt32(least),
        into: &found)
      #expect(found.prefix(alone).map { Int($0) } == (0..<count).filter { bound($0) >= least })
      kept += led
      dropped += count - led
      outside += documents.count { $0 >= 300 }
    }
    #expect(kept > 500 && dropped > 500 && outside > 50)
  }

  @Test func lengthsAreClassified() {
    let lengths: [UInt32] = [0, 1, 9, 10, 11, 19, 20, 150, 151, 4_000_000]
    let starts = lengths.reduce(into: [UInt32(7)]) { $0.append($0[$0.count - 1] + $1) }
    var classes = [UInt8](repeating: 0, count: lengths.count)
    WindowKernel.classify(
      starts: starts, count: lengths.count, borders: (1...15).map { UInt32($0 * 10) }, into: &classes)
    #expect(classes.map { $0 >> 4 } == [0, 0, 0, 1, 1, 1, 2, 15, 15, 15])
  }

  @Test func markedDocumentsAreCounted() {
    for size in [0, 1, 31, 64, 100, 1000] {
      let bytes = (0..<size).map { UInt8($0 % 3) } + [UInt8](repeating: 0, count: WindowKernel.slack)
      var bits = [UInt64](repeating: 0, count: size / 64 + 1)
      for document in 0..<size where document % 5 == 0 { bits[document / 64] |= 1 << UInt64(document % 64) }
      let wanted = (0..<size).count { $0 % 3 != 0 || $0 % 5 == 0 }
      #expect(WindowKernel.countMarked(bytes, bits, count: size) == wanted)
    }
  }
}
