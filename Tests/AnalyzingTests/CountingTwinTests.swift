// SPDX-License-Identifier: Apache-2.0

import Patterns
import Querying
import Segments
import TestSupport
import Testing
@testable import Analyzing

/// Holds frequencies, n-grams and collocates of random annotated texts to counts made token by token.
@Suite struct CountingTwinTests {
  private typealias Token = AnnotatedText.Token

  private static let units: [(CountedUnit, @Sendable (AnnotatedText.Token) -> String)] = [
    (.word, { fold($0.word) }), (.form, { $0.word }), (.attribute("lemma"), { $0.lemma }),
  ]

  private static func fold(_ word: String) -> String { word == "Éclat" ? "eclat" : word.lowercased() }

  private static func samples() throws -> [AnnotatedSample] {
    try (0..<4).map { seed in
      try AnnotatedSample(
        texts: 24, segments: seed % 2 == 0 ? 1 : 3, deleting: seed < 2 ? 0 : 20, seed: UInt64(seed))
    }
  }

  /// All live texts, or those of one year.
  private static func choices(_ sample: AnnotatedSample) throws -> [(Subcorpus, [AnnotatedText], filter: PlainQuery?)] {
    let searcher = Searcher(segments: sample.segments)
    let year = try PlainQuery(parsing: "year:2002")
    return [
      (Subcorpus(searcher), sample.live, nil),
      (Subcorpus(searcher, filter: try searcher.plan(.plain(year))), sample.live.filter { $0.year == 2002 }, year),
    ]
  }

  @Test func frequenciesEqualThoseOfPlainCounting() throws {
    var rowsSeen = 0
    for sample in try Self.samples() {
      for (subcorpus, texts, _) in try Self.choices(sample) {
        for (unit, key) in Self.units {
          var wanted: [String: FrequencyList.Row] = [:]
          for text in texts {
            for token in text.tokens {
              wanted[key(token), default: .init(key: key(token), occurrences: 0, documents: 0)].occurrences += 1
            }
            for key in Set(text.tokens.map(key)) { wanted[key]?.documents += 1 }
          }
          let list = try FrequencyList(unit, in: subcorpus)
          #expect(list.tokens == texts.reduce(0) { $0 + $1.tokens.count })
          #expect(list.documents == texts.count)
          let sorted = wanted.values.sorted {
            $0.occurrences != $1.occurrences
              ? $0.occurrences > $1.occurrences : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
          }
          let isEqual = list.rows == sorted
          #expect(isEqual, "rows by \(unit)")
          rowsSeen += list.rows.count
        }
      }
    }
    #expect(rowsSeen > 100)
  }

  @Test func runsEqualThoseOfPlainCounting() throws {
    var (most, cut, repeated) = (0, 0, 0)
    for (number, sample) in try Self.samples().enumerated() {
      for (subcorpus, texts, _) in try Self.choices(sample) {
        for (unit, key) in Self.units {
          var options = NGramOptions()
          options.unit = unit
          options.length = number % 3 + 1
          options.scope = CountingScope.allCases[number % 3]
          var wanted: [[String]: Int] = [:]
          var holders: [[String]: Set<String>] = [:]
          for text in texts {
            let (tokens, borders) = (text.tokens, text.borders(options.scope.rawValue))
            for start in tokens.indices where start + options.length <= tokens.count {
              if (start + 1..<start + options.length).contains(where: borders.contains) { continue }
              let run = tokens[start..<start + options.length].map(key)
              wanted[run, default: 0] += 1
              holders[run, default: []].insert(text.id)
            }
          }
          let sorted = wanted.map {
            NGramCounts.Row(key: $0.key, occurrences: $0.value, documents: holders[$0.key]?.count ?? 0)
          }.sorted {
            $0.occurrences != $1.occurrences
              ? $0.occurrences > $1.occurrences : $0.key.lexicographicallyPrecedes($1.key)
          }
          let all = try NGramCounts(options, in: subcorpus)
          let isEqual = all.rows == sorted
          #expect(isEqual, "runs of \(options.length) by \(unit)")
          #expect((all.total, all.types) == (wanted.values.reduce(0, +), wanted.count))
          repeated += sorted.contains { $0.documents > 1 && $0.occurrences > $0.documents } ? 1 : 0
          // A table that is too small for all runs, and few rows.
          (options.tableSize, options.limit, options.atLeast) = (40, 7, 2)
          let few = try NGramCounts(options, in: subcorpus)
          let isEqualWhenCut = few.rows == Array(sorted.filter { $0.occurrences > 1 }.prefix(7))
          #expect(isEqualWhenCut)
          #expect((few.total, few.types) == (all.total, all.types))
          options.limit = .max
          let isEqualWithoutEnd = try NGramCounts(options, in: subcorpus).rows == sorted.filter { $0.occurrences > 1 }
          #expect(isEqualWithoutEnd)
          most = max(most, few.walks)
          cut += sorted.count > 7 ? 1 : 0
        }
      }
    }
    #expect(most > 4 && cut > 0 && repeated > 0)
  }

