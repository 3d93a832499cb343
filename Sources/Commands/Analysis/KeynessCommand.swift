// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser

/// `syntop keyness`: which words are more frequent in one part of the corpus than in another.
struct KeynessCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "keyness",
    abstract: "Compare the words of one part of the corpus with another.",
    discussion: """
      Both parts are plain queries; without --reference it is all documents that the target leaves out. A part without any \
      document is refused. O11 is a word's \
      frequency in the target, C1 in both, R1 the tokens of the target, N of both. Measures are those of 'collocates'.

      EXAMPLES:
        syntop keyness --target year:2010.. --sort logRatio_LCB95
        syntop keyness --target kind:report --reference kind:thesis --of lemma --csv
      """)

  @Option(help: ArgumentHelp("The documents in question, as a plain query.", valueName: "filter")) var target: String
  @Option(help: ArgumentHelp("What they are compared with.", valueName: "filter")) var reference: String?
  @OptionGroup var counting: CountingOptions
  @OptionGroup var measures: MeasureOptions
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let focus = try corpus.subcorpus(target, option: "--target")
    let other = try reference.map { try corpus.subcorpus($0, option: "--reference") }
    let unit = try counting.unit(corpus.searcher)
    let chosen = try measures.chosen(output)
    let found = try QueryFailure.explained {
      try Keyness(unit, target: focus, reference: other, atLeast: counting.min)
    }
    try check(found)
    let shown = counting.shown(found.rows.count, output)
    let order = try measures.order(found.rows.map(\.table), first: shown)
    AnalysisTable(
      analysis: "keyness",
      parameters: [
        ("target", .text(target)), ("reference", .text(reference ?? "")), ("of", .text(counting.of)),
        ("n_target", .count(found.targetTokens)), ("n_reference", .count(found.referenceTokens)),
      ],
      columns: ["f_target", "f_reference"] + MeasureOptions.tableColumns + chosen.map(\.rawValue),
      rowCount: shown
    ) { index in
      let row = found.rows[order[index]]
      return (
        row.key, [.count(row.target), .count(row.reference)] + MeasureOptions.figures(row.table, chosen)
      )
    }.write(output)
    if found.rows.isEmpty { throw ExitStatus.nothingFound }
  }

  /// Two parts that cannot differ give a table that says nothing.
  private func check(_ found: Keyness) throws {
    if found.targetTokens == 0 {
      Output.note("no document with words matches --target \(target)")
      throw ExitStatus.nothingFound
    }
    if found.referenceTokens == 0 {
      throw CommandFailure(
        reference.map { "no document with words matches --reference \($0)" }
          ?? "--target \(target) is the whole corpus: nothing is left to compare it with")
    }
    if !found.rows.isEmpty, found.rows.allSatisfy({ $0.target == $0.reference }) {
      Output.note("target and reference hold the same words: no measure can tell them apart")
    }
  }
}
