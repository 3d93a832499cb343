// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Presenting
internal import Querying
internal import Segments
internal import Tagging

/// The sections of a report, each made by what the command of its name uses.
struct CorpusReport {
  let corpus: OpenedCorpus
  let subcorpus: Subcorpus
  let items: [SoughtItem]
  /// Each item as a query.
  let plans: [QueryPlan]
  let title: String
  /// Hits of each item that are shown.
  var evidence = 8
  var linkBase: String?
  /// What counts are parted by.
  var field: String?
  var over = "year"
  /// What the report is limited to.
  var filter: String?
  /// Whether nothing was found at all; known when the page is made.
  private(set) var isEmpty = true

  private static let pairs = 20
  private static let collocates = 12

  init(corpus: OpenedCorpus, subcorpus: Subcorpus, items: [SoughtItem], plans: [QueryPlan], title: String) {
    (self.corpus, self.subcorpus, self.items, self.plans, self.title) = (corpus, subcorpus, items, plans, title)
  }

  mutating func page() throws -> HTMLPage {
    var page = HTMLPage(title: title)
    let counts = try ItemCounts(items, in: subcorpus, by: field)
    isEmpty = counts.total.counts.allSatisfy { $0.hits == 0 }
    addCorpus(counts, to: &page)
    addFrequencies(counts, to: &page)
    try addTrends(to: &page)
    try addPairs(to: &page)
    try addCollocates(to: &page)
    try addEvidence(to: &page)
    page.section("Methods", id: "methods")
    page.paragraph(MethodsText(identity: try IndexIdentity(corpus.reader), command: nil).paragraph)
    if items.contains(where: { $0.concept != nil }) {
      page.paragraph(
        "Counts of concepts hold all mentions: also those that the text denies, puts in somebody's mouth or only imagines, and "
          + "those in quotations. Under Evidence these are marked; concepts --polarity asserted counts the others alone."
      )
    }
    return page
  }

  // MARK: Frequencies

  private func addCorpus(_ counts: ItemCounts, to page: inout HTMLPage) {
    page.section("Corpus", id: "corpus")
    if let filter { page.paragraph("Only documents that match: \(filter)") }
    var rows: [[HTMLPage.Cell]] = [
      [.text("documents"), .number(Decimals.grouped(counts.total.documents))],
      [.text("words"), .number(Decimals.grouped(counts.total.tokens))],
    ]
    for row in counts.rows {
      let name = "\(field ?? "") \(row.value ?? "(none)")"
      rows.append([.text("documents with \(name)"), .number(Decimals.grouped(row.documents))])
    }
    page.table(["", ""], rows)
  }

  private func addFrequencies(_ counts: ItemCounts, to page: inout HTMLPage) {
    page.section("Frequencies", id: "frequencies")
    page.table(
      ["item", "hits", "documents", "per million words"],
      items.indices.map { item in
        let count = counts.total.counts[item]
        return [
          .link(items[item].name, to: "#item-\(item + 1)"), .number(Decimals.grouped(count.hits)),
          .number(Decimals.grouped(count.documents)), .number(Decimals.text(counts.total.perMillion(item), 1)),
        ]
      })
    guard let field, !counts.rows.isEmpty else { return }
    page.paragraph("Hits by \(field), and hits in a million words of the documents with each value.")
    page.table(
      [field, "words"] + items.flatMap { [$0.name, "per million"] },
      counts.rows.map { row in
        [.text(row.value ?? "(none)"), .number(Decimals.grouped(row.tokens))]
          + items.indices.flatMap { item -> [HTMLPage.Cell] in
            [.number(Decimals.grouped(row.counts[item].hits)), .number(Decimals.text(row.perMillion(item), 1))]
          }
      })
  }

  // MARK: Trends

  private func addTrends(to page: inout HTMLPage) throws {
    guard corpus.has(over) else { return }
    let trend = try Trend(items, in: subcorpus, over: over, width: 1)
    guard trend.bins.count > 1 else { return }
    page.section("Trends over \(over)", id: "trends")
    page.drawing(TrendsCommand.chart(trend, over: over, width: 1).svg)
    page.paragraph(
      "Bars are exact 95 % intervals. tau is Kendall's (Mann's test for a trend), slope the median one of Theil and Sen; z is "
        + "that of Cochran and Armitage on shares of documents. Documents without \(over): \(trend.withoutNumber).")
    page.table(
      ["item", "bins", "tau", "p", "slope", "z", "p"],
      items.indices.map { item in
        let (kendall, armitage) = (trend.kendall(item), trend.cochranArmitage(item))
        return [.text(items[item].name), .number("\(trend.bins.count)")]
          + [kendall?.tau, kendall?.probability, trend.slope(item), armitage?.z, armitage?.probability].map(Self.score)
      })
  }