  // MARK: Collocates

  /// What one document adds: tokens in windows and tokens of hits, each once.
  private static func windows(
    _ text: AnnotatedText, _ hits: [Range<Int>], _ options: CollocateOptions
  ) -> (near: Set<Int>, nodes: Set<Int>) {
    let (tokens, borders) = (text.tokens, text.borders(options.scope.rawValue))
    let nodes = Set(hits.flatMap { Array($0) })
    var near: Set<Int> = []
    for hit in hits {
      var (left, right) = (hit.lowerBound, hit.upperBound)
      while left > 0, hit.lowerBound - left < options.left, !borders.contains(left) { left -= 1 }
      while right < tokens.count, right - hit.upperBound < options.right, !borders.contains(right) { right += 1 }
      near.formUnion(left..<right)
    }
    return (near.subtracting(nodes), nodes)
  }

  /// Holds the first rows by each measure to a sort of all; returns how often there were rows enough for bounds.
  private static func compareBest(_ found: Collocates) throws -> Int {
    let rows = try found.best(found.count, by: nil)
    #expect(rows.count == found.count)
    var bounded = 0
    for measure in AssociationMeasure.allCases {
      let scores = rows.map { measure.value(of: found.table($0)) ?? -.infinity }
      let order = rows.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      for count in [1, 3, rows.count] {
        let best = try found.best(count, by: measure)
        #expect(best == order.prefix(count).map { rows[$0] }, "\(count) by \(measure)")
        bounded += measure.fallsWithC1 && count < rows.count / 2 ? 1 : 0
      }
    }
    return bounded
  }

  @Test func collocatesEqualThoseOfPlainCounting() throws {
    var (merged, cutByBorder, rowsSeen, bounded) = (0, 0, 0, 0)
    for (number, sample) in try Self.samples().enumerated() {
      let searcher = Searcher(segments: sample.segments)
      for (subcorpus, texts, filter) in try Self.choices(sample) {
        for (unit, key) in Self.units {
          var options = CollocateOptions()
          (options.unit, options.scope) = (unit, CountingScope.allCases[number % 3])
          (options.left, options.right) = (number, 5 - number / 2)
          options.table = number % 2 == 0 ? .surface : .node
          let plan = try searcher.plan(try ParsedQuery("[lemma=\"citizen\"] | \"the\" \"services\""), filter: filter)
          // Of small batches, most are counted on another thread.
          let found = try Collocates(plan, in: subcorpus, options, batch: number < 2 ? 1 << 16 : 3)
          var (near, nodes, all) = ([String: Int](), [String: Int](), [String: Int]())
          var hitCount = 0
          for text in texts {
            let (tokens, borders) = (text.tokens, text.borders("text"))
            var hits: [Range<Int>] = []
            for start in tokens.indices {
              all[key(tokens[start]), default: 0] += 1
              if tokens[start].lemma == "citizen" {
                hits.append(start..<start + 1)
              } else if start + 1 < tokens.count, !borders.contains(start + 1),
                Self.fold(tokens[start].word) == "the", tokens[start + 1].word == "services"
              {
                hits.append(start..<start + 2)
              }
            }
            hitCount += hits.count
            let (around, inside) = Self.windows(text, hits, options)
            for token in around { near[key(tokens[token]), default: 0] += 1 }
            for token in inside { nodes[key(tokens[token]), default: 0] += 1 }
            merged += zip(hits, hits.dropFirst()).count { $1.lowerBound - $0.upperBound < options.left + options.right }
            cutByBorder += hits.count { hit in (1...3).contains { borders.contains(hit.upperBound + $0) } }
          }
          #expect(found.hits == hitCount)
          #expect(found.tokens == all.values.reduce(0, +))
          #expect(found.windowTokens == near.values.reduce(0, +))
          #expect(found.nodeTokens == nodes.values.reduce(0, +))
          let wanted = near.map { key, count in
            "\(key) \(count) \((all[key] ?? 0) - (options.table == .surface ? nodes[key] ?? 0 : 0))"
          }
          let rows = try found.rows.map { "\(try found.key($0)) \($0.o11) \($0.c1)" }
          #expect(rows.sorted() == wanted.sorted(), "collocates by \(unit)")
          bounded += try Self.compareBest(found)
          let inOrder = try found.rows
          for (one, other) in zip(inOrder, inOrder.dropFirst()) {
            let isInOrder = try found.key(one).utf8.lexicographicallyPrecedes(found.key(other).utf8)
            #expect(one.o11 > other.o11 || one.o11 == other.o11 && isInOrder)
          }
          rowsSeen += inOrder.count
        }
      }
    }
    #expect(merged > 100 && cutByBorder > 10 && rowsSeen > 100 && bounded > 100)
  }
}
