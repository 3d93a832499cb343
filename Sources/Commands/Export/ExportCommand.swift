// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Querying
internal import Segments

/// `syntop export`: the documents, tokens or mentions of concepts of an index, for other programs.
struct ExportCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write out documents, tokens or mentions of concepts for other programs.",
    discussion: """
      Everything stands in the order of document ids, then of the text, and only the body is written. Without a form of output \
      documents and hits are JSON lines, tokens vertical text.

      documents: a line a document with its metadata and text, paragraphs parted by empty lines: 'syntop build' makes of it \
      an index with the same ids, metadata and words (headings and other kinds of blocks become paragraphs).
      tokens: vertical text (.vrt), a token a line with the attributes it has, which 'syntop build' and corpus tools \
      read: the same words, sentences, paragraphs and attributes, without punctuation; so the parts of a compound with a hyphen stand \
      apart. With --jsonl, --csv or --tsv a row a token with its place.
      hits: a row a mention of a concept with its rule, strength, polarity, roles, place and whether it is quoted.

      EXAMPLES:
        syntop export documents --where year:2010.. > recent.jsonl
        syntop export tokens > corpus.vrt
        syntop export hits --csv > mentions.csv
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case documents, tokens, hits }

  @Argument(help: "What is written: documents, tokens or hits.") var kind: Kind
  @Option(help: ArgumentHelp("Only documents that match this plain query.", valueName: "filter")) var `where`: String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let subcorpus = try corpus.subcorpus(`where`)
    let segments = corpus.searcher.segments
    try QueryFailure.explained {
      let places = try subcorpus.documentsByID()
      switch kind {
      case .documents: try DocumentExport(segments).write(places, output.form)
      case .tokens where output.form == .human: try VerticalExport(segments).write(places)
      case .tokens: try TokenExport(segments).write(places, output.form)
      case .hits: try HitExport(segments).write(places, output.form)
      }
      if places.isEmpty { throw ExitStatus.nothingFound }
    }
  }
}
