// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bytes
internal import Indexing

/// `syntop init`: makes an empty index and records what it is to be built from.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make an index in .syntop and record the folders it is built from.",
    discussion: """
      Writes .syntop/syntop.yml, which may be edited. Nothing is read yet: that is what 'syntop build' does.

      Example: an index of the folder papers
        syntop init --lexicon Lexicons/coproduction papers && syntop build
      """)

  @Option(name: .customLong("index"), help: "Where to make the index (default: .syntop in this folder).")
  var directory = ".syntop"

  @Option(name: .customLong("lexicon"), help: ArgumentHelp("Mark the concepts of this lexicon.", valueName: "dir"))
  var lexicons: [String] = []

  @Argument(help: "The folders and files of the corpus (default: this folder).")
  var paths: [String] = []

  func run() throws {
    guard try IndexSettings.read(directory) == nil else {
      throw CommandFailure(
        "there is an index at \(directory) already; edit \(directory)/\(IndexSettings.fileName), or remove the folder")
    }
    try ArgumentBytes.checkText([directory] + paths + lexicons)
    for path in paths where !Files.exists(path) { throw CommandFailure("there is no file or folder \(path)") }
    for path in lexicons where !Files.isDirectory(path) { throw CommandFailure("there is no lexicon at \(path)") }
    try Files.makeDirectory(directory)
    var settings = IndexSettings()
    settings.roots = (paths.isEmpty ? ["."] : paths).map { IndexSettings.recorded($0, index: directory) }
    settings.lexicons = lexicons.map { IndexSettings.recorded($0, index: directory) }
    try settings.write(directory)
    Output.note("made \(directory); now run: syntop build")
  }
}
