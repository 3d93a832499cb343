// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Querying

/// `syntop kwic`: every hit of a query in its context, one line each.
struct KwicCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "kwic",
    abstract: "Print the hits of a query as a concordance: key words in context.",
    discussion: """
      Offsets (start, end) are code points of the stored text, end exclusive; of hits outside the body, in the title or blocks \
      of another kind, "field" names the text that they are into. Lines stand by document id and position unless \
      --sort asks for another, with one key or several parted by commas: node (the hit's words), left and right (the words \
      beside it, nearest first), L1, L2 ... and R1, R2 ... (single places), match (node, then right), document, or a \
      metadata field such as year. "quoted" is true in blocks of quotation and between double quotation marks in a block; up to \
      three words between marks are a term or a title. Lines are as wide as the terminal; elsewhere 100 columns, or what COLUMNS says.

      EXAMPLES:
        syntop kwic '"public services"' --sort R1,R2,R3
        syntop kwic '[word="co-?produc.*"] []{0,3} "trust" within s' --context 8
        syntop kwic trust --sample 50 --seed 7 --csv > lines.csv
      """)

  @OptionGroup var query: QueryArguments
  @OptionGroup var kinds: SearchedKinds
  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .word
  @Option(parsing: .unconditional, help: "Words of context on each side.") var context = 10
  @Option(help: "The order of the lines: position, node, match, left, right, L1, R1 ..., document, or a field.")
  var sort = "position"
  @Option(parsing: .unconditional, help: "How many lines to show (default: 100 for people, all for programs).")
  var limit: Int?
  @Option(parsing: .unconditional, help: "Show so many hits, drawn at random but always the same ones.") var sample:
    Int?
  @Option(help: "Draws another sample.") var seed: UInt64 = 1
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard sort.contains(where: { $0 != "," && $0 != " " }) else { throw ValidationError("--sort names no key.") }
    guard (0...1000).contains(context) else { throw ValidationError("--context takes 0 to 1000 words.") }
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit takes a number above 0.") }
    guard sample.map({ $0 > 0 }) ?? true else { throw ValidationError("--sample takes a number above 0.") }
  }

  func run() throws {
    let opened = try OpenedQuery(query, index: index, match: match, include: kinds.fields)
    var options = ConcordanceOptions()
    options.context = context
    options.readsQuotationMarks = output.form != .human
    options.order = ConcordanceOrder(name: sort)
    options.limit = limit ?? (output.form == .human ? 100 : nil)
    (options.sample, options.seed) = (sample, seed)
    try QueryFailure.explained {
      for name in options.order.fields { try opened.searcher.check(field: name) }
      let concordance = Concordance(opened.plan, options)
      let (hits, documents, places) = try concordance.places()
      try show(concordance, places, hits, documents)
      if hits == 0 { throw ExitStatus.nothingFound }
    }
  }

  private func show(_ concordance: Concordance, _ places: [HitPlace], _ hits: Int, _ documents: Int) throws {
    var json = JSONWriter()
    switch output.form {
    case .jsonl:
      try inPortions(places, of: concordance) { lines in
        for line in lines {
          line.write(to: &json)
          json.endLine()
        }
        Output.write(json.bytes)
        json.removeAll()
      }
    case .json:
      let lines = try concordance.lines(places)
      json.object { json in
        json.field("query", query.text)
        json.field("match", match.rawValue)
        json.field("hits", hits)
        json.field("documents", documents)
        json.arrayField("lines") { list in for line in lines { line.write(to: &list) } }
      }
      Output.writeLine(&json)
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row(ConcordanceLine.headings, form))
      try inPortions(places, of: concordance) { lines in
        Output.write(lines.map { DelimitedWriter.row($0.cells, form) }.joined())
      }
    case .human:
      let lines = try concordance.lines(places)
      Output.write(ConcordanceLayout(lines, width: Terminal.width, style: output.style).text())
      if !output.quiet { remark(places.count, hits, documents) }
    }
  }

  /// So that a million lines need little memory.
  private func inPortions(
    _ places: [HitPlace], of concordance: Concordance, _ body: ([ConcordanceLine]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: places.count, by: 256) {
      try body(concordance.lines(Array(places[start..<min(start + 256, places.count)])))
    }
  }

  private func remark(_ shown: Int, _ hits: Int, _ documents: Int) {
    if hits == 0 { return Output.note("nothing found (match: \(match.rawValue))") }
    let more = shown < hits ? "; \(Decimals.grouped(shown)) shown, --limit N for more" : ""
    let counts = "\(Decimals.grouped(hits)) hit\(hits == 1 ? "" : "s") in \(Decimals.grouped(documents))"
    Output.note("\(counts) document\(documents == 1 ? "" : "s") (match: \(match.rawValue))\(more)")
  }
}