  private static func score(_ value: Double?) -> HTMLPage.Cell { .number(value.map { Decimals.text($0, 3) } ?? "-") }

  // MARK: What stands beside

  private func addPairs(to page: inout HTMLPage) throws {
    guard items.count > 1 else { return }
    let found = try Cooccurrence(items, in: subcorpus, within: .paragraph)
    let tables = found.pairs.map { (pair: $0, table: found.groups[0].table(of: $0)) }.filter { $0.table.o11 > 0 }
    guard !tables.isEmpty else { return }
    let order = tables.indices.sorted { one, other in
      let (first, second) = (tables[one].table.logLikelihood ?? 0, tables[other].table.logLikelihood ?? 0)
      return first != second ? first > second : one < other
    }
    page.section("Pairs in one paragraph", id: "pairs")
    page.paragraph(
      "O11 paragraphs hold both, R1 the first, C1 the second, of \(Decimals.grouped(found.groups[0].units)); E11 is what chance "
        + "lets expect.")
    page.table(
      ["", "", "O11", "R1", "C1", "E11", "LL", "logDice"],
      order.prefix(Self.pairs).map { number in
        let (pair, table) = tables[number]
        return [.text(found.items[pair.first]), .text(found.items[pair.second])]
          + [table.o11, table.r1, table.c1].map { .number(Decimals.grouped(Int($0))) }
          + [table.e11, table.logLikelihood, table.logDice].map(Self.score)
      })
  }

  private func addCollocates(to page: inout HTMLPage) throws {
    page.section("Collocates", id: "collocates")
    page.paragraph("Words within five words to the left or right of the hits, by log-likelihood.")
    for (item, plan) in plans.enumerated() {
      let found = try Collocates(plan, in: subcorpus, CollocateOptions())
      let rows = try found.best(Self.collocates, by: .logLikelihood)
      guard !rows.isEmpty else { continue }
      page.heading(items[item].name, id: "collocates-\(item + 1)")
      page.table(
        ["word", "O11", "C1", "E11", "LL", "logDice"],
        try rows.map { row in
          let table = found.table(row)
          return [.text(try found.key(row))] + [table.o11, table.c1].map { .number(Decimals.grouped(Int($0))) }
            + [table.e11, table.logLikelihood, table.logDice].map(Self.score)
        })
    }
  }

  // MARK: Evidence

  private func addEvidence(to page: inout HTMLPage) throws {
    page.section("Evidence", id: "evidence")
    page.paragraph("Up to \(evidence) hits of each item, drawn at random but always the same ones.")
    var options = ConcordanceOptions()
    (options.sample, options.limit, options.readsQuotationMarks) = (max(evidence, 1), evidence, true)
    for (item, plan) in plans.enumerated() {
      page.heading(items[item].name, id: "item-\(item + 1)")
      let concordance = Concordance(plan, options)
      let lines = try concordance.lines(try concordance.places().places)
      guard !lines.isEmpty else { continue }
      page.table(
        ["document", "page", "sentence", "text", ""],
        try lines.map { line in
          [
            document(line), .number(line.page.map(String.init) ?? ""), .number("\(line.sentence)"),
            .context(line.before, line.match, line.after), .text(try remarks(on: line, items[item].concept)),
          ]
        })
    }
  }

  /// What keeps a hit from being plain assertion: its polarity, where it is a mention of a concept, and quotation.
  private func remarks(on line: ConcordanceLine, _ concept: String?) throws -> String {
    var remarks: [String] = []
    let place = line.place
    if let concept, let layer = corpus.searcher.segments[place.segment].concepts, let number = layer.concept(concept) {
      let own = try layer.hits(of: place.document).first {
        ($0.concept, $0.start, $0.end) == (number, place.span.start, place.span.end)
      }
      if let own, own.polarity != Polarity.asserted.rawValue { remarks.append(HitNames.polarity(own.polarity)) }
    }
    if line.isQuoted { remarks.append("quoted") }
    return remarks.joined(separator: ", ")
  }

  private func document(_ line: ConcordanceLine) -> HTMLPage.Cell {
    guard let linkBase else { return .text(line.id) }
    let segment = corpus.searcher.segments[line.place.segment]
    let source = try? segment.column("source")?.strings(line.place.document).first
    let page = line.page.map { "#page=\($0)" } ?? ""
    return .link(line.id, to: LinkPath.joined(linkBase, source ?? line.id) + page)
  }
}
