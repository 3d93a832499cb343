// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Querying
internal import Segments

/// `syntop search`: the documents that answer a query best.
struct SearchCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find and rank the documents that match a query.",
    discussion: """
      Ranks by BM25. Words match by their stems unless --match word asks for the form itself. Where they do, stop words \
      (the, of, is; and those of Dutch, French and German, each in text of its language) must still occur but do not \
      score, unless the query has no other words.

      EXAMPLES:
        syntop search co-production trust
        syntop search '"public services" NEAR/5 (trust OR faith) year:2010..2015'
        syntop search --jsonl --limit 100 'concept:citizen-owned -volunteer*'
      """)

  @OptionGroup var query: QueryArguments
  @OptionGroup var kinds: SearchedKinds
  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .stem
  @Option(parsing: .unconditional, help: "How many documents to show.") var limit = 10
  @Flag(help: "Let stop words (the, of, is ...) score too where words match by stem.") var scoreStopWords = false
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit takes a number above 0.") }
  }

  func run() throws {
    let opened = try OpenedQuery(
      query, index: index, match: match, include: kinds.fields, weighsStopWords: scoreStopWords)
    try QueryFailure.explained {
      let (top, count) = try opened.plan.topAndCount(limit)
      let contexts = opened.reader.segments.map { SegmentContext($0) }
      let hits = try top.enumerated().map { rank, found in
        try SearchHit(found, rank: rank + 1, plan: opened.plan, context: contexts[found.segment])
      }
      try show(hits, count)
    }
  }

  private func show(_ hits: [SearchHit], _ count: QueryPlan.Count) throws {
    var json = JSONWriter()
    switch output.form {
    case .jsonl:
      for hit in hits {
        hit.write(to: &json)
        Output.writeLine(&json)
      }
    case .json:
      json.object { json in
        json.field("query", query.text)
        json.field("match", match.rawValue)
        json.field("documents", count.documents)
        json.field("hits", count.hits)
        json.arrayField("results") { list in for hit in hits { hit.write(to: &list) } }
      }
      Output.writeLine(&json)
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row(SearchHit.headings, form))
      for hit in hits { Output.write(DelimitedWriter.row(hit.cells, form)) }
    case .human:
      for hit in hits { Output.write(hit.text(width: Terminal.width, style: output.style) + "\n") }
      if !output.quiet { remark(hits.count, count) }
    }
    if count.documents == 0 { throw ExitStatus.nothingFound }
  }

  private func remark(_ shown: Int, _ count: QueryPlan.Count) {
    let documents = "\(Decimals.grouped(count.documents)) document\(count.documents == 1 ? "" : "s")"
    let hits = "\(Decimals.grouped(count.hits)) hit\(count.hits == 1 ? "" : "s")"
    let more = shown < count.documents ? "; the best \(shown) shown, --limit N for more" : ""
    Output.note(
      count.documents == 0
        ? "nothing found (match: \(match.rawValue))" : "\(documents), \(hits) (match: \(match.rawValue))\(more)")
  }
}

extension SearchHit {
  fileprivate init(_ found: RankedDocument, rank: Int, plan: QueryPlan, context: SegmentContext) throws {
    let segment = context.segment
    let lists = segment.meta.isComplete ? try plan.hits(segment: found.segment, document: found.document) : []
    var snippet: Snippet?
    if segment.meta.isComplete {
      let (field, spans) = lists.first ?? (.body, [])
      snippet = try Snippet(found.document, spans, field: field, context: context)
    }
    var concepts: [String: Int] = [:]
    if let layer = segment.concepts {
      for hit in try layer.hits(of: found.document) where Int(hit.concept) < layer.names.concepts.count {
        concepts[layer.names.concepts[Int(hit.concept)], default: 0] += 1
      }
    }
    self.init(
      rank: rank, id: try segment.ids.string(found.document), score: found.score,
      title: try segment.column("title")?.strings(found.document).first,
      date: try segment.column("date")?.strings(found.document).first
        ?? segment.column("year")?.strings(found.document).first,
      snippet: snippet?.text ?? "", marks: snippet?.hits ?? [],
      concepts: concepts.sorted { $0.key < $1.key }.map { (id: $0.key, hits: $0.value) }, page: snippet?.page)
  }
}
