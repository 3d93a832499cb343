// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser

/// `syntop ngrams`: how often each run of n neighbouring words occurs.
struct NGramsCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ngrams",
    abstract: "List runs of neighbouring words by frequency.",
    discussion: """
      Runs do not reach across sentences unless --within says p (paragraphs) or text, and never across borders between \
      kinds of blocks. f is the number of occurrences, pm the same in a million tokens of the documents \
      searched, df the number of documents that hold any.

      EXAMPLES:
        syntop ngrams --n 3 --min 5
        syntop ngrams --n 2 --of lemma --within text --csv > bigrams.csv
      """)

  @Option(name: .customLong("n"), parsing: .unconditional, help: "Words in a run.") var length = 2
  @OptionGroup var counting: CountingOptions
  @Option(help: "What runs do not reach across: s, p or text.") var within = CountingScope.sentence
  @Option(help: ArgumentHelp("Only in documents that match this plain query.", valueName: "filter")) var `where`:
    String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...20).contains(length) else { throw ValidationError("--n takes 1 to 20.") }
  }

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let subcorpus = try corpus.subcorpus(`where`)
    var options = NGramOptions()
    options.unit = try counting.unit(corpus.searcher)
    (options.length, options.scope, options.atLeast) = (length, within, counting.min)
    options.limit = counting.most(output)
    let counts = try QueryFailure.explained { try NGramCounts(options, in: subcorpus) }
    let tokens = try QueryFailure.explained { try subcorpus.tokens() }
    AnalysisTable(
      analysis: "ngrams",
      parameters: [
        ("n", .count(length)), ("of", .text(counting.of)), ("within", .text(within.rawValue)),
        ("total", .count(counts.total)), ("types", .count(counts.types)), ("tokens", .count(tokens)),
      ], columns: ["f", "pm", "df"], rowCount: counting.shown(counts.rows.count, output)
    ) { index in
      let row = counts.rows[index]
      return (
        row.key.joined(separator: " "),
        [.count(row.occurrences), .score(Double(row.occurrences) / Double(tokens) * 1e6), .count(row.documents)]
      )
    }.write(output)
    if counts.rows.isEmpty { throw ExitStatus.nothingFound }
  }
}
