// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Segments
import Testing
import TestSupport
import Tokenizing
@testable import Indexing
@testable import Querying

/// The short ways of queries that stand for many words, and of words beside conditions on metadata, held to the matchers.
@Suite struct ConstantAndFilteredTests {
  /// Prefixes that stand for words with long lists, and for compounds of two rare words.
  @Test func manyWordsAgreeWithMatchers() throws {
    let corpus = try SampleCorpus.make(count: 6000, segments: 2, deleting: 4, longest: 25, seed: 17)
    let searcher = Searcher(segments: corpus.segments)
    var random = SeededGenerator(seed: 18)
    var ways: [DocumentSet.Way: Int] = [:]
    var (words, long) = (0, 0)
    for _ in 0..<60 {
      let (first, second) = (
        SampleCorpus.words.randomElement(using: &random)!, SampleCorpus.words[20...].randomElement(using: &random)!
      )
      let start = Bool.random(using: &random) ? "\(first.prefix(Int.random(in: 1...4, using: &random)))" : first
      let text = "\(start)\(second.prefix(Int.random(in: 0...4, using: &random)))*".lowercased()
      let plan = try searcher.plan(try ParsedQuery(text), options: QueryOptions(match: .word))
      try MatcherTwin.compare(plan, text, searcher)
      guard let set = plan.root.constantTerms else { continue }
      for (number, segment) in searcher.segments.enumerated() where !set.terms[number].isEmpty {
        let documents = DocumentSet(segment)
        for info in set.terms[number] {
          try documents.insert(info)
          long += info.writtenDocuments > 128 ? 1 : 0
        }
        words += set.terms[number].count
        ways[DocumentSet.way(10, of: documents.removeDeleted(), in: segment.documentCount), default: 0] += 1
      }
    }
    #expect(ways[.all, default: 0] > 3 && ways[.walk, default: 0] > 20 && ways[.ranks, default: 0] > 10, "\(ways)")
    #expect(words > 300 && long > 20, "\(words) \(long)")
  }

  /// Where the documents of many words stand behind all others by their ids, a walk by id gives up.
  @Test func documentsBehindAllOthersAreRanked() throws {
    for isAscending in [true, false] {
      let indexer = DocumentIndexer(WorkerWords(nil), isComplete: false, tagging: nil)
      for number in 0..<5000 {
        let id = isAscending ? String(10_000 + number) : String(number)
        var document = Document(id: id, source: "made", format: .jsonLines)
        let words = ["common", id >= (isAscending ? "14" : "7") ? "rarely" : "often", "x\(number)"]
        document.blocks.append(Block(kind: .paragraph, text: words.joined(separator: " "), language: "en"))
        indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
      }
      let folder = try TemporaryFolder()
      _ = try indexer.builder.write(to: folder.path + "/segment")
      let searcher = Searcher(segments: [try SegmentReader(path: folder.path + "/segment")])
      for text in ["rare*", "oft*", "comm*", "x11*"] {
        let plan = try searcher.plan(try ParsedQuery(text), options: QueryOptions(match: .word))
        try MatcherTwin.compare(plan, text, searcher)
        let found = try plan.count().documents
        if text == "rare*" { #expect(DocumentSet.way(10, of: found, in: 5000) == .walk && found > 300) }
      }
    }
  }

  /// A word beside conditions on metadata, of lists that cross blocks and of short ones.
  @Test func wordsBesideConditionsAgreeWithMatchers() throws {
    let corpus = try SampleCorpus.make(count: 6000, segments: 2, deleting: 4, longest: 12, seed: 37)
    let searcher = Searcher(segments: corpus.segments)
    var random = SeededGenerator(seed: 38)
    var (long, short, cut, empty) = (0, 0, 0, 0)
    for _ in 0..<80 {
      let word = SampleCorpus.words[Int.random(in: 0..<29, using: &random)].lowercased()
      let year = Int.random(in: 1995...2026, using: &random)
      let condition = [
        "year:\(year)..\(year + Int.random(in: 0...9, using: &random))", "year:\(year)..", "-year:..\(year)", "src:x*",
        "-src:y", "(year:\(year) OR src:z)", "year:..\(year) -src:x", "year:3000",
      ].randomElement(using: &random)!
      let text = "=\(word) \(condition)"
      let plan = try searcher.plan(try ParsedQuery(text), options: QueryOptions(match: .word))
      guard let shape = FilteredTerm(plan.root) else { continue }
      try MatcherTwin.compare(plan, text, searcher)
      let found = try plan.count().documents
      for terms in shape.term.leaves[0].terms {
        if terms[0].writtenDocuments > 500 { long += 1 } else { short += 1 }
      }
      empty += found == 0 ? 1 : 0
      cut += found > 40 ? 1 : 0
    }
    #expect(long > 20 && short > 20 && cut > 20 && empty > 2, "\(long) \(short) \(cut) \(empty)")
  }
}
