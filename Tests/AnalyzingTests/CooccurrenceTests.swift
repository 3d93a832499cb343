// SPDX-License-Identifier: Apache-2.0

import Patterns
import Querying
import Segments
import Testing
@testable import Analyzing

/// Holds pairs and trends of random texts to counts made unit by unit.
@Suite struct CooccurrenceTests {
  private static let queries = [
    #"[lemma="citizen"]"#, #"[word="the"] [word="services"]"#, #"[lemma="be"]"#, #"[word="rare"]"#,
  ]

  private static func items(_ searcher: Searcher, _ filter: PlainQuery? = nil) throws -> [SoughtItem] {
    try queries.map { SoughtItem(name: $0, .query(try searcher.plan(try ParsedQuery($0), filter: filter))) }
  }

  /// The tokens of each hit of each query.
  private static func hits(_ text: AnnotatedText) -> [[Range<Int>]] {
    let (tokens, borders) = (text.tokens, text.borders("text"))
    let pairs = tokens.indices.dropLast().filter {
      tokens[$0].word.lowercased() == "the" && tokens[$0 + 1].word == "services" && !borders.contains($0 + 1)
    }
    func lemma(_ wanted: String) -> [Range<Int>] {
      tokens.indices.filter { tokens[$0].lemma == wanted }.map { $0..<$0 + 1 }
    }
    return [lemma("citizen"), pairs.map { $0..<$0 + 2 }, lemma("be"), lemma("rare")]
  }

  /// Every unit of a text as its tokens.
  private static func units(_ text: AnnotatedText, _ unit: MeetingUnit) -> [Range<Int>] {
    let count = text.tokens.count
    func pieces(_ scope: String) -> [Range<Int>] {
      let borders = text.borders(scope).sorted().filter { $0 > 0 && $0 < count }
      return zip([0] + borders, borders + [count]).map { $0..<$1 }.filter { !$0.isEmpty }
    }
    switch unit {
    case .sentence: return pieces("s")
    case .paragraph: return pieces("p")
    case .document: return [0..<count]
    case .passage: return stride(from: 0, to: count, by: 7).map { $0..<min($0 + 7, count) }
    case .window(let width):
      return pieces("text").flatMap { piece -> [Range<Int>] in
        piece.count <= width ? [piece] : (piece.lowerBound...piece.upperBound - width).map { $0..<$0 + width }
      }
    }
  }

  private static let kinds: [MeetingUnit] = [
    .sentence, .paragraph, .document, .window(5), .window(40),
    .passage { context, document in
      let count = Int(try context.segment.lengths(.body)[document])
      return stride(from: 7, to: count, by: 7) + [count]
    },
  ]

  @Test func pairsEqualThoseOfPlainCounting() throws {
    var (meetings, shortPieces, without) = (0, 0, 0)
    for seed in 0..<3 {
      let sample = try AnnotatedSample(
        texts: 24, segments: seed == 0 ? 1 : 3, deleting: seed == 2 ? 30 : 0, seed: UInt64(seed))
      let searcher = Searcher(segments: sample.segments)
      let year = try PlainQuery(parsing: "year:2002..2003")
      let filtered = Subcorpus(searcher, filter: try searcher.plan(.plain(year)))
      for unit in Self.kinds {
        let whole = try Cooccurrence(
          try Self.items(searcher), in: Subcorpus(searcher), within: unit, keepingMeetings: true)
        meetings += try expect(whole, sample.live, unit)
        let part = try Cooccurrence(try Self.items(searcher, year), in: filtered, within: unit, by: "year")
        #expect(part.groups.map(\.value) == ["2002", "2003"])
        for group in part.groups {
          let texts = sample.live.filter { "\($0.year)" == group.value }
          #expect(group.documents == texts.count)
          without += expect(group, part.pairs, texts, unit)
        }
        if case .window(let width) = unit {
          shortPieces += sample.live.count { $0.tokens.count < width }
        }
      }
    }
    #expect(meetings > 500 && shortPieces > 5 && without > 0)
  }

