// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
import TestSupport
import Tokenizing
@testable import Indexing
@testable import Querying

/// Joins of positions, many documents at a time, held to the matchers, which look at one document at a time.
@Suite struct PositionJoinTests {
  /// The join that a plan takes in a segment, if it takes one.
  private func join(_ plan: QueryPlan, _ searcher: Searcher, _ number: Int) throws -> PositionJoin? {
    let context = SegmentContext(searcher.segments[number])
    let builder = MatcherBuilder(context: context, number: number, statistics: searcher.statistics)
    guard plan.isPositional else { return nil }
    return try (builder.matcher(plan.root) as? PositionalMatcher)?.join(scoring: false, counting: true)
  }

  /// A phrase or NEAR of words, half of them the most frequent ones.
  private static func positional(_ random: inout SeededGenerator) -> (words: [String], distance: Int?, text: String) {
    func word() -> String {
      let most = Bool.random(using: &random) ? 4 : 29
      return SampleCorpus.words[Int.random(in: 0..<most, using: &random)].lowercased()
    }
    let isPhrase = Bool.random(using: &random)
    let words = (0..<(isPhrase ? Int.random(in: 2...4, using: &random) : 2)).map { _ in word() }
    if isPhrase { return (words, nil, "\"\(words.joined(separator: " "))\"") }
    let distance = Int.random(in: 0...9, using: &random)
    return (words, distance, "\(words[0]) NEAR/\(distance) \(words[1])")
  }

