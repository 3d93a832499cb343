// SPDX-License-Identifier: Apache-2.0

import Testing

/// What holds of every subcommand, run as a user would.
@Suite struct EndToEndTests {
  @Test func wrongUsageIsStatusTwoAndNamesTheWayOut() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let run = try program.run("--no-such-option")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("syntop: Unknown option '--no-such-option'"))
  }

  @Test func versionAndHelpGoToStandardOutput() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    #expect(try program.run("--version").output == "0.1.0\n")
    let help = try program.run("--help")
    #expect(help.status == 0)
    #expect(help.output.contains("USAGE: syntop"))
  }
}
