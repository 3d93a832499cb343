// SPDX-License-Identifier: Apache-2.0

/// The window kernel on random tables: every path against the portable twin, and that against the definition.
import Bytes
import Testing
import TestSupport

@Suite struct WindowKernelTests {
  private struct Case {
    var groups: [UInt32]
    var tables: [[UInt32]]
    var excluded: [UInt32]?
    var factors: [Float]
    var starts: [UInt32]
    var size: Int

    init(_ random: inout SeededGenerator) {
      let size = Int.random(in: 1...70, using: &random)
      self.size = size
      groups = (0..<Int.random(in: 1...3, using: &random)).map { _ in UInt32.random(in: 1...3, using: &random) }
      let leaves = Int(groups.reduce(0, +))
      let density = Int.random(in: 1...4, using: &random)
      tables = (0..<leaves).map { _ in
        (0..<size).map { _ in
          Int.random(in: 0..<4, using: &random) < density ? UInt32.random(in: 0...5, using: &random) : 0
        }
      }
      excluded =
        Bool.random(using: &random) ? (0..<size).map { _ in UInt32.random(in: 0...1, using: &random) } : nil
      factors = (0..<leaves).map { _ in Float.random(in: 0...9, using: &random) }
      starts = [0]
      for _ in 0..<size { starts.append(starts[starts.count - 1] + UInt32.random(in: 0...40, using: &random)) }
    }

    func score(_ index: Int) -> Float {
      var total: Float = 0
      for leaf in tables.indices {
        let f = Float(tables[leaf][index])
        total += factors[leaf] * (f / (f + (0.3 + 0.07 * Float(starts[index + 1] - starts[index]))))
      }
      return total
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

    func scan(
      scoring threshold: Float?, _ path: WindowKernel.Path
    ) -> (found: [Int], documents: UInt64, hits: UInt64) {
      var out = [UInt32](repeating: 0, count: size + 8)
      var totals: (documents: UInt64, hits: UInt64) = (0, 0)
      // A stride larger than the window, as the engine has it.
      let flat = tables.flatMap { $0 + [UInt32](repeating: 7, count: 100 - size) }
      let found = flat.withUnsafeBufferPointer { flat in
        groups.withUnsafeBufferPointer { groups in
          factors.withUnsafeBufferPointer { factors in
            starts.withUnsafeBufferPointer { starts in
              (excluded ?? []).withUnsafeBufferPointer { bits in
                let request = WindowKernel.Request(
                  tables: flat.baseAddress!, stride: 100, groups: groups,
                  excluded: excluded == nil ? nil : bits.baseAddress, factors: factors.baseAddress!, constant: 0.3,
                  slope: 0.07, starts: threshold == nil ? nil : starts.baseAddress, size: size)
                return WindowKernel.scan(
                  request, threshold: threshold ?? 0, candidates: &out, totals: &totals, path: path)
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
    var random = SeededGenerator(seed: 11)
    var (matched, missed, cut, uneven) = (0, 0, 0, 0)
    for _ in 0..<600 {
      let made = Case(&random)
      let (indices, hits) = made.matching
      let all = made.scan(scoring: nil, path)
      #expect(all.found == indices)
      #expect(all.documents == UInt64(indices.count) && all.hits == UInt64(hits))
      let threshold = made.score(Int.random(in: 0..<made.size, using: &random))
      let best = made.scan(scoring: threshold, path)
      #expect(best.found == indices.filter { made.score($0) >= threshold })
      #expect(best.documents == UInt64(indices.count) && best.hits == UInt64(hits))
      matched += indices.count
      missed += made.size - indices.count
      cut += indices.count - best.found.count
      uneven += made.size % 8 == 0 ? 0 : 1
    }
    #expect(matched > 1000 && missed > 1000 && cut > 1000 && uneven > 100)
  }

  @Test func nonzeroBytesAreCounted() {
    for size in [0, 1, 31, 32, 100, 1000] {
      let bytes = (0..<size).map { UInt8($0 % 3) }
      bytes.withUnsafeBufferPointer { #expect(WindowKernel.countNonzero($0) == size - (size + 2) / 3) }
    }
  }
}
