// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every subcommand explains itself with an example, and `syntop` loads no extractor library.
@Suite struct HelpTests {
  /// The subcommands named by `syntop --help`.
  private func subcommands(_ program: BuiltProgram) throws -> [String] {
    let help = try program.run("--help").output
    guard let start = help.range(of: "SUBCOMMANDS:") else { return [] }
    return help[start.upperBound...].split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }.filter { $0 != "See" }
  }

  @Test func everySubcommandsHelpHasAnExample() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let commands = try subcommands(program)
    for expected in [
      "init", "build", "search", "kwic", "count", "frequency", "ngrams", "collocates", "keyness", "dispersion",
      "trends",
      "cooccurrence", "concepts", "classify", "tag", "extract", "lexicon", "evaluate", "sample", "agreement", "show",
      "status", "verify", "log", "diff", "methods", "rerun", "report", "export", "batch",
    ] {
      #expect(commands.contains(expected), "\(expected) is missing")
    }
    for command in commands {
      let help = try program.run(command, "--help")
      #expect(help.status == 0)
      #expect(help.output.contains("USAGE: syntop \(command)"), "\(command)")
      #expect(help.output.lowercased().contains("example"), "\(command) shows no example")
    }
  }

  /// What a command cannot read is told as the whole program would.
  @Test func wrongUsageNamesTheProgram() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for arguments in [["search"], ["search", "--limit", "many", "trust"], ["batch", "--frob"]] {
      let wrong = try program.run(arguments)
      #expect(wrong.status == 2)
      #expect(wrong.errors.contains("syntop \(arguments[0])"), "\(arguments): \(wrong.errors)")
    }
  }

  @Test func theMainProgramLoadsNoExtractor() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
    process.arguments = [BuiltProgram.programs.appendingPathComponent("syntop").path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let listed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(!listed.isEmpty)
    for library in ["libpoppler", "libxml2", "libcairo", "libuchardet"] {
      #expect(!listed.contains(library))
    }
  }
}
