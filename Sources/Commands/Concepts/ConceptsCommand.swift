// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Presenting
internal import Segments

/// `syntop concepts`: the concept map: documents (or the values of a field) by concepts, counts and rates.
struct ConceptsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concepts",
    abstract: "Print the concept map: how often each concept occurs, by document or by a field.",
    discussion: """
      Counts are mentions in the body text; a rate is mentions per 10,000 tokens of the row. All strengths and \
      polarities count unless --strength or --polarity choose one. Each concept is counted by itself, without the \
      narrower ones that a query for concept:ID takes with it (concept:=ID does not), and overlapping mentions each count. \
      Mentions are those of rules: the weighted cues that speak in 'tag' and 'classify' are not indexed. The table on a terminal shows the most frequent \
      concepts; --json, --csv and --tsv give all of them.

      EXAMPLES:
        syntop concepts
        syntop concepts --by year --rate
        syntop concepts --by language --concept citizen-owned --concept transitional
        syntop concepts --polarity denied --csv > denied.csv
      """)

  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions
  @Option(help: "A row for each value of this field (year, language, kind, ...) in place of each document.")
  var by: String?
  @Flag(help: "Rates per 10,000 tokens in place of counts.") var rate = false
  @Option(name: .customLong("concept"), help: "Only this concept (may be given several times).")
  var chosen: [String] = []
  @OptionGroup var mentions: MentionOptions

  func run() throws {
    let reader = try IndexReader.open(index.existing())
    guard reader.segments.contains(where: { $0.concepts != nil }) else {
      throw CommandFailure(
        "\(reader.directory) has no concepts; build it with a lexicon: syntop build --lexicon Lexicons/NAME")
    }
    let counts = try gather(reader)
    let concepts = try columns(counts)
    let map = ConceptMap(counts: counts, concepts: concepts, field: by, showsRates: rate)
    switch output.form {
    case .human: Output.write(map.table(width: Terminal.width, style: output.style))
    case .json, .jsonl: map.writeJSON(lines: output.form == .jsonl)
    case .csv: Output.write(map.delimited(.csv))
    case .tsv: Output.write(map.delimited(.tsv))
    }
    if concepts.allSatisfy({ counts.total($0) == 0 }) { throw ExitStatus.nothingFound }
  }

  private func gather(_ reader: IndexReader) throws -> ConceptCounts {
    let choice = try mentions.choice()
    guard let by else { return try ConceptCounts.byDocument(reader, choice) }
    let known = Set(reader.segments.flatMap { $0.meta.columns.map(\.name) })
    guard known.contains(by) else {
      throw CommandFailure("there is no field '\(by)'; the fields are: \(known.sorted().joined(separator: ", "))")
    }
    return try ConceptCounts.by(field: by, reader, choice)
  }

  /// Numbers of the concepts to print: those asked for, else those that occur.
  private func columns(_ counts: ConceptCounts) throws -> [Int] {
    guard !chosen.isEmpty else { return counts.present }
    return try chosen.map { id in
      guard let number = counts.concepts.firstIndex(of: id) else {
        throw CommandFailure(Suggestion.message("concept", id, among: counts.concepts))
      }
      return number
    }
  }
}
