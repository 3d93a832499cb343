// SPDX-License-Identifier: Apache-2.0

import Documents
import Patterns
import Querying
import Segments
import Testing
import TestSupport
@testable import Analyzing
@testable import Indexing

/// Concordance lines, their order and samples, snippets and grouped counts, on a few documents known by heart.
@Suite struct ConcordanceTests {
  private static let texts = [
    ("a", 2010, "Public services need trust. Trust grows slowly."),
    ("b", 2012, "Co-production of public services.\nPublic money — “public” services!"),
    ("c", 2012, "Nothing of the kind."),
    ("é", 2014, "Trust é trust naïve trust."),
  ]

  /// An index of these texts, a segment for each group of their numbers.
  private func searcher(_ groups: [[Int]] = [[0, 1, 2, 3]]) throws -> Searcher {
    Searcher(segments: try groups.map { group in try segment(group.map { Self.texts[$0] }) })
  }

  private func segment(
    _ texts: [(String, Int, String)], _ change: (inout Document, Int) -> Void = { _, _ in }
  ) throws -> SegmentReader {
    let indexer = DocumentIndexer(WorkerWords(nil), isComplete: true, tagging: nil)
    for (number, (id, year, text)) in texts.enumerated() {
      var document = Document(id: id, source: "made", format: .jsonLines)
      document.metadata.fields["year"] = .number(Double(year))
      document.blocks = text.split(separator: "\n").map { Block(kind: .paragraph, text: String($0), language: "en") }
      change(&document, number)
      indexer.add(document, contentHash: [UInt8](repeating: 0, count: 32))
    }
    let folder = try TemporaryFolder()
    _ = try indexer.builder.write(to: folder.path + "/segment")
    return try SegmentReader(path: folder.path + "/segment")
  }

  private func lines(_ query: String, _ options: ConcordanceOptions = ConcordanceOptions()) throws -> [ConcordanceLine]
  {
    let concordance = Concordance(try searcher().plan(try ParsedQuery(query)), options)
    return try concordance.lines(try concordance.places().places)
  }

  /// Of a hit in a quotation of more than three words, whose marks may stand at either end of the block.
  @Test func hitsBetweenQuotationMarksAreMarked() throws {
    let texts = [
      ("a", 2010, "“Trust is all we have,” she said of trust.\n“Trust” is a word. He said: “we all did trust them.”"),
      ("b", 2010, "No trust."),
    ]
    let searcher = Searcher(segments: [try segment(texts)])
    var options = ConcordanceOptions()
    func marked() throws -> [Bool] {
      let concordance = Concordance(try searcher.plan(try ParsedQuery("trust")), options)
      return try concordance.lines(try concordance.places().places).map(\.isQuoted)
    }
    #expect(try marked() == [false, false, false, false, false])
    options.readsQuotationMarks = true
    #expect(try marked() == [true, false, false, true, false])
  }

  @Test func offsetsPointIntoTheText() throws {
    for query in ["trust", "\"public services\"", "co-production", "public NEAR/3 services"] {
      let found = try lines(query)
      #expect(!found.isEmpty)
      for line in found {
        let text = Self.texts.first { $0.0 == line.id }!.2
        var view = String.UnicodeScalarView()
        view.append(contentsOf: Array(text.unicodeScalars)[line.start..<line.end])
        #expect(String(view) == line.match)
        #expect(text.contains(line.before + line.match + line.after))
      }
    }
  }

  @Test func contextIsCountedInTokens() throws {
    var options = ConcordanceOptions()
    options.context = 1
    let found = try lines("grows", options)
    #expect(found.map(\.before) == ["Trust "])
    #expect(found.map(\.match) == ["grows"])
    #expect(found.map(\.after) == [" slowly."])
    #expect(found.map(\.sentence) == [2])
    options.context = 0
    #expect(try lines("trust", options).allSatisfy { $0.before.isEmpty && $0.after.isEmpty })
  }

  @Test func linesAreSortedByTheirNeighbours() throws {
    var options = ConcordanceOptions()
    options.order = ConcordanceOrder(name: "right")
    let right = try lines("trust id:a", options)
    #expect(right.map(\.start) == [28, 21])
    options.order = ConcordanceOrder(name: "year")
    let years = try lines("public OR trust", options).map(\.id)
    #expect(years == ["a", "a", "a", "b", "b", "b", "é", "é", "é"])
    options.order = ConcordanceOrder(name: "left")
    let befores = try lines("trust", options).map { $0.before.split { !$0.isLetter }.last?.lowercased() ?? "" }
    #expect(befores.first == "")
    #expect(befores.sorted() == ["", "naïve", "need", "trust", "é"])
  }

