// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Patterns
internal import Querying
internal import Segments

/// What the analyzing commands share: what is counted, in which documents, how many rows are shown.

/// The unit of counting and the rows to show.
struct CountingOptions: ParsableArguments {
  @Option(help: "What is counted: word (folded), form (as written), stem, or a column of .vrt files such as lemma.")
  var of = "word"
  @Option(parsing: .unconditional, help: "Leave out what occurs less often.") var min = 1
  @Option(parsing: .unconditional, help: "How many rows to show (default: 50 for people, all for programs).") var limit:
    Int?

  init() {}

  mutating func validate() throws {
    guard min > 0 else { throw ValidationError("--min takes a number above 0.") }
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit takes a number above 0.") }
  }

  /// The unit, if the index has it.
  func unit(_ searcher: Searcher) throws -> CountedUnit { try Self.unit(of, searcher) }

  static func unit(_ name: String, _ searcher: Searcher) throws -> CountedUnit {
    let unit = CountedUnit(name: name)
    if case .attribute(let name) = unit {
      let known = try searcher.segments.flatMap { try $0.attributes?.attributes.map(\.name) ?? [] }
      guard known.contains(name) else {
        let all = ["word", "form", "stem"] + Set(known).sorted()
        throw CommandFailure("nothing named \(name) can be counted; there are \(all.joined(separator: ", "))")
      }
    }
    return unit
  }

  func shown(_ count: Int, _ output: OutputOptions) -> Int { Swift.min(most(output) ?? count, count) }

  /// How many rows at most; nil for all.
  func most(_ output: OutputOptions) -> Int? { limit ?? (output.form == .human ? 50 : nil) }
}

/// An index that is analyzed, and the documents in it that count.
struct OpenedCorpus {
  let reader: IndexReader
  let searcher: Searcher

  init(_ index: IndexOption) throws {
    reader = try QueryFailure.explained { try IndexReader.open(index.existing()) }
    searcher = Searcher(segments: reader.segments)
  }

  /// The documents that match a plain query; all where there is none.
  func subcorpus(_ filter: String?, option: String = "--where") throws -> Subcorpus {
    guard let filter else { return Subcorpus(searcher) }
    let query = try QueryFailure.explained("\(option): ") { try PlainQuery(filter: filter) }
    return Subcorpus(searcher, filter: try QueryFailure.explained("\(option): ") { try searcher.plan(.plain(query)) })
  }
}

extension CountingScope: ExpressibleByArgument {}

/// The measures that are printed, and the one that rows are sorted by.
struct MeasureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The measures to print (default: all for programs, a few for people).", valueName: "name,..."))
  var measures: String?
  @Option(help: "The measure that rows are sorted by, or O11.") var sort = "LL"

  init() {}

  func chosen(_ output: OutputOptions) throws -> [AssociationMeasure] {
    guard let measures else {
      return output.form == .human
        ? [.logLikelihood, .logDice, .mutualInformation, .logRatio] : AssociationMeasure.allCases
    }
    return try Self.list(measures)
  }

  static func list(_ text: String) throws -> [AssociationMeasure] {
    let names = text.split(separator: ",")
    guard !names.isEmpty else { throw CommandFailure("no measure is named; one is LL") }
    return try names.map { try measure(String($0)) }
  }

  static func measure(_ name: String) throws -> AssociationMeasure {
    guard let measure = AssociationMeasure(name: name) else {
      throw CommandFailure(Suggestion.message("measure", name, among: AssociationMeasure.allCases.map(\.rawValue)))
    }
    return measure
  }

  /// The measure that rows are sorted by; nil for O11.
  func sorting() throws -> AssociationMeasure? { try Self.sorting(sort) }

  static func sorting(_ name: String) throws -> AssociationMeasure? { name == "O11" ? nil : try measure(name) }

  /// The first rows in order: those with the highest score first, equal ones and those without a score as they are.
  func order(_ tables: [ContingencyTable], first count: Int) throws -> [Int] {
    guard let measure = try sorting() else { return Array(tables.indices.prefix(count)) }
    var best = BestScores<Int>(count)
    for (index, table) in tables.enumerated() { best.add(index, measure.value(of: table)) }
    return best.sorted()
  }

  static let tableColumns = ["O11", "R1", "C1", "N", "E11"]

  static func figures(_ table: ContingencyTable, _ measures: [AssociationMeasure]) -> [Figure] {
    [
      .count(Int(table.o11)), .count(Int(table.r1)), .count(Int(table.c1)), .count(Int(table.n)), .score(table.e11),
    ] + measures.map { .score($0.value(of: table)) }
  }
}