  /// Returns the number of pairs that never meet.
  private func expect(
    _ group: Cooccurrence.Group, _ pairs: [Cooccurrence.Pair], _ texts: [AnnotatedText], _ unit: MeetingUnit
  ) -> Int {
    var (units, holding, meeting) = (0, [0, 0, 0, 0], [Cooccurrence.Pair: Int]())
    for text in texts {
      let hits = Self.hits(text)
      for piece in Self.units(text, unit) {
        units += 1
        let held = hits.indices.filter { item in hits[item].contains { $0.overlaps(piece) } }
        for item in held { holding[item] += 1 }
        for pair in pairs where held.contains(pair.first) && held.contains(pair.second) {
          meeting[pair, default: 0] += 1
        }
      }
    }
    #expect(group.units == units && group.holding == holding, "\(unit)")
    for pair in pairs {
      let wanted = ContingencyTable(
        o11: meeting[pair] ?? 0, r1: holding[pair.first], c1: holding[pair.second], n: units)
      #expect(group.table(of: pair) == wanted, "\(unit)")
    }
    return pairs.count - meeting.count
  }

  /// Returns the number of meetings.
  private func expect(_ found: Cooccurrence, _ texts: [AnnotatedText], _ unit: MeetingUnit) throws -> Int {
    #expect(found.groups.count == 1)
    _ = expect(found.groups[0], found.pairs, texts, unit)
    for meeting in found.meetings { #expect(meeting.place.span.start < meeting.place.span.end) }
    for pair in found.pairs {
      let own = found.meetings.filter { $0.pair == pair }
      let units = Int(found.groups[0].table(of: pair).o11)
      if case .window = unit {
        // Neighbouring windows are told as one stretch.
        #expect(own.count <= units && own.isEmpty == (units == 0))
      } else {
        #expect(own.count == units)
      }
    }
    return found.meetings.count
  }

  @Test func trendsEqualPlainCounting() throws {
    let sample = try AnnotatedSample(texts: 60, segments: 3, deleting: 20, seed: 5)
    let searcher = Searcher(segments: sample.segments)
    for width in [1.0, 2, 0.5, 100] {
      let trend = try Trend(try Self.items(searcher), in: Subcorpus(searcher), over: "year", width: width)
      let places = Set(sample.live.map { Int((Double($0.year) / width).rounded(.down)) }).sorted()
      #expect(trend.bins.map(\.lower) == places.map { Double($0) * width })
      #expect(trend.withoutNumber == 0)
      for (number, place) in places.enumerated() {
        let texts = sample.live.filter { Int((Double($0.year) / width).rounded(.down)) == place }
        #expect(trend.bins[number].documents == texts.count)
        #expect(trend.bins[number].tokens == texts.reduce(0) { $0 + $1.tokens.count })
        for item in Self.queries.indices {
          let hits = texts.map { Self.hits($0)[item].count }
          #expect(trend.counts[item][number] == .init(hits: hits.reduce(0, +), documents: hits.count { $0 > 0 }))
        }
      }
    }
  }

  @Test func countsOfSeveralItemsAreThoseOfEach() throws {
    let sample = try AnnotatedSample(texts: 40, segments: 3, deleting: 20, seed: 8)
    let searcher = Searcher(segments: sample.segments)
    let year = try PlainQuery(parsing: "year:2001..2003")
    for filter in [nil, year] {
      let limit = try filter.map { try searcher.plan(.plain($0)) }
      let items = try Self.items(searcher, filter)
      let counts = try ItemCounts(items, in: Subcorpus(searcher, filter: limit), by: "year")
      for (number, item) in items.enumerated() {
        guard case .query(let plan) = item.kind else { continue }
        let wanted = try GroupedCounts(plan, by: "year", searched: limit)
        #expect(counts.total.tokens == wanted.total.tokens && counts.rows.map(\.value) == wanted.groups.map(\.value))
        #expect(counts.total.counts[number] == .init(hits: wanted.total.hits, documents: wanted.total.documents))
        for (row, group) in zip(counts.rows, wanted.groups) {
          #expect(row.counts[number] == .init(hits: group.hits, documents: group.documents))
          #expect(row.tokens == group.tokens && row.perMillion(number) == group.perMillion)
        }
      }
    }
  }
}
