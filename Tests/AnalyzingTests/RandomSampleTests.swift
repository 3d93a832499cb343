// SPDX-License-Identifier: Apache-2.0

import Patterns
import Querying
import Segments
import Testing
@testable import Analyzing

/// Samples hold what they may hold, each unit is as likely as any other, and a larger sample begins with a smaller one.
@Suite struct RandomSampleTests {
  private static func key(_ unit: RandomSample.Unit, _ segments: [SegmentReader]) throws -> String {
    "\(try segments[unit.place.segment].ids.string(unit.place.document)) \(unit.place.span.start) \(unit.place.span.end)"
  }

  @Test func everyUnitIsDrawnOnceAndSmallSamplesComeFirst() throws {
    let sample = try AnnotatedSample(texts: 24, segments: 3, deleting: 30, seed: 3)
    let corpus = Subcorpus(Searcher(segments: sample.segments))
    func drawn(_ count: Int, seed: UInt64 = 1) throws -> [String] {
      try RandomSample(.units(.sentence), of: nil, in: corpus, count: count, seed: seed, by: nil).drawn
        .map { try Self.key($0, sample.segments) }
    }
    var wanted: Set<String> = []
    for text in sample.live {
      let borders = text.borders("s").sorted()
      for (start, end) in zip([0] + borders, borders) { wanted.insert("\(text.id) \(start) \(end)") }
    }
    let all = try drawn(.max / 4)
    #expect(all.count == wanted.count && Set(all) == wanted && wanted.count > 200)
    for count in [1, 7, 100] { #expect(try drawn(count) == Array(all.prefix(count))) }
    #expect(try drawn(20, seed: 2) != drawn(20))
  }

  @Test func unitsAreEquallyLikely() throws {
    let sample = try AnnotatedSample(texts: 40, segments: 1, deleting: 0, seed: 9)
    let corpus = Subcorpus(Searcher(segments: sample.segments))
    var times: [String: Int] = [:]
    for seed in 0..<400 as Range<UInt64> {
      let drawn = try RandomSample(.units(.document), of: nil, in: corpus, count: 10, seed: seed, by: nil).drawn
      for unit in drawn { times[try Self.key(unit, sample.segments), default: 0] += 1 }
    }
    // Of 400 draws of a quarter each text has 100, give or take 8.7.
    #expect(times.count == 40 && times.values.allSatisfy { abs($0 - 100) < 40 })
    let spread = times.values.reduce(0.0) { $0 + Double(($1 - 100) * ($1 - 100)) / 75 }
    #expect(spread > 15 && spread < 75, "chi-squared of 39 degrees of freedom")
  }

  @Test func queriesChooseUnitsAndStrataAreCounted() throws {
    let sample = try AnnotatedSample(texts: 30, segments: 3, deleting: 20, seed: 4)
    let searcher = Searcher(segments: sample.segments)
    let plan = try searcher.plan(try ParsedQuery(#"[lemma="citizen"]"#))
    let corpus = Subcorpus(searcher)
    var (hits, units) = (0, 0)
    for text in sample.live {
      let places = text.tokens.indices.filter { text.tokens[$0].lemma == "citizen" }
      hits += places.count
      let borders = text.borders("s").sorted()
      units += zip([0] + borders, borders).count { start, end in places.contains { start <= $0 && $0 < end } }
    }
    let sentences = try RandomSample(.units(.sentence), of: plan, in: corpus, count: 10_000, seed: 1, by: nil)
    #expect(sentences.drawn.count == units && sentences.strata == [.init(value: nil, units: units, drawn: units)])
    let each = try RandomSample(.hits(.sentence), of: plan, in: corpus, count: 10_000, seed: 1, by: nil)
    #expect(each.drawn.count == hits && hits > units)
    #expect(
      each.drawn.allSatisfy { $0.place.span.start <= $0.hit?.start ?? 0 && $0.hit?.end ?? .max <= $0.place.span.end })
    let parted = try RandomSample(.hits(.document), of: plan, in: corpus, count: 3, seed: 1) {
      segment, document, units in
      try units.map { _ in try sample.segments[segment].column("year")?.strings(document).first }
    }
    let years = Dictionary(grouping: sample.live, by: \.year).mapValues { texts in
      texts.reduce(0) { $0 + $1.tokens.count { $0.lemma == "citizen" } }
    }.filter { $0.value > 0 }
    #expect(
      parted.strata
        == years.sorted { $0.key < $1.key }.map { .init(value: "\($0.key)", units: $0.value, drawn: min(3, $0.value)) })
    #expect(parted.drawn.count == years.values.reduce(0) { $0 + min(3, $1) })
  }

  @Test func marksBelongToOneSide() {
    let gaps: [(String, String, String)] = [
      (". ", ".", ""), (".\u{201D} ", ".\u{201D}", ""), (". \"", ".", "\""), (" (", "", "("),
      ("\u{A0}». ", "\u{A0}».", ""),
      (". «\u{A0}", ".", "«\u{A0}"), (". »", ".", "»"), ("!\n- ", "!", "- "), ("\n", "", ""), ("", "", ""),
      ("—", "—", ""),
      ("’ ", "’", ""), (".\n\n\"", ".", "\""),
    ]
    for (gap, closing, opening) in gaps {
      let found = MarksBetween(gap)
      #expect(found.closing == closing && found.opening == opening, "\(gap): \(found)")
    }
  }
}