  /// Of 6000 documents the lists are long; of 90 none fills a block.
  @Test(arguments: [(6000, 2), (90, 1)]) func joinsOfPositionsAgreeWithMatchers(count: Int, segments: Int) throws {
    let corpus = try SampleCorpus.make(count: count, segments: segments, deleting: 4, longest: 25, seed: 7)
    let searcher = Searcher(segments: corpus.segments)
    let hasBarriers = try searcher.segments[0].barrierBits.values.contains { $0 != 0 }
    #expect(hasBarriers)
    var random = SeededGenerator(seed: 9)
    var (windows, meetings, walked, phrases, found) = (0, 0, 0, 0, 0)
    for _ in 0..<80 {
      let (_, distance, text) = Self.positional(&random)
      let plan = try searcher.plan(try ParsedQuery(text), options: QueryOptions(match: .word))
      try MatcherTwin.compare(plan, text, searcher)
      guard let join = try join(plan, searcher, segments - 1) else {
        walked += 1
        continue
      }
      if join is MeetingJoin { meetings += 1 } else { windows += 1 }
      phrases += distance == nil ? 1 : 0
      while let own = join.next(threshold: 0) { found += own.count }
    }
    // Only a word beside itself, and forms that are several words, are left to matchers.
    #expect(walked > 0 && phrases > 10)
    if count > 1000 { #expect(windows > 30 && found > 5000) } else { #expect(meetings > 30 && windows == 0) }
  }

  /// Lists that are looked up in each other hold what windows show, whichever way a query would take.
  @Test func meetingsAgreeWithWindows() throws {
    let corpus = try SampleCorpus.make(count: 5000, segments: 1, deleting: 4, longest: 25, seed: 27)
    let segment = corpus.segments[0]
    var random = SeededGenerator(seed: 28)
    var (compared, phrases, skipped) = (0, 0, 0)
    for _ in 0..<80 {
      let (words, distance, text) = Self.positional(&random)
      if words[0] == words[1], distance != nil { continue }
      var terms: [(info: TermInfo, offset: UInt32)] = []
      for (offset, word) in words.enumerated() {
        terms.append((try #require(try segment.lookup(word.utf8)), UInt32(offset)))
      }
      terms.sort { $0.info.writtenDocuments < $1.info.writtenDocuments }
      let kind = distance.map { PositionJoin.Kind.near(UInt32($0)) } ?? .phrase
      let wanted = try Self.hits(try WindowJoin(terms, kind: kind, purpose: Self.scored(segment), segment: segment))
      #expect(
        try Self.hits(try MeetingJoin(terms, kind: kind, purpose: Self.scored(segment), segment: segment)) == wanted,
        "\(text)")
      compared += wanted.count
      phrases += distance == nil ? 1 : 0
      skipped += 2 * terms[0].info.writtenDocuments < terms[terms.count - 1].info.writtenDocuments ? 1 : 0
    }
    #expect(compared > 5000 && phrases > 20 && skipped > 3)
  }

  /// All documents are counted and scored.
  private static func scored(_ segment: SegmentReader) throws -> PositionJoin.Purpose {
    let weight = TermWeight(idf: 2, averageLength: 10, lengths: try segment.lengths(.body))
    return .init(bounds: weight.bounds(classes: try segment.lengthClasses), isCounting: true)
  }

  /// The hits of each document that a join is sure of; counted, they are those that are listed.
  private static func hits(_ join: PositionJoin?) throws -> [UInt32: UInt32] {
    let join = try #require(join)
    var (result, count, sum): ([UInt32: UInt32], Int, Int) = ([:], 0, 0)
    while let found = join.next(threshold: 0) {
      for match in found.matches { result[match.document] = match.hits }
      (count, sum) = (count + found.count, sum + found.hits)
    }
    #expect(result.count == count && result.values.reduce(0) { $0 + Int($1) } == sum)
    return result
  }

  /// What a byte of a table does not hold is joined all the same, and what is too much for a join is left to matchers.
  @Test func manyOccurrencesAreJoinedOrLeft() throws {
    var random = SeededGenerator(seed: 16)
    let indexer = DocumentIndexer(WorkerWords(nil), isComplete: false, tagging: nil)
    var (many, left) = (0, 0)
    for number in 0..<400 {
      var document = Document(id: "d\(number)", source: "made", format: .jsonLines)
      let counts = (0..<2).map { _ in [0, 1, 2, 254, 255, 256, 300, 2048, 2049].randomElement(using: &random)! }
      var words = zip(["alpha", "beta"], counts).flatMap { [String](repeating: $0, count: $1) } + ["end"]
      if number % 3 > 0 { words.shuffle(using: &random) }
      document.blocks.append(Block(kind: .paragraph, text: words.joined(separator: " "), language: "en"))
      indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
      if counts[0] == 0 || counts[1] == 0 { continue }
      many += counts.contains { (256...2048).contains($0) } && !counts.contains(2049) ? 1 : 0
      left += counts.contains(2049) ? 1 : 0
    }
    let folder = try TemporaryFolder()
    _ = try indexer.builder.write(to: folder.path + "/segment")
    let searcher = Searcher(segments: [try SegmentReader(path: folder.path + "/segment")])
    for text in ["\"alpha beta\"", "\"beta end\"", "beta NEAR/2 end", "alpha NEAR/300 end", "alpha NEAR/1 beta"] {
      let plan = try searcher.plan(try ParsedQuery(text), options: QueryOptions(match: .word))
      #expect(try join(plan, searcher, 0) != nil)
      try MatcherTwin.compare(plan, text, searcher)
    }
    let segment = searcher.segments[0]
    let terms = try ["alpha", "beta"].map { (info: try #require(try segment.lookup($0.utf8)), offset: UInt32(0)) }
      .sorted { $0.info.writtenDocuments < $1.info.writtenDocuments }
    for isMeeting in [true, false] {
      let purpose = PositionJoin.Purpose(bounds: nil, isCounting: true)
      let join: PositionJoin? =
        try isMeeting
        ? MeetingJoin(terms, kind: .near(2), purpose: purpose, segment: segment)
        : WindowJoin(terms, kind: .near(2), purpose: purpose, segment: segment)
      var unsure = 0
      while let found = try #require(join).next(threshold: 0) { unsure += found.unsure.count }
      #expect(unsure == left && left > 50 && many > 50)
    }
  }
}
