// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Indexing
internal import Patterns
internal import Presenting
internal import Querying
internal import Segments

/// `syntop sample`: a random sample of documents, passages, sentences or hits to be coded by hand.
struct SampleCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw a random sample of documents, passages, sentences or hits to code by hand.",
    discussion: """
      Prints JSON lines {"id","lang","text","label":"","evidence":[]} with the place of each text beside it; fill in label \
      and evidence, and give the file to 'evaluate' or, with that of another coder, to 'agreement'. With a query only units \
      that hold a hit are drawn; --of hit draws hits, each with the passage that holds it and its place there. Lines stand in \
      random order. The same seed draws the same units from the same texts however they were indexed, and a larger sample begins with \
      the smaller one.

      --by FIELD draws --per units for each value of a metadata field (several values of a document are one stratum); --by \
      label for each label that the lexicon gives a passage, which is not printed, so that coders do not see it. How many units each \
      stratum has, which weights need, is told on standard error and by --json.

      EXAMPLES:
        syntop sample --size 200 --seed 7 > to-code.jsonl
        syntop sample 'concept:transitional' --of hit --size 50
        syntop sample --by label --per 25 --where language:en > to-code.jsonl
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case document, passage, sentence, hit }

  @Argument(help: ArgumentHelp("Only what holds a hit of this query, plain or CQL.", valueName: "query"))
  var words: [String] = []
  @Option(help: "What is drawn: document, passage, sentence or hit.") var of = Kind.passage
  @Option(parsing: .unconditional, help: "How many are drawn (default: 100).") var size: Int?
  @Option(help: ArgumentHelp("Draw from each value of this field, or from each label.", valueName: "field"))
  var by: String?
  @Option(parsing: .unconditional, help: "How many are drawn from each.") var per: Int?
  @Option(help: "Draws another sample.") var seed: UInt64 = 1
  @Option(help: "Whether words of the query match by stem or by word.") var match: MatchMode = .word
  @Option(help: ArgumentHelp("Only in documents that match this plain query.", valueName: "filter")) var `where`:
    String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard [size, per].allSatisfy({ $0.map { $0 > 0 } ?? true }) else {
      throw ValidationError("--size and --per take a number above 0.")
    }
    guard (by == nil) == (per == nil), by == nil || size == nil else {
      throw ValidationError("Give --size N, or --by FIELD with --per N.")
    }
    guard of != .hit || !words.isEmpty else { throw ValidationError("--of hit draws hits of a query: give one.") }
  }

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let subcorpus = try corpus.subcorpus(`where`)
    let sample = try QueryFailure.explained {
      try RandomSample(
        choice, of: plan(corpus), in: subcorpus, count: per ?? size ?? 100, seed: seed, by: strata(corpus))
    }
    let lines = SampledLines(
      sample: sample, searcher: corpus.searcher, kind: of.rawValue, field: isByLabel(corpus) ? nil : by)
    switch output.form {
    case .human, .jsonl: try QueryFailure.explained { try lines.write() }
    case .json: try QueryFailure.explained { try lines.writeObject(writeParameters) }
    case .csv: try QueryFailure.explained { try lines.writeRows(.csv) }
    case .tsv: try QueryFailure.explained { try lines.writeRows(.tsv) }
    }
    if !output.quiet { tell(sample) }
    if sample.drawn.isEmpty { throw ExitStatus.nothingFound }
  }

  private func writeParameters(to json: inout JSONWriter) {
    json.field("of", of.rawValue)
    json.field("query", words.joined(separator: " "))
    json.field("match", match.rawValue)
    json.field("where", `where` ?? "")
    json.field("by", by ?? "")
    json.field("count", per ?? size ?? 100)
    if let small = Int(exactly: seed) { json.field("seed", small) } else { json.field("seed", "\(seed)") }
  }

  private var choice: RandomSample.Choice {
    switch of {
    case .document: .units(.document)
    case .passage: .units(.passage(StoredPassages.ends))
    case .sentence: .units(.sentence)
    case .hit: .hits(.passage(StoredPassages.ends))
    }
  }

  private func plan(_ corpus: OpenedCorpus) throws -> QueryPlan? {
    guard !words.isEmpty else { return nil }
    let query = try ParsedQuery(words.joined(separator: " "), syntax: nil)
    let filter = try QueryFailure.filter(`where`)
    return try corpus.searcher.plan(query, options: QueryOptions(match: match, fields: []), filter: filter)
  }

  // MARK: Strata

  /// `label` is the lexicon's, unless documents have a field of that name.
  private func isByLabel(_ corpus: OpenedCorpus) -> Bool {
    by == "label" && !corpus.searcher.segments.contains { $0.meta.columns.contains { $0.name == "label" } }
  }

  private func strata(_ corpus: OpenedCorpus) throws -> RandomSample.Strata? {
    guard let by else { return nil }
    let segments = corpus.searcher.segments
    if isByLabel(corpus) {
      guard of != .document else { throw CommandFailure("labels are those of passages: --of document has none") }
      let labels = try PassageLabels(corpus.reader)
      return { try labels.labels(of: $2, in: $1, of: segments[$0], number: $0) }
    }
    try corpus.searcher.check(field: by)
    return { segment, document, units in
      let values = Set(try FieldValues(by, of: segments[segment]).strings(document)).sorted()
      return units.map { _ in values.isEmpty ? nil : values.joined(separator: "; ") }
    }
  }

  private func tell(_ sample: RandomSample) {
    let all = sample.strata.reduce(0) { $0 + $1.units }
    Output.note(
      "drawn \(Decimals.grouped(sample.drawn.count)) of \(Decimals.grouped(all)) \(of.rawValue)s (seed \(seed))")
    guard let by else { return }
    for stratum in sample.strata {
      let counts = "\(Decimals.grouped(stratum.drawn)) of \(Decimals.grouped(stratum.units))"
      Output.note("  \(by) \(stratum.value ?? "(none)"): \(counts)")
    }
  }
}
