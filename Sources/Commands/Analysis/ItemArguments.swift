// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Documents
internal import Patterns
internal import Querying
internal import Segments

/// What commands take that look for several things at once: queries, one an argument, and concepts.
struct ItemArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("Queries, plain or CQL; quote each that has several words.", valueName: "query"))
  var queries: [String] = []
  @Option(name: .customLong("concept"), help: "A concept, without the narrower ones (may be given several times).")
  var concepts: [String] = []
  @OptionGroup var mentions: MentionOptions
  @Option(help: "Whether words of queries match by stem or by word.") var match: MatchMode = .word
  @Option(help: ArgumentHelp("Only in documents that match this plain query.", valueName: "filter")) var `where`:
    String?

  init() {}

  func items(_ corpus: OpenedCorpus) throws -> [SoughtItem] {
    try Self.items(concepts: concepts, queries: queries, match, where: `where`, corpus)
  }

  /// Concepts in the order given, then queries; all concepts of the index where nothing is named.
  static func items(
    concepts: [String], queries: [String], _ match: MatchMode, where text: String?, _ corpus: OpenedCorpus
  ) throws -> [SoughtItem] {
    let known = corpus.concepts
    let names = concepts.isEmpty && queries.isEmpty ? known : concepts
    if names.isEmpty, queries.isEmpty {
      throw CommandFailure("the index has no concepts; give queries, or build it with --lexicon Lexicons/NAME")
    }
    let found = try names.map { id in
      guard known.contains(id) else { throw CommandFailure(Suggestion.message("concept", id, among: known)) }
      return SoughtItem(name: id, .concept(id))
    }
    let filter = try QueryFailure.filter(text)
    let sought = try queries.map { text in
      let query = try QueryFailure.explained { try ParsedQuery(text, syntax: nil) }
      let plan = try QueryFailure.explained {
        try corpus.searcher.plan(query, options: QueryOptions(match: match, fields: []), filter: filter)
      }
      return SoughtItem(name: text, .query(plan))
    }
    let all = found + sought
    if let twice = Dictionary(grouping: all, by: \.name).first(where: { $0.value.count > 1 }) {
      throw CommandFailure("'\(twice.key)' is given twice")
    }
    return all
  }

  /// Which mentions of concepts count.
  func admits() throws -> (StoredHit) -> Bool {
    let choice = try mentions.choice()
    return { choice.admits($0) }
  }
}

extension OpenedCorpus {
  /// Ids of the concepts of the lexicon that the index was built with, in its order.
  var concepts: [String] { searcher.segments.first { $0.concepts != nil }?.concepts?.names.concepts ?? [] }
}
