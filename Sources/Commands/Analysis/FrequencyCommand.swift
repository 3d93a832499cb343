// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser

/// `syntop frequency`: how often each word, form, stem, lemma or tag occurs.
struct FrequencyCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "frequency",
    abstract: "List words, forms, stems or the values of a column by frequency.",
    discussion: """
      f is the number of occurrences in the body of the documents searched, pm the same in a million tokens of them, df \
      the number of documents that hold any.

      EXAMPLES:
        syntop frequency --limit 20
        syntop frequency --of lemma --where year:2010.. --json > lemmas.json
      """)

  @OptionGroup var counting: CountingOptions
  @Option(help: ArgumentHelp("Only in documents that match this plain query.", valueName: "filter")) var `where`:
    String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let subcorpus = try corpus.subcorpus(`where`)
    let unit = try counting.unit(corpus.searcher)
    let list = try QueryFailure.explained { try FrequencyList(unit, in: subcorpus) }
    let rows = counting.min > 1 ? list.rows.filter { $0.occurrences >= counting.min } : list.rows
    AnalysisTable(
      analysis: "freq",
      parameters: [
        ("of", .text(counting.of)), ("tokens", .count(list.tokens)), ("types", .count(list.rows.count)),
        ("texts", .count(list.documents)),
      ], columns: ["f", "pm", "df"], rowCount: counting.shown(rows.count, output)
    ) { index in
      let row = rows[index]
      return (
        row.key,
        [
          .count(row.occurrences), .score(Double(row.occurrences) / Double(list.tokens) * 1e6), .count(row.documents),
        ]
      )
    }.write(output)
    if rows.isEmpty { throw ExitStatus.nothingFound }
  }
}
