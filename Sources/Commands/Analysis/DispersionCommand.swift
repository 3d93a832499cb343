// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Querying

/// `syntop dispersion`: how evenly the hits of a query are spread.
struct DispersionCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispersion",
    abstract: "Say how evenly the hits of a query are spread over documents, a field's values or equal slices.",
    discussion: """
      range is the number of parts with hits. DP is 0 for an even spread and near 1 for a clumped one, DPnorm the same \
      over its maximum; Juilland's D, Carroll's D2 and Rosengren's S are 1 for an even spread. DKL is in bits. ARF is the \
      average reduced frequency. Documents with several values of a field are a part of their own for each set of \
      values. Slices are cut from the documents in the order of their ids.

      EXAMPLES:
        syntop dispersion trust
        syntop dispersion '"public services"' --parts year --json
        syntop dispersion '[lemma="citizen"]' --parts =20
      """)

  @OptionGroup var query: QueryArguments
  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .word
  @Option(help: "The parts: text (each document), a metadata field, or =N for N equal slices.") var parts = "text"
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try OpenedQuery(query, index: index, match: match)
    let chosen = try QueryFailure.explained { try chosenParts(opened.searcher) }
    let found = try QueryFailure.explained {
      try Dispersion(opened.plan, in: Subcorpus(opened.searcher, filter: opened.filter), over: chosen)
    }
    let measures = found.measures
    if case .slices(let count) = chosen, count > found.tokens, found.hits > 0 {
      throw CommandFailure("--parts \(parts): \(found.tokens) tokens cannot be cut into \(count) slices")
    }
    AnalysisTable(
      analysis: "dispersion",
      parameters: [("item", .text(query.text)), ("parts", .text(parts)), ("tokens", .count(found.tokens))],
      columns: [
        "f", "parts", "range", "juillandD", "carrollD2", "rosengrenS", "DP", "DPnorm", "DKL", "ARF",
      ], rowCount: found.hits > 0 ? 1 : 0
    ) { _ in
      (
        query.text,
        [
          .count(found.hits), .count(measures.parts), .count(measures.range), .score(measures.juillandD),
          .score(measures.carrollD2), .score(measures.rosengrenS), .score(measures.deviationOfProportions),
          .score(measures.deviationOfProportionsNormed), .score(measures.divergence),
          .score(found.averageReducedFrequency),
        ]
      )
    }.write(output)
    if !output.quiet { OutsideHits.remark(found.hitsOutside) }
    if found.hits == 0 { throw ExitStatus.nothingFound }
  }

  private func chosenParts(_ searcher: Searcher) throws -> Dispersion.Parts {
    if parts == "text" { return .documents }
    if parts.hasPrefix("=") {
      guard let count = Int(parts.dropFirst()), count > 0 else {
        throw CommandFailure("--parts takes = with a number above 0, as in =20, not '\(parts)'")
      }
      return .slices(count)
    }
    try searcher.check(field: parts)
    return .field(parts)
  }
}
