// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Querying

/// `syntop collocates`: the words around the hits of a query, with measures of association.
struct CollocatesCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "collocates",
    abstract: "List the words around the hits of a query, with measures of association.",
    discussion: """
      A token that lies in several windows counts once, and tokens of hits never count. Windows stay inside the document \
      and its kind of block, and inside what --within names. O11 is how often a collocate stands in the windows, C1 how \
      often it occurs at all, E11 what chance lets expect. With --table surface R1 is the number of tokens in the windows \
      and N that of all tokens outside hits; with --table node R1 is the number of hits and N that of all tokens.

      Measures: MI, MI2, MI3, localMI, t, z, LL (4 cells) and LL2 (2 cells), X2, all signed; dice, logDice, jaccard, \
      minSensitivity, deltaP_21 (word given node), deltaP_12 (node given word), logRatio and its bound at 95 %, pctDiff, \
      BIC, simpleMaths1, simpleMaths100.

      EXAMPLES:
        syntop collocates citizen --sort logDice
        syntop collocates '[lemma="citizen"]' --of lemma --left 3 --right 3 --json
      """)

  @OptionGroup var query: QueryArguments
  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .word
  @Option(parsing: .unconditional, help: "Tokens to the left.") var left = 5
  @Option(parsing: .unconditional, help: "Tokens to the right.") var right = 5
  @Option(help: "What windows do not reach across: s, p or text.") var within = CountingScope.text
  @Option(help: "The 2x2 table: surface or node.") var table = CollocateOptions.Table.surface
  @OptionGroup var counting: CountingOptions
  @OptionGroup var measures: MeasureOptions
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...1000).contains(left), (0...1000).contains(right), left + right > 0 else {
      throw ValidationError("--left and --right take 0 to 1000 words, not both 0.")
    }
  }

  func run() throws {
    let opened = try OpenedQuery(query, index: index, match: match)
    var options = CollocateOptions()
    options.unit = try counting.unit(opened.searcher)
    (options.left, options.right, options.scope, options.table) = (left, right, within, table)
    options.atLeast = counting.min
    let chosen = try measures.chosen(output)
    let found = try QueryFailure.explained {
      try Collocates(opened.plan, in: Subcorpus(opened.searcher, filter: opened.filter), options)
    }
    let sorting = try measures.sorting()
    let rows = try QueryFailure.explained {
      try CollocateRows(found, options, first: counting.shown(found.count, output), by: sorting, measures: chosen)
    }
    rows.analysis([
      ("node", .text(query.text)), ("f_node", .count(found.hits)), ("left", .count(left)), ("right", .count(right)),
      ("within", .text(within.rawValue)), ("table", .text(table.rawValue)), ("of", .text(counting.of)),
      ("window_tokens", .count(found.windowTokens)), ("tokens", .count(found.tokens)),
    ]).write(output)
    if !output.quiet { Self.remark(found) }
    if rows.keys.isEmpty { throw ExitStatus.nothingFound }
  }
}

extension CollocatesCommand {
  private static func remark(_ found: Collocates) {
    OutsideHits.remark(found.hitsOutside)
    if found.unfitting > 0 {
      Output.note(
        "\(Decimals.grouped(found.unfitting)) collocates stand in windows more often than the node occurs: they fit no "
          + "table of nodes and are left out (--table surface shows them)")
    }
  }
}

/// The first collocates by a measure, with their names, ready to be written.
struct CollocateRows {
  let found: Collocates
  let options: CollocateOptions
  let keys: [String]
  private let rows: [Collocates.Row]
  private let measures: [AssociationMeasure]

  init(
    _ found: Collocates, _ options: CollocateOptions, first count: Int, by sorting: AssociationMeasure?,
    measures: [AssociationMeasure]
  ) throws {
    (self.found, self.options, self.measures) = (found, options, measures)
    rows = try found.best(count, by: sorting)
    keys = try rows.map { try found.key($0) }
  }

  func analysis(_ parameters: [(name: String, value: Figure)] = []) -> AnalysisTable {
    AnalysisTable(
      analysis: "coll", parameters: parameters, columns: MeasureOptions.tableColumns + measures.map(\.rawValue),
      rowCount: rows.count
    ) { index in
      (keys[index], MeasureOptions.figures(found.table(rows[index]), measures))
    }
  }
}

/// What is said of hits that figures of the body do not count.
enum OutsideHits {
  static func remark(_ hits: Int) {
    if hits > 0 {
      Output.note("\(Decimals.grouped(hits)) hits in titles or blocks beside the body are not counted")
    }
  }
}

extension CollocateOptions.Table: ExpressibleByArgument {}
