// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Bytes
internal import Presenting
internal import Querying

/// `syntop trends`: how often queries or concepts occur over the years, or over another numeric field.
struct TrendsCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "trends",
    abstract: "Show how the frequency of queries or concepts changes over the years or another numeric field.",
    discussion: """
      Each argument is a query of its own. A row is a bin: hits, documents that hold any, documents and tokens of the bin, \
      hits per million tokens with the exact 95 % interval of Clopper and Pearson (as if hits fell independently; words come in \
      clumps, so take it as the least that chance does). Bins are multiples of --bin; those without documents are left out.

      Tests for a trend: Kendall's tau-b between bins and rates (Mann's test; exact for up to 33 bins without ties, else \
      normal), with the median slope of Theil and Sen per unit of the field; and the test of Cochran and Armitage on the \
      share of documents that hold the item, which clumps inside documents do not mislead. All are two-sided and not corrected for several \
      items.

      EXAMPLES:
        syntop trends trust '"public services"'
        syntop trends --concept citizen-owned --bin 5 --svg trend.svg
        syntop trends coproduction --over citations --bin 10 --json
      """)

  @OptionGroup var sought: ItemArguments
  @Option(help: ArgumentHelp("The numeric field.", valueName: "field")) var over = "year"
  @Option(parsing: .unconditional, help: "The width of a bin.") var bin = 1.0
  @Option(help: ArgumentHelp("Also draw the rates into this file.", valueName: "file")) var svg: String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard bin.isFinite, bin > 0 else { throw ValidationError("--bin takes a number above 0.") }
  }

  private static let mostBins = 2000

  func run() throws {
    let corpus = try OpenedCorpus(index)
    let items = try sought.items(corpus)
    let (subcorpus, admits) = (try corpus.subcorpus(sought.where), try sought.admits())
    let trend = try QueryFailure.explained {
      try corpus.searcher.check(field: over)
      return try Trend(items, in: subcorpus, over: over, width: bin, admits: admits)
    }
    guard !trend.bins.isEmpty else {
      throw CommandFailure("no document searched has a number in the field '\(over)'; 'year' is taken from dates")
    }
    // The tests look at every two bins.
    guard trend.bins.count <= Self.mostBins else {
      throw CommandFailure(
        "'\(over)' gives \(Decimals.grouped(trend.bins.count)) bins, more than \(Self.mostBins): widen them with --bin")
    }
    if let svg {
      let chart = Array(Self.chart(trend, over: over, width: bin).svg.utf8)
      try chart.withUnsafeBytes { try Files.write($0, to: svg) }
    }
    rows(trend).write(output)
    if trend.withoutNumber > 0, !output.quiet {
      Output.note("\(Decimals.grouped(trend.withoutNumber)) documents without a number in '\(over)' are left out")
    }
    if trend.counts.joined().allSatisfy({ $0.hits == 0 }) { throw ExitStatus.nothingFound }
  }

  /// Whether the item of a row goes without saying.
  private func isSingle(_ trend: Trend) -> Bool { trend.items.count == 1 && output.form == .human }

  private func rows(_ trend: Trend) -> AnalysisTable {
    let figures = ["hits", "documents", "documents_searched", "tokens", "per_million", "low", "high"]
    let single = isSingle(trend)
    var table = AnalysisTable(
      analysis: "trends",
      parameters: [
        ("over", .text(over)), ("bin", bin == bin.rounded() && bin < 1e15 ? .count(Int(bin)) : .score(bin)),
        ("match", .text(sought.match.rawValue)),
        ("interval", .text("Clopper-Pearson 95 %")), ("without_number", .count(trend.withoutNumber)),
      ], keyName: over, columns: (single ? [] : ["item"]) + figures,
      rowCount: trend.items.count * trend.bins.count
    ) { row in
      let (item, bin) = (row / trend.bins.count, row % trend.bins.count)
      let (count, interval) = (trend.counts[item][bin], trend.interval(item, bin))
      return (
        label(trend.bins[bin]),
        (single ? [] : [.text(trend.items[item])]) + [
          .count(count.hits), .count(count.documents), .count(trend.bins[bin].documents),
          .count(trend.bins[bin].tokens), .score(trend.perMillion(item, bin)), .score(interval?.lowerBound),
          .score(interval?.upperBound),
        ]
      )
    }
    table.besides = [("tests", tests(trend))]
    return table
  }

  private func tests(_ trend: Trend) -> AnalysisTable {
    AnalysisTable(
      analysis: "tests", parameters: [], keyName: "item",
      columns: ["bins", "kendall_tau", "tau_p", "theil_sen", "cochran_armitage_z", "z_p"], rowCount: trend.items.count
    ) { item in
      let (kendall, armitage) = (trend.kendall(item), trend.cochranArmitage(item))
      return (
        trend.items[item],
        [
          .count(trend.bins.count), .score(kendall?.tau), .score(kendall?.probability), .score(trend.slope(item)),
          .score(armitage?.z), .score(armitage?.probability),
        ]
      )
    }
  }

  /// One number for bins of 1, else the first and the last whole number, or the borders.
  private func label(_ bin: Trend.Bin) -> String {
    func text(_ number: Double) -> String {
      // Nine decimals hide what binary fractions add.
      let digits = Decimals.text(number, 9)
      let kept = digits.lastIndex { $0 != "0" }.map { digits[...$0] } ?? digits[...]
      return String(kept.last == "." ? kept.dropLast() : kept)
    }
    if self.bin == 1 { return text(bin.lower) }
    let isWhole = self.bin == self.bin.rounded()
    return "\(text(bin.lower))-\(text(isWhole ? bin.upper - 1 : bin.upper))"
  }

  /// The rates of all items with their intervals.
  static func chart(_ trend: Trend, over field: String, width: Double) -> LineChart {
    let lines = trend.items.indices.map { item in
      LineChart.Line(
        name: trend.items[item],
        points: trend.bins.indices.map { bin in
          .init(x: trend.bins[bin].lower, y: trend.perMillion(item, bin), bounds: trend.interval(item, bin))
        })
    }
    let title = trend.items.count == 1 ? trend.items[0] : "Frequency over \(field)"
    return LineChart(
      title: title, horizontal: width == 1 ? field : "\(field) (from, bins of \(Decimals.text(width, 2)))",
      vertical: "per million tokens", lines: lines, wholeSteps: width == width.rounded())
  }
}
