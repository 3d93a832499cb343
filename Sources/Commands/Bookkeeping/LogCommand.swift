// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bytes
internal import Documents
internal import Presenting
internal import Segments

/// `syntop log`: the builds of an index: when, what changed, and the digests of what came out.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "List the builds of an index: when, what changed, and the digests.",
    discussion: """
      A line a generation that was committed, the newest first; a build that found nothing to do commits none. Times are \
      UTC. They come from the builder's notebook (catalogue.sqlite), which is read and not changed; where a notebook was lost \
      or comes from an earlier version, less is known. Status 1 if it tells of no build.

      EXAMPLES:
        syntop log
        syntop log --jsonl | jq -r '[.generation, .content_digest] | @tsv'
      """)

  @Option(parsing: .unconditional, help: "How many builds to list.") var limit: Int?
  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit takes a number above 0.") }
  }

  func run() throws {
    let directory = try index.existing()
    let reader = try QueryFailure.explained { try IndexReader.open(directory) }
    let path = directory + "/catalogue.sqlite"
    guard Files.exists(path) else {
      throw CommandFailure(
        "\(directory) has no notebook (catalogue.sqlite), so its builds are not known; 'syntop build' makes one")
    }
    // What was recorded and not committed is no build of this index.
    let runs = try Catalogue.runs(path: path).filter { $0.generation <= reader.manifest.generation }
    show(Array(runs.reversed().prefix(limit ?? .max)))
    if runs.isEmpty { throw ExitStatus.nothingFound }
  }

  private static let numbers = ["documents", "added", "changed", "removed", "unchanged", "quarantined", "tokens"]
  private static let texts = ["corpus_hash", "lexicon_hash", "content_digest", "program"]

  private func show(_ runs: [Catalogue.Run]) {
    switch output.form {
    case .json:
      var json = JSONWriter()
      json.object { json in json.arrayField("runs") { list in for run in runs { Self.write(run, to: &list) } } }
      Output.writeLine(&json)
    case .jsonl:
      var json = JSONWriter()
      for run in runs {
        Self.write(run, to: &json)
        Output.writeLine(&json)
      }
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row(["generation", "time", "seconds"] + Self.numbers + Self.texts, form))
      for run in runs {
        let cells = (Self.numbers + Self.texts).map { run.values[$0] ?? "" }
        Output.write(DelimitedWriter.row(["\(run.generation)", run.recorded, "\(run.seconds)"] + cells, form))
      }
    case .human: showTable(runs)
    }
  }

  private static func write(_ run: Catalogue.Run, to json: inout JSONWriter) {
    json.object { json in
      json.field("generation", run.generation)
      json.field("time", run.recorded)
      json.field("seconds", run.seconds, decimals: 3)
      for name in numbers { json.field(name, run.values[name].flatMap { Int($0) }) }
      for name in texts { json.field(name, run.values[name]) }
    }
  }

  private func showTable(_ runs: [Catalogue.Run]) {
    let names = ["documents", "added", "changed", "removed", "quarantined", "tokens"]
    var table = TextTable(
      [.init("generation", isNumber: true), .init("time (UTC)"), .init("seconds", isNumber: true)]
        + names.map { .init($0, isNumber: true) } + [.init("content digest")])
    for run in runs {
      let cells = names.map { run.values[$0].flatMap { Int($0) }.map(Decimals.grouped) ?? "?" }
      table.add(
        ["\(run.generation)", run.recorded, Decimals.text(run.seconds, 1)] + cells
          + [String((run.values["content_digest"] ?? "?").prefix(16))])
    }
    Output.write(table.text(style: output.style))
  }
}
