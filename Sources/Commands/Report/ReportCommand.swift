// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Patterns
internal import Presenting
internal import Querying
internal import Segments

/// `syntop report`: one page of HTML on a corpus and what is looked for in it, every number linked to its evidence.
struct ReportCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one HTML page: corpus, frequencies, trends, pairs, collocates, evidence, methods.",
    discussion: """
      The page needs no other file. Each argument is a query of its own; without queries and --concept the eight most frequent \
      concepts of the index are reported. Counts are those of 'count' and 'concepts', trends those of 'trends', pairs those of \
      'cooccurrence --within p', collocates those of 'collocates --sort LL' five words to each side. Of each item some hits \
      are shown, drawn at random but always the same ones. With --link-base documents link to their files below that address, PDFs to the page.

      EXAMPLES:
        syntop report > report.html
        syntop report coproduction '"public services"' --title Libraries > report.html
        syntop report --concept transitional --link-base ../corpus > report.html
      """)

  @Argument(help: ArgumentHelp("Queries, plain or CQL; quote each that has several words.", valueName: "query"))
  var queries: [String] = []
  @Option(name: .customLong("concept"), help: "A concept, without the narrower ones (may be given several times).")
  var concepts: [String] = []
  @Option(help: "Whether words of queries match by stem or by word.") var match: MatchMode = .word
  @Option(help: ArgumentHelp("Only documents that match this plain query.", valueName: "filter")) var `where`: String?
  @Option(
    help: ArgumentHelp("Count by this metadata field (default: language, where it is known).", valueName: "field"))
  var by: String?
  @Option(help: ArgumentHelp("The numeric field of trends.", valueName: "field")) var over = "year"
  @Option(help: "The title of the page.") var title = "Corpus report"
  @Option(parsing: .unconditional, help: "How many hits of each item are shown.") var evidence = 8
  @Option(help: ArgumentHelp("Where the files of the corpus are found by readers of the page.", valueName: "address"))
  var linkBase: String?
  @OptionGroup var index: IndexOption

  /// Items that are reported where none are named.
  private static let most = 8

  func validate() throws {
    guard (0...1000).contains(evidence) else { throw ValidationError("--evidence takes 0 to 1000.") }
  }

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let subcorpus = try corpus.subcorpus(`where`)
    try QueryFailure.explained {
      for field in [by, over == "year" ? nil : over].compactMap({ $0 }) { try corpus.searcher.check(field: field) }
      var items = try ItemArguments.items(concepts: concepts, queries: queries, match, where: `where`, corpus)
      if queries.isEmpty, concepts.isEmpty { items = try mostFrequent(items, subcorpus) }
      var report = CorpusReport(
        corpus: corpus, subcorpus: subcorpus, items: items, plans: try items.map { try plan($0, corpus) },
        title: title)
      (report.evidence, report.linkBase, report.over, report.filter) = (evidence, linkBase, over, `where`)
      report.field = by ?? (corpus.has("language") ? "language" : nil)
      Output.write(try report.page().html)
      if report.isEmpty { throw ExitStatus.nothingFound }
    }
  }

  private func mostFrequent(_ items: [SoughtItem], _ subcorpus: Subcorpus) throws -> [SoughtItem] {
    let counts = try ItemCounts(items, in: subcorpus).total.counts
    let held = items.indices.filter { counts[$0].hits > 0 }
    let first = held.sorted { (counts[$1].hits, $0) < (counts[$0].hits, $1) }.prefix(Self.most)
    return first.map { items[$0] }
  }

  /// The item as a query, for its windows and lines.
  private func plan(_ item: SoughtItem, _ corpus: OpenedCorpus) throws -> QueryPlan {
    switch item.kind {
    case .query(let plan): return plan
    case .concept(let id):
      let filter = try QueryFailure.filter(`where`)
      return try corpus.searcher.plan(try ParsedQuery("concept:=\(id)", syntax: .plain), filter: filter)
    }
  }
}

extension OpenedCorpus {
  /// Whether any document may have a field.
  func has(_ field: String) -> Bool {
    searcher.segments.contains { $0.meta.columns.contains { $0.name == field } }
  }
}