  /// However the documents lie in segments, the lines are those of one segment in the order of ids.
  @Test func theOrderDoesNotDependOnSegments() throws {
    func found(_ groups: [[Int]], _ options: ConcordanceOptions) throws -> [String] {
      let concordance = Concordance(try searcher(groups).plan(try ParsedQuery("public OR trust OR of")), options)
      return try concordance.lines(concordance.places().places).map { "\($0.id) \($0.start)" }
    }
    var options = ConcordanceOptions()
    let wanted = try found([[0, 1, 2, 3]], options)
    #expect(wanted.count == 11 && wanted.first == "a 0" && wanted.last == "é 20")
    for groups in [[[1, 3], [0, 2]], [[3], [2], [1], [0]], [[2, 0, 3, 1]]] {
      options.limit = nil
      #expect(try found(groups, options) == wanted)
      options.limit = 4
      #expect(try found(groups, options) == Array(wanted.prefix(4)))
      options.limit = nil
      options.order = ConcordanceOrder(name: "year")
      #expect(try found(groups, options) == found([[0, 1, 2, 3]], options))
      options.order = .position
    }
  }

  @Test func samplesAreTheSameAgainAndDifferBySeed() throws {
    var options = ConcordanceOptions()
    options.sample = 3
    let first = try lines("public OR trust OR of", options)
    #expect(first.count == 3)
    #expect(try lines("public OR trust OR of", options) == first)
    let others = try (2...12).map { seed in
      options.seed = UInt64(seed)
      return try lines("public OR trust OR of", options)
    }
    #expect(others.contains { $0 != first })
  }

  @Test func countsByYearAddUp() throws {
    let searcher = try searcher()
    let counts = try GroupedCounts(try searcher.plan(try ParsedQuery("public")), by: "year")
    #expect(counts.total.hits == 4)
    #expect(counts.total.documents == 2)
    #expect(counts.groups.map(\.value) == ["2010", "2012", "2014"])
    #expect(counts.groups.map(\.hits) == [1, 3, 0])
    #expect(counts.groups.reduce(0) { $0 + $1.tokens } == counts.total.tokens)
    #expect(abs(counts.total.perMillion - 4e6 / Double(counts.total.tokens)) < 1e-6)
    let year = try PlainQuery(parsing: "year:2012")
    let limited = try GroupedCounts(
      try searcher.plan(try ParsedQuery("public"), filter: year), by: nil, searched: try searcher.plan(.plain(year)))
    #expect(limited.total.hits == 3)
    #expect(limited.total.tokens == counts.groups[1].tokens)
  }

  @Test func everyDocumentIsAGroupByItsID() throws {
    let searcher = try searcher([[0, 3], [1, 2]])
    let plan = try searcher.plan(try ParsedQuery("public"))
    let counts = try GroupedCounts(plan, by: "id")
    #expect(counts.groups.map(\.value) == ["a", "b", "c", "é"])
    #expect(counts.groups.map(\.hits) == [1, 3, 0, 0])
    #expect(try plan.facet(by: "id").values == ["a": 1, "b": 1])
  }

  @Test func numbersSortBySize() throws {
    let numbers = [10, 9, -1, 2.5, -20, 1e21, 0, 1e-7]
    let segments = try [0..<5, 5..<8].map { part in
      try segment(part.map { ("d\($0)", 2000, "trust") }) {
        $0.metadata.fields["n"] = .number(numbers[$1 + part.lowerBound])
      }
    }
    var options = ConcordanceOptions()
    options.order = ConcordanceOrder(name: "n")
    let concordance = Concordance(try Searcher(segments: segments).plan(try ParsedQuery("trust")), options)
    let ids = try concordance.lines(try concordance.places().places).map(\.id)
    #expect(ids == numbers.indices.sorted { numbers[$0] < numbers[$1] }.map { "d\($0)" })
  }

  /// Some dates are a year alone, which is a number too.
  @Test func datesSortByTime() throws {
    let dates = ["2010-05-17", "2010", "2015-12-31", "1999-01-01", "2010-05", "1999", "2016", "n.d.", "1998-1x"]
    let order = ["1999", "1999-01-01", "2010", "2010-05", "2010-05-17", "2015-12-31", "2016", "1998-1x", "n.d."]
    let segments = try [0..<4, 4..<9].map { part in
      try segment(part.map { ("d\($0)", 2000, "trust") }) { $0.metadata.date = dates[$1 + part.lowerBound] }
    }
    let plan = try Searcher(segments: segments).plan(try ParsedQuery("trust"))
    var options = ConcordanceOptions()
    options.order = ConcordanceOrder(name: "date")
    let concordance = Concordance(plan, options)
    let ids = try concordance.lines(try concordance.places().places).map(\.id)
    #expect(ids == order.compactMap { date in dates.firstIndex(of: date).map { "d\($0)" } })
    #expect(try GroupedCounts(plan, by: "date").groups.map(\.value) == order)
  }

  @Test func snippetsMarkTheirHits() throws {
    let searcher = try searcher()
    let plan = try searcher.plan(try ParsedQuery("trust"))
    let lists = try plan.hits(segment: 0, document: 3)
    let snippet = try Snippet(3, lists[0].spans, field: .body, context: SegmentContext(searcher.segments[0]))
    #expect(snippet.text == "Trust é trust naïve trust.")
    #expect(snippet.hits == [0..<5, 8..<13, 20..<25])
  }
}
