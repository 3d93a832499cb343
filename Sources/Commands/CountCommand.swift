// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Querying

/// `syntop count`: how often a query occurs, in all and by a metadata field.
struct CountCommand: QueryingCommand {
  static let configuration = CommandConfiguration(
    commandName: "count",
    abstract: "Count the hits of a query and the documents that hold them.",
    discussion: """
      Hits are occurrences; tokens are those of all documents searched, with or without hits, and per million is hits in a \
      million of them. A word goes with its apostrophe: habitants is not found in d'habitants, nor council in council's, but by \
      --match stem or *habitants and council*. A wildcard counts a compound such as self-run beside its last part: *run has two \
      hits there.

      EXAMPLES:
        syntop count '"public services"' --by year
        syntop count --json 'co-production' --where language:en
      """)

  @OptionGroup var query: QueryArguments
  @OptionGroup var kinds: SearchedKinds
  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .word
  @Option(help: ArgumentHelp("Also count by this metadata field.", valueName: "field")) var by: String?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try OpenedQuery(query, index: index, match: match, include: kinds.fields)
    let counts = try QueryFailure.explained {
      if let by { try opened.searcher.check(field: by) }
      return try GroupedCounts(opened.plan, by: by, searched: opened.filter, include: opened.options.fields)
    }
    show(counts)
    if counts.total.documents == 0 { throw ExitStatus.nothingFound }
  }

  private func show(_ counts: GroupedCounts) {
    switch output.form {
    case .json, .jsonl:
      var json = JSONWriter()
      json.object { json in
        counts.total.writeFields(to: &json)
        json.field("match", match.rawValue)
        json.arrayField("groups") { list in
          for row in counts.groups {
            list.object { group in
              group.field("value", row.value)
              row.writeFields(to: &group)
            }
          }
        }
      }
      Output.writeLine(&json)
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row([by ?? "value", "hits", "documents", "tokens", "per_million"], form))
      for row in by == nil ? [counts.total] : counts.groups {
        let cells = ["\(row.hits)", "\(row.documents)", "\(row.tokens)", "\(row.perMillion)"]
        Output.write(DelimitedWriter.row([row.value ?? ""] + cells, form))
      }
    case .human: showTable(counts)
    }
  }

  private func showTable(_ counts: GroupedCounts) {
    var table = TextTable([
      .init(by ?? "", maxWidth: 40), .init("hits", isNumber: true), .init("documents", isNumber: true),
      .init("tokens", isNumber: true), .init("per million", isNumber: true),
    ])
    func add(_ name: String, _ row: GroupedCounts.Row) {
      table.add([
        name, Decimals.grouped(row.hits), Decimals.grouped(row.documents), Decimals.grouped(row.tokens),
        Decimals.text(row.perMillion, 1),
      ])
    }
    for row in counts.groups { add(row.value ?? "(none)", row) }
    add("all", counts.total)
    Output.write(table.text(style: output.style))
    if !output.quiet { Output.note("match: \(match.rawValue)") }
  }
}

extension GroupedCounts.Row {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("hits", hits)
    json.field("documents", documents)
    json.field("tokens", tokens)
    json.field("per_million", perMillion)
  }
}
