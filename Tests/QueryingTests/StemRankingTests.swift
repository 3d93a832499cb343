// SPDX-License-Identifier: Apache-2.0

import Documents
import Glibc
import Patterns
import Segments
import Testing
import TestSupport
@testable import Indexing
@testable import Querying

/// Words that stand for a stem in each of several languages: the walks language by language are held to the matchers and,
/// to the last digit, to one walk over all lists; documents in several languages among them, and deleted ones.
@Suite struct StemRankingTests {
  /// Documents of which so many in a hundred are in two languages.
  enum Mixture: Int, CaseIterable { case none = 0, few = 6, many = 40 }

  private static let frequent = [
    "the", "de", "die", "station", "stations", "nation", "service", "services", "information", "informations", "budget",
    "budgets", "running", "run", "trust", "huis", "huizen", "maison", "maisons", "haus", "national", "nations", "a",
  ]

  /// Frequent words and, one in seven, words that few documents have.
  private static func word(_ random: inout SeededGenerator) -> String {
    if Int.random(in: 0..<7, using: &random) == 0 {
      return "rare\(Int.random(in: 0..<400, using: &random))\(Bool.random(using: &random) ? "s" : "")"
    }
    return frequent[Int(Double(frequent.count) * pow(Double.random(in: 0..<1, using: &random), 2))]
  }

  private static func block(_ language: String, _ random: inout SeededGenerator) -> Block {
    let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in word(&random) }
    return Block(kind: .paragraph, text: words.joined(separator: " "), language: language)
  }

  private static func segments(
    _ count: Int, _ mixture: Mixture, deleting: Int, seed: UInt64
  ) throws -> [SegmentReader] {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    return try (0..<2).map { part in
      let indexer = DocumentIndexer(WorkerWords(nil), isComplete: true, tagging: nil)
      for number in 0..<count {
        var document = Document(id: "\(number * 7919 % count)-\(part)", source: "made", format: .jsonLines)
        let languages = ["en", "en", "en", "en", "en", "en", "en", "nl", "fr", "de"]
        document.blocks.append(block(languages.randomElement(using: &random)!, &random))
        if Int.random(in: 0..<100, using: &random) < mixture.rawValue {
          document.blocks.append(block(languages.randomElement(using: &random)!, &random))
          document.blocks.append(block("nl", &random))
        }
        indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
      }
      let path = folder.path + "/segment-\(part)"
      _ = try indexer.builder.write(to: path)
      let deleted = Set((0..<UInt32(count)).filter { _ in Int.random(in: 0..<100, using: &random) < deleting })
      if deleted.isEmpty { return try SegmentReader(path: path) }
      try DeleteFile.write(deleted, of: try SegmentReader(path: path), to: path + ".deletes")
      return try SegmentReader(path: path, deletes: path + ".deletes")
    }
  }

  private static func query(_ random: inout SeededGenerator) -> String {
    func next() -> String { "stem:" + word(&random) }
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: return next()
    case 2: return "\(next()) \(next())"
    case 3: return "\(next()) \(next()) \(next())"
    case 4: return "\(next()) OR \(next()) OR \(next())"
    case 5: return "\(next()) -\(next())"
    case 6: return "(\(next()) OR \(next())) (\(next()) OR \(next())) -\(next())"
    case 7: return "(\(next()) OR \(next())) -\(next())"
    // A word that is no stem: documents of all languages.
    default: return "\(next()) =\(word(&random))"
    }
  }

  @Test(arguments: Mixture.allCases) func languagesTogetherAreTheWhole(mixture: Mixture) throws {
    let searcher = Searcher(
      segments: try Self.segments(2600, mixture, deleting: mixture == .few ? 5 : 0, seed: UInt64(mixture.rawValue) + 3))
    var random = SeededGenerator(seed: 12)
    var (taken, whole, several, few, multilingual, deleted, stops) = (0, 0, 0, 0, 0, 0, 0)
    for round in 0..<120 {
      let text = Self.query(&random)
      var options = QueryOptions(match: .stem)
      options.weighsStopWords = round % 2 == 0
      let plan = try searcher.plan(try ParsedQuery(text), options: options)
      guard let shape = TermShape(plan.root) else { continue }
      try MatcherTwin.compare(plan, text, searcher)
      #expect(try plan.top(20) == Self.topOfWhole(shape, searcher), "\(text)")
      stops += shape.leaves.contains { $0.stopLanguages != 0 } ? 1 : 0
      for (number, segment) in searcher.segments.enumerated() {
        guard let parts = try LanguageParts(shape, segment, number) else {
          whole += 1
          continue
        }
        taken += 1
        several += parts.long.count + (parts.few == 0 ? 0 : 1) > 1 ? 1 : 0
        few += parts.few != 0 ? 1 : 0
        deleted += segment.deletes == nil ? 0 : 1
        guard
          let walks = try TermWalks(
            shape, idfs: shape.leaves.map { _ in 1 }, segment: segment, number: number, averageLength: 5, limit: .none)
        else { continue }
        var none = try TopDocuments(limit: 0, segments: [])
        let ranking = FewRanking(walks, few: 0, parts.multilingual.documents)
        multilingual += ranking.count(rankingInto: &none, scoring: false).documents
      }
    }
    #expect(stops > 10)
    switch mixture {
    case .none: #expect(taken > 150 && several > 100 && few > 30 && multilingual == 0)
    case .few: #expect(taken > 150 && several > 100 && multilingual > 500 && deleted > 150)
    case .many: #expect(taken == 0 && whole > 200)
    }
  }

  /// The ranking by windows over all lists.
  private static func topOfWhole(_ shape: TermShape, _ searcher: Searcher) throws -> [RankedDocument] {
    let statistics = searcher.statistics
    let idfs = shape.leaves.map { $0.scores ? BM25.idf(documents: $0.documents, of: statistics.documents) : 0 }
    var best = try TopDocuments(limit: 20, segments: searcher.segments)
    for (number, segment) in searcher.segments.enumerated() {
      guard
        let walks = try TermWalks(
          shape, idfs: idfs, segment: segment, number: number, averageLength: statistics.averageLength, limit: .none)
      else { continue }
      try WindowRanking(walks, scoring: true).rank(into: &best)
    }
    return best.ranking()
  }

  /// Where lists are too short for windows, words joined by OR without another word still are what any of them has.
  @Test func shortListsAreJoinedWithoutAnother() throws {
    let searcher = Searcher(segments: try Self.segments(5000, .none, deleting: 0, seed: 41))
    var (found, walked) = (0, 0)
    for number in 0..<30 {
      let text = "(=rare\(number) OR =rare\(number + 200)) -=rare\(399 - number)s"
      let plan = try searcher.plan(try ParsedQuery(text))
      try MatcherTwin.compare(plan, text, searcher)
      found += try plan.count().documents
      guard let shape = TermShape(plan.root) else { continue }
      let walks = try TermWalks(
        shape, idfs: [1, 1], segment: searcher.segments[0], number: 0, averageLength: 5, limit: .none)
      if let walks, walks.terms.count == 2, !walks.excluded.isEmpty, !WindowRanking.pays(walks) { walked += 1 }
    }
    #expect(found > 100 && walked > 10)
  }
}
