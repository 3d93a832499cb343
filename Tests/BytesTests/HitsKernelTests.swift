// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Bytes

/// Documents sifted by their hits, held to what is known of each.
@Suite struct HitsKernelTests {
  /// A segment whose documents are known by class and length.
  private struct Segment {
    var barriers: [UInt8]
    var starts: [UInt32] = [0]
    var classes: [UInt8]
    let bounds: [UInt8]

    init(_ random: inout SeededGenerator, documents: Int) {
      barriers = (0..<Int.random(in: 0...documents / 8, using: &random)).map { _ in
        Int.random(in: 0..<3, using: &random) == 0 ? UInt8.random(in: 0...255, using: &random) : 0
      }
      for _ in 0..<documents { starts.append(starts[starts.count - 1] + UInt32.random(in: 0...90, using: &random)) }
      classes = (0..<documents + WindowKernel.slack).map { _ in 16 * UInt8.random(in: 0..<16, using: &random) }
      bounds = (0..<WindowKernel.boundsLength).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    func hasBarriers(_ document: UInt32) -> Bool {
      let place = Int(document / 8)
      return place < barriers.count && barriers[place] >> UInt8(document % 8) & 1 == 1
    }

    func length(_ document: UInt32) -> UInt32 {
      Int(document) + 1 < starts.count ? starts[Int(document) + 1] - starts[Int(document)] : 0
    }
  }

  private struct Answer: Equatable {
    var sifted: HitsKernel.Sifted
    var matches: [[UInt32]]
    var unsure: [UInt32]
  }

  /// What must be scored; nil where no scores are asked.
  private struct Wanted {
    var factor: Float
    var slope: Float
    var threshold: Float
    var least: UInt32
  }

  private func plain(_ hits: [UInt32], _ documents: [UInt32], _ segment: Segment, _ wanted: Wanted?) -> Answer {
    var answer = Answer(sifted: .init(documents: 0, hits: 0, matches: 0, unsure: 0), matches: [], unsure: [])
    for (own, document) in zip(hits, documents) where own > 0 {
      if own == PositionsKernel.untold || segment.hasBarriers(document) {
        answer.unsure.append(document)
        continue
      }
      answer.sifted.documents += 1
      answer.sifted.hits += Int(own)
      guard let wanted else { continue }
      let isKnown = Int(document) + 1 < segment.starts.count
      let place = Int(isKnown ? segment.classes[Int(document)] : 0) + Int(min(own, 15))
      let part = wanted.slope * Float(segment.length(document))
      let score = wanted.factor * (Float(own) / (Float(own) + (0.5 + part)))
      if UInt32(segment.bounds[place]) >= wanted.least, score >= wanted.threshold {
        answer.matches.append([document, own])
      }
    }
    (answer.sifted.matches, answer.sifted.unsure) = (answer.matches.count, answer.unsure.count)
    return answer
  }

  private func kernel(
    _ hits: [UInt32], base: UInt32, _ numbers: [UInt32], _ segment: Segment, _ wanted: Wanted?, _ path: HitsKernel.Path
  ) -> Answer {
    var matches = [UInt32](repeating: 0, count: 2 * hits.count)
    var unsure = [UInt32](repeating: 0, count: hits.count)
    let sifted = segment.barriers.withUnsafeBufferPointer { barriers in
      segment.starts.withUnsafeBufferPointer { starts in
        segment.classes.withUnsafeBufferPointer { classes in
          segment.bounds.withUnsafeBufferPointer { bounds in
            let scores = wanted.map {
              HitsKernel.Scores(
                factor: $0.factor, constant: 0.5, slope: $0.slope, threshold: $0.threshold,
                classes: classes.baseAddress!, bounds: bounds.baseAddress!, least: $0.least)
            }
            return HitsKernel.sift(
              hits, base: base, numbers: numbers, count: hits.count,
              of: .init(barriers: barriers, starts: starts, scores: scores), matches: &matches, unsure: &unsure,
              path: path)
          }
        }
      }
    }
    return Answer(
      sifted: sifted, matches: (0..<sifted.matches).map { [matches[2 * $0], matches[2 * $0 + 1]] },
      unsure: Array(unsure[..<sifted.unsure]))
  }

  @Test(arguments: HitsKernel.Path.allCases) func documentsAreToldOneByOne(path: HitsKernel.Path) {
    var random = SeededGenerator(seed: 71)
    var (unsure, kept, dropped, outside, many) = (0, 0, 0, 0, 0)
    for round in 0..<300 {
      let segment = Segment(&random, documents: Int.random(in: 1...3000, using: &random))
      let share = [4, 40, 100][round % 3]
      let base = UInt32.random(in: 0...200, using: &random)
      // Some documents stand behind the last one.
      let numbers = (0..<UInt32(segment.starts.count + 10)).filter { _ in
        Int.random(in: 0..<100, using: &random) < share
      }
      let hits = numbers.map { _ -> UInt32 in
        switch Int.random(in: 0..<30, using: &random) {
        case 0: PositionsKernel.untold
        case 1: UInt32.random(in: 14...2000, using: &random)
        case 2..<12: UInt32.random(in: 1...4, using: &random)
        default: 0
        }
      }
      let wanted =
        round % 5 == 0
        ? nil
        : Wanted(
          factor: Float.random(in: 1...9, using: &random), slope: Float.random(in: 0...0.1, using: &random),
          threshold: round % 4 == 0 ? 0 : Float.random(in: 0...5, using: &random),
          least: round % 4 == 0 ? 0 : UInt32.random(in: 0...255, using: &random))
      let documents = numbers.map { base + $0 }
      let expected = plain(hits, documents, segment, wanted)
      #expect(kernel(hits, base: base, numbers, segment, wanted, path) == expected)
      unsure += expected.unsure.count
      kept += expected.matches.count
      if wanted != nil { dropped += expected.sifted.documents - expected.matches.count }
      outside += documents.contains { Int($0) >= segment.starts.count } ? 1 : 0
      many += expected.sifted.documents > 300 ? 1 : 0
    }
    #expect(unsure > 1000 && kept > 5000 && dropped > 5000 && outside > 100 && many > 20)
  }
}
