// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Presenting
internal import Segments

/// `syntop methods`: how numbers were made, as a paragraph for a publication and as a record that `rerun` repeats.
struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "Describe how numbers were made: a paragraph to publish, or a record to repeat a command by.",
    discussion: """
      Prints a paragraph on the corpus, the words, the lexicon and, with a command behind --, on its formulas and the digest \
      of its output. With --json it is a record on one line: versions, hashes, settings, arguments, digest, formulas and the \
      paragraph; 'syntop rerun' runs the command of a record again and compares. Commands that read an index can be \
      recorded; name the index before --. In tables for people lines are 100 columns wide.

      EXAMPLES:
        syntop methods
        syntop methods --json --output trust.csv -- count trust --by year --csv \\
          >> records.jsonl
      """)

  @OptionGroup var index: IndexOption
  @Option(help: ArgumentHelp("Also write what the command prints into this file.", valueName: "file")) var output:
    String?
  @OptionGroup var report: ReportOptions
  @Argument(parsing: .postTerminator, help: ArgumentHelp("A command and its arguments.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    if output != nil, command.isEmpty {
      throw ValidationError("--output writes what a command prints: give one behind --.")
    }
  }

  func run() throws {
    let directory = try index.existing()
    let reader = try QueryFailure.explained { try IndexReader.open(directory) }
    var recorded = command.isEmpty ? nil : try RecordedCommand(arguments: command)
    try recorded?.run(index: directory, output: output)
    let text = MethodsText(identity: try IndexIdentity(reader), command: recorded)
    guard report.json else {
      Output.write(text.paragraph + "\n")
      return
    }
    var json = JSONWriter()
    json.object { json in
      json.field("syntop", SyntopCommand.configuration.version)
      json.key("index")
      text.identity.write(to: &json)
      if let recorded {
        json.key("command")
        recorded.write(to: &json)
        json.field("formulas", MethodsText.formulas[recorded.arguments[0]] ?? [])
      }
      json.field("text", text.paragraph)
    }
    Output.writeLine(&json)
  }
}
