// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Querying
internal import Segments

/// `syntop cooccurrence`: how often pairs of concepts or queries meet in a sentence, paragraph, passage, document or window.
struct CooccurrenceCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "cooccurrence",
    abstract: "Count how often pairs of concepts or queries meet in a unit of text, with measures of association.",
    discussion: """
      Without queries and --concept all concepts of the index are paired. The 2x2 table counts units: O11 hold both, R1 \
      the first (a), C1 the second (b), N are all units that hold a word, E11 is what chance lets expect. A hit lies in \
      every unit that holds one of its words. Units are sentences (s), paragraphs (p), passages (as 'classify' cuts them), \
      documents (text), or with a number all windows of so many neighbouring words within one kind of block. Windows overlap, \
      so that measures which grow with N (LL, t, z, X2) say less there. A concept is taken by itself; the query concept:ID takes \
      narrower ones with it.

      --matrix prints a square of O11 or of a measure, on its diagonal the units of each. --graphml prints a network \
      (GraphML); the rows of --tsv are a list of edges. --evidence lists the places where pairs meet.

      EXAMPLES:
        syntop cooccurrence --within p --sort logDice
        syntop cooccurrence trust '"public services"' --within 20 --json
        syntop cooccurrence trust concept:transitional --within passage --evidence
        syntop cooccurrence --within passage --min 2 --graphml > concepts.graphml
      """)

  @OptionGroup var sought: ItemArguments
  @Option(help: "The unit: s, p, passage, text, or a number of words.") var within = "s"
  @Option(help: ArgumentHelp("Count in the documents of each value of this field apart.", valueName: "field"))
  var by: String?
  @Option(parsing: .unconditional, help: "Leave out pairs that meet in fewer units; 0 keeps those that never meet.")
  var min = 1
  @Option(
    parsing: .unconditional,
    help: "How many rows to show, with --by of each value (default: 50 for people, all for programs).")
  var limit: Int?
  @Option(help: ArgumentHelp("Print a square of O11 or of a measure.", valueName: "name")) var matrix: String?
  @Flag(help: "Print a network of the pairs.") var graphml = false
  @Flag(help: "List the places where the pairs meet.") var evidence = false
  @OptionGroup var measures: MeasureOptions
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard min >= 0 else { throw ValidationError("--min takes 0 or more.") }
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit takes a number above 0.") }
    guard [matrix != nil, graphml, evidence].filter({ $0 }).count <= 1 else {
      throw ValidationError("Give only one of --matrix, --graphml and --evidence.")
    }
    if by != nil, matrix != nil || graphml || evidence {
      throw ValidationError("--by parts a list of pairs; for a matrix, a network or evidence choose a part by --where.")
    }
    if graphml, output.form != .human { throw ValidationError("--graphml is a form of output by itself.") }
    _ = try unit()
  }

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let items = try sought.items(corpus)
    if items.count < 2 { throw CommandFailure("one thing alone meets nothing: give two or more concepts or queries") }
    let chosen = try measures.chosen(output)
    let (subcorpus, admits) = (try corpus.subcorpus(sought.where), try sought.admits())
    let found = try QueryFailure.explained {
      if let by { try corpus.searcher.check(field: by) }
      return try Cooccurrence(
        items, in: subcorpus, within: unit(), by: by, keepingMeetings: evidence, admits: admits)
    }
    let rows = try rows(of: found)
    if evidence {
      try MeetingLines(found: found, searcher: corpus.searcher, limit: limit ?? (output.form == .human ? 50 : nil))
        .write(output)
    } else if let matrix {
      try writeMatrix(found, matrix)
    } else if graphml {
      Output.write(CooccurrenceNetwork(found: found, pairs: rows.map(\.pair), measures: chosen).graphML)
    } else {
      try writeList(found, rows, chosen)
    }
    if rows.isEmpty { throw ExitStatus.nothingFound }
  }

  private func unit() throws -> MeetingUnit {
    switch within {
    case "s": return .sentence
    case "p": return .paragraph
    case "text": return .document
    case "passage": return .passage(StoredPassages.ends)
    default:
      guard let width = Int(within), (2...1000).contains(width) else {
        throw ValidationError(
          "--within takes s, p, passage, text or a number of words from 2 to 1000, not '\(within)'.")
      }
      return .window(width)
    }
  }

  // MARK: Rows

  private typealias Row = (group: Int, pair: Cooccurrence.Pair, table: ContingencyTable)

  /// The pairs that meet often enough, group by group, by falling O11; equal ones as the items stand.
  private func rows(of found: Cooccurrence) throws -> [Row] {
    let pairs = found.pairs
    return found.groups.enumerated().flatMap { number, group in
      let rows = pairs.map { (group: number, pair: $0, table: group.table(of: $0)) }
        .filter { Int($0.table.o11) >= min && $0.table.r1 > 0 && $0.table.c1 > 0 }
      return rows.enumerated().sorted { one, other in
        (other.element.table.o11, one.offset) < (one.element.table.o11, other.offset)
      }.map(\.element)
    }
  }

  private func writeList(_ found: Cooccurrence, _ rows: [Row], _ chosen: [AssociationMeasure]) throws {
    var ordered: [Row] = []
    for number in found.groups.indices {
      let own = rows.filter { $0.group == number }
      let shown = Swift.min(limit ?? (output.form == .human ? 50 : .max), own.count)
      ordered += try measures.order(own.map(\.table), first: shown).map { own[$0] }
    }
    let names = (by == nil ? ["b"] : ["a", "b"]) + MeasureOptions.tableColumns + chosen.map(\.rawValue)
    AnalysisTable(
      analysis: "cooccurrence", parameters: parameters(found), keyName: by ?? "a", columns: names,
      rowCount: ordered.count
    ) { index in
      let row = ordered[index]
      let (one, other) = (found.items[row.pair.first], found.items[row.pair.second])
      let figures = [.text(other)] + MeasureOptions.figures(row.table, chosen)
      if by == nil { return (one, figures) }
      return (found.groups[row.group].value, [.text(one)] + figures)
    }.write(output)
  }

  private func writeMatrix(_ found: Cooccurrence, _ name: String) throws {
    let measure = name == "O11" ? nil : try MeasureOptions.measure(name)
    // Of a whole lexicon, what does not occur is left out.
    let isNamed = !sought.concepts.isEmpty || !sought.queries.isEmpty
    let held = found.items.indices.filter { isNamed || found.groups[0].holding[$0] > 0 }
    AnalysisTable(
      analysis: "cooccurrence", parameters: parameters(found) + [("cells", .text(measure?.rawValue ?? "O11"))],
      columns: held.map { found.items[$0] }, rowCount: held.count
    ) { index in
      let row = held[index]
      let figures = held.map { column -> Figure in
        let units = found.groups[0].holding[row]
        if row == column { return .count(units) }
        let table = found.groups[0].table(of: .init(row, column))
        return measure.map { .score($0.value(of: table)) } ?? .count(Int(table.o11))
      }
      return (found.items[row], figures)
    }.write(output)
  }

  private func parameters(_ found: Cooccurrence) -> [(name: String, value: Figure)] {
    let units = ["s": "sentence", "p": "paragraph", "text": "document", "passage": "passage"]
    return [
      ("unit", .text(units[within] ?? "window of \(within) words")), ("table", .text("units")),
      ("match", .text(sought.match.rawValue)),
    ]
      + (by == nil
        ? [("units", .count(found.groups[0].units)), ("documents", .count(found.groups[0].documents))]
        : [("by", .text(by ?? ""))])
  }
}
