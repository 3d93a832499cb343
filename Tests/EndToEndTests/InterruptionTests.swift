// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Builds that are stopped: the line that says what state the index is in, the status, and that it is in that state.
@Suite struct InterruptionTests {
  /// A build that waits for ever at a file of that name.
  private static let waiting = ["SYNTOP_TEST_FAULT": "sleep:.wait"]

  private func stopped(_ program: BuiltProgram, by signal: Int32) throws -> BuiltProgram.Run {
    try program.run(["build", "--index", "ix", "--quiet", "corpus"], environment: Self.waiting) { process in
      try program.waitForWorker(of: process)
      kill(process, signal)
    }
  }

  @Test func beforeTheFirstGeneration() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.", to: "corpus/a.txt")
    try program.write("Never read.", to: "corpus/b.wait")
    let run = try stopped(program, by: SIGINT)
    #expect(run.status == 130)
    #expect(run.errors == "syntop: stopped; nothing was committed to ix yet; the same command starts over\n")
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["hits"] as? Int == 1)
  }

  @Test func aLaterBuildLeavesTheGenerationAsItWas() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write("Trust grows.", to: "corpus/a.txt")
    #expect(try program.run("build", "--index", "ix", "--quiet", "corpus").status == 0)
    try program.write("Trust again.", to: "corpus/a.txt.wait")
    for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
      let run = try stopped(program, by: signal)
      #expect(run.status == status)
      #expect(run.errors == "syntop: stopped; ix is as it was, at generation 1; the same command starts over\n")
    }
    #expect(try program.run("verify", "--index", "ix").status == 0)
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["hits"] as? Int == 1)
    let next = try program.run("build", "--index", "ix", "--quiet", "--json", "corpus").objects.last
    #expect(next?["generation"] as? Int == 2)
    #expect(try program.run("count", "--index", "ix", "--json", "trust").objects.first?["hits"] as? Int == 2)
  }
}
