// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting

/// `syntop agreement`: how far coders agree who coded the same items by hand.
struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Say how far coders agree who coded the same texts by hand.",
    discussion: """
      Each file is one coder's: JSON lines {"id","text","label","evidence":[{"start","end","concept"}]?} as 'sample' prints \
      them. An empty or missing label is a missing value. Items belong together by their ids.

      percent is the share of pairs of codings of one item that are alike; Cohen's kappa is of two coders and the items both \
      coded, Fleiss' kappa of the items that all coded, Krippendorff's alpha (nominal) of every item with two codings or more. \
      For each label: alpha of the label against all others, and specific agreement (F1 of two coders). For spans: \
      how many a span of the same concept of another coder touches, alpha and F1 over the characters of the texts. Intervals are bootstrap \
      intervals over items, at 95 %. A measure that does not exist, as where all items have one label, is shown as -.

      EXAMPLES:
        syntop agreement anna.jsonl bert.jsonl --disagreements
        syntop agreement coders/*.jsonl --field subtype --by lang --json
      """)

  @Argument(help: ArgumentHelp("The coders' files, two or more.", valueName: "file")) var paths: [String]
  @Option(help: ArgumentHelp("The field that is compared.", valueName: "field")) var field = "label"
  @Option(help: ArgumentHelp("Also report by this field; may be given several times.", valueName: "field")) var by:
    [String] = []
  @Option(parsing: .unconditional, help: "Bootstrap samples.") var boot = 1000
  @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 7
  @Flag(help: "List the items with different labels.") var disagreements = false
  @OptionGroup var output: ReportOptions

  func validate() throws {
    guard paths.count > 1 else { throw ValidationError("Give the files of two coders or more.") }
    guard Set(paths).count == paths.count else { throw ValidationError("A file is given twice.") }
    guard (10...100_000).contains(boot) else { throw ValidationError("--boot takes 10 to 100000.") }
  }

  func run() throws {
    let corpus = try CodedCorpus(paths.map { try CodedFile($0, field: field) })
    guard corpus.labels.comparable > 0 || corpus.spans.comparable > 0 else {
      throw CommandFailure(
        "no item has a \(field) of two coders: items belong together by \"id\", and an empty \(field) is none")
    }
    var groups = [AgreementGroup("all", Array(corpus.ids.indices), corpus.labels, boot, seed)]
    for name in by {
      let values = corpus.ids.map { corpus.value($0, name) }
      for value in Set(values).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        let own = corpus.ids.indices.filter { values[$0] == value }
        groups.append(AgreementGroup("\(name)=\(value)", own, corpus.labels, boot, seed))
      }
    }
    let report = AgreementReport(corpus: corpus, groups: groups, field: field)
    if output.json { report.writeJSON() } else { report.show(output.style, disagreements: disagreements) }
  }
}

/// The measures of some items, with their intervals.
struct AgreementGroup {
  var name: String
  /// Items with two codings or more.
  var items: Int
  /// percent, Cohen's kappa (of two coders), Fleiss' kappa, alpha.
  var measures: [(name: String, value: Double?, interval: ClosedRange<Double>?)]

  init(_ name: String, _ items: [Int], _ labels: LabelCodings, _ boot: Int, _ seed: UInt64) {
    func measure(_ codings: LabelCodings) -> [Double?] {
      let agreement = codings.agreement
      let two = codings.coders == 2 ? [codings.cohenKappa(0, 1)] : []
      return [agreement.percent] + two + [agreement.fleissKappa(coders: codings.coders), agreement.alpha]
    }
    let names = ["percent"] + (labels.coders == 2 ? ["cohen_kappa"] : []) + ["fleiss_kappa", "krippendorff_alpha"]
    let own = labels.items(items)
    // Items that nobody can compare would only thin the samples out.
    let comparable = items.filter(labels.isComparable)
    let intervals = Bootstrap.intervals(items: comparable.count, samples: boot, seed: seed) { drawn in
      measure(labels.items(drawn.map { comparable[$0] }))
    }
    (self.name, self.items) = (name, own.comparable)
    measures = zip(names, zip(measure(own), intervals)).map { ($0, $1.0, $1.1) }
  }
}
