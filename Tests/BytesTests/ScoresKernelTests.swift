// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport

/// Scores of many postings at a time, held to plain arithmetic, bit by bit.
@Suite struct ScoresKernelTests {
  @Test(arguments: ScoresKernel.Path.allCases) func scoresAreThoseOfEachPosting(path: ScoresKernel.Path) {
    var random = SeededGenerator(seed: 61)
    var (unknown, whole) = (0, 0)
    for _ in 0..<300 {
      let documents = Int.random(in: 0...2000, using: &random)
      var starts: [UInt32] = [0]
      for _ in 0..<documents { starts.append(starts[starts.count - 1] &+ UInt32.random(in: 0...900, using: &random)) }
      let count = Int.random(in: 0...130, using: &random)
      let own = (0..<count).map { _ in UInt32.random(in: 0...UInt32(documents + 50), using: &random) }
      let frequencies = (0..<count).map { _ in
        UInt32.random(in: 0...60, using: &random) << UInt32.random(in: 0...20, using: &random)
      }
      let (constant, slope) = (Float.random(in: 0.1...2, using: &random), Float.random(in: 0...0.02, using: &random))
      let factor = Float.random(in: 0...20, using: &random)
      var norms = [Float](repeating: -7, count: count + 16)
      var scores = (0..<count + 16).map { _ in Float.random(in: 0...5, using: &random) }
      let before = scores
      own.withUnsafeBufferPointer { own in
        starts.withUnsafeBufferPointer { starts in
          ScoresKernel.writeNorms(of: own, starts: starts, constant: constant, slope: slope, to: &norms, path: path)
        }
      }
      ScoresKernel.add(frequencies, norms, count: count, factor: factor, to: &scores, path: path)
      for index in 0..<count {
        let isKnown = Int(own[index]) < documents
        let length = isKnown ? starts[Int(own[index]) + 1] - starts[Int(own[index])] : 0
        let part = slope * Float(length)
        let norm = constant + part
        #expect(norms[index] == norm)
        let f = Float(frequencies[index])
        let more = factor * (f / (f + norm))
        #expect(scores[index] == before[index] + more)
        unknown += isKnown ? 0 : 1
      }
      // Nothing is written behind the last.
      #expect(norms[count...].allSatisfy { $0 == -7 } && scores[count...] == before[count...])
      whole += count % 16 == 0 ? 1 : 0
    }
    #expect(unknown > 100 && whole > 5)
  }
}
