// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport

/// Bounds of blocks and of runs of documents on random entries, held to plain arithmetic.
@Suite struct BoundsKernelTests {
  /// What a code of a byte stands for.
  private static func value(_ code: UInt8) -> Float {
    code < 32 ? Float(code) : Float((16 + UInt32(code) % 16) << (UInt32(code) / 16 - 1))
  }

  private static func bound(_ impacts: [UInt8], _ factor: Float, _ constant: Float, _ slope: Float) -> Float {
    (0..<3).map { corner in
      let (f, length) = (value(impacts[2 * corner]), value(impacts[2 * corner + 1]))
      return factor * (f / (f + (constant + slope * length)))
    }.max()!
  }

  @Test func boundsAreThoseOfTheCorners() {
    var random = SeededGenerator(seed: 51)
    var (shared, several, cut) = (0, 0, 0)
    for _ in 0..<200 {
      let (count, lastBytes) = (Int.random(in: 1...70, using: &random), Int.random(in: 2...4, using: &random))
      let length = lastBytes + 6 + Int.random(in: 0...5, using: &random)
      let (factor, constant, slope) = (
        Float.random(in: 0...20, using: &random), Float.random(in: 0.1...1, using: &random),
        Float.random(in: 0...0.1, using: &random)
      )
      let (shift, runs) = (Int.random(in: 3...6, using: &random), Int.random(in: 1...40, using: &random))
      var (bytes, lasts, expected): ([UInt8], [UInt32], [Float]) = ([], [], [])
      var last: UInt32 = 0
      for _ in 0..<count {
        last += UInt32.random(in: 1...60, using: &random)
        let impacts = (0..<6).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes += withUnsafeBytes(of: last.littleEndian) { Array($0.prefix(lastBytes)) }
        bytes += [UInt8](repeating: 0xee, count: length - lastBytes - 6) + impacts
        lasts.append(last)
        expected.append(Self.bound(impacts, factor, constant, slope))
      }
      let weight = BoundsKernel.Weight(factor: factor, constant: constant, slope: slope)
      var bounds = [Float](repeating: -1, count: count)
      var most = [Float](repeating: 0, count: runs)
      bytes.withUnsafeBytes { bytes in
        let entries = BoundsKernel.Entries(bytes: bytes, length: length, lastBytes: lastBytes)
        BoundsKernel.write(entries, weight, to: &bounds)
        most.withUnsafeMutableBufferPointer { BoundsKernel.raise(entries, weight, shift: shift, runs: $0) }
      }
      #expect(bounds == expected)
      var wanted = [Float](repeating: 0, count: runs)
      for block in 0..<count {
        let first = block == 0 ? 0 : Int(lasts[block - 1]) >> shift
        for run in first...Int(lasts[block]) >> shift {
          wanted[min(run, runs - 1)] = max(wanted[min(run, runs - 1)], expected[block])
        }
        shared += block > 0 && first == Int(lasts[block]) >> shift ? 1 : 0
        several += Int(lasts[block]) >> shift > first ? 1 : 0
        cut += Int(lasts[block]) >> shift >= runs ? 1 : 0
      }
      #expect(most == wanted)
    }
    #expect(shared > 100 && several > 100 && cut > 100)
  }
}
