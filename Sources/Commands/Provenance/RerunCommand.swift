// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Segments

/// `syntop rerun`: repeats recorded commands and compares what they print with the record.
struct RerunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Repeat recorded commands and say whether they print the same.",
    discussion: """
      Reads the records that 'syntop methods --json -- COMMAND' wrote, one a line, runs each command on the index and \
      compares the SHA-256 of its output. Where it is another, what differs between the index and the record is named: the version \
      (program), the documents (corpus_hash), the metadata, the lexicon, or what was read (content_digest). Status 0 if all \
      are the same, 2 if any is not.

      EXAMPLES:
        syntop rerun records.jsonl
        syntop rerun records.jsonl --index /backup/.syntop --json
      """)

  @Argument(help: ArgumentHelp("Files of records.", valueName: "file")) var files: [String]
  @OptionGroup var index: IndexOption
  @OptionGroup var output: ReportOptions

  private struct Outcome {
    var recorded: RecordedCommand
    var found: RecordedCommand
    /// What the index has otherwise than that of the record.
    var differences: [String]

    var isSame: Bool { recorded.digest == found.digest && recorded.status == found.status }
  }

  func run() throws {
    let directory = try index.existing()
    let reader = try QueryFailure.explained { try IndexReader.open(directory) }
    let identity = try IndexIdentity(reader)
    let outcomes = try files.flatMap { try records($0) }.map { command, before in
      var found = command
      try found.run(index: directory)
      return Outcome(recorded: command, found: found, differences: identity.differences(from: before))
    }
    if outcomes.isEmpty {
      throw CommandFailure("no record of a command: 'syntop methods --json -- COMMAND' writes one")
    }
    if output.json { writeJSON(outcomes) } else { outcomes.forEach(show) }
    if !outcomes.allSatisfy(\.isSame) { throw ExitStatus.trouble }
  }

  /// The commands of a file with the indexes they were run on.
  private func records(_ path: String) throws -> [(RecordedCommand, IndexIdentity)] {
    var records: [(RecordedCommand, IndexIdentity)] = []
    try FileLines.eachValue(of: path) { value, line in
      guard let command = value["command"], let index = value["index"] else {
        throw CommandFailure(
          "\(path):\(line): wanted a record with \"index\" and \"command\", as 'methods' writes it")
      }
      records.append((try RecordedCommand(command), IndexIdentity(index)))
    }
    return records
  }

  private func show(_ outcome: Outcome) {
    let line = outcome.recorded.arguments.map(MethodsText.quoted).joined(separator: " ")
    let style = output.style
    Output.write((outcome.isSame ? "same       " : style.match("different") + "  ") + line + "\n")
    guard !outcome.isSame else { return }
    Output.write("  \(outcome.recorded.bytes) bytes, SHA-256 \(outcome.recorded.digest), recorded\n")
    Output.write("  \(outcome.found.bytes) bytes, SHA-256 \(outcome.found.digest), now\n")
    let names = outcome.differences.joined(separator: ", ")
    Output.write("  " + (names.isEmpty ? "the index is the same" : "the index differs in \(names)") + "\n")
  }

  private func writeJSON(_ outcomes: [Outcome]) {
    var json = JSONWriter()
    json.object { json in
      json.field("ok", outcomes.allSatisfy(\.isSame))
      json.arrayField("commands") { list in
        for outcome in outcomes {
          list.object { json in
            json.field("same", outcome.isSame)
            json.field("differences", outcome.differences)
            json.key("recorded")
            outcome.recorded.write(to: &json)
            json.key("found")
            outcome.found.write(to: &json)
          }
        }
      }
    }
    Output.writeLine(&json)
  }
}
