// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `--ocr`: scanned pages in an index, the recorded setting, and what is said without tesseract.
@Suite struct ScannedPagesTests {
  static let isInstalled = ["/usr/bin", "/usr/local/bin"].contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/tesseract")
  }

  private static var scan: String {
    BuiltProgram.sourceRoot.appendingPathComponent("Tests/Quality/pdf/scanned/ferry-page-1.pdf").path
  }

  @Test(.enabled(if: isInstalled, "needs tesseract-ocr and tesseract-ocr-eng"))
  func theSettingIsRecordedAndAChangeOfItReadsAnew() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.run("build", "--index", "ix", "--quiet", Self.scan)
    #expect(try program.run("count", "--index", "ix", "bake-house").status == 1)
    let built = try program.run("build", "--index", "ix", "--quiet", "--ocr", "en")
    #expect(built.status == 0, "\(built.errors)")
    #expect(try program.run("count", "--index", "ix", "bake-house").status == 0)
    let settings = try String(
      contentsOf: program.folder.appendingPathComponent("ix/syntop.yml"), encoding: .utf8)
    #expect(settings.hasSuffix("ocr: \"en\"\n"))
    // The setting is kept, and an unchanged corpus is not read again.
    #expect(try program.run("build", "--index", "ix", "--json").output.contains("\"unchanged\":1"))
    try program.run("build", "--index", "ix", "--quiet", "--ocr", "none")
    #expect(try program.run("count", "--index", "ix", "bake-house").status == 1)
  }

  @Test func withoutTesseractItIsNamed() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let run = try program.run("extract", "--ocr", "en", Self.scan, environment: ["PATH": "/nowhere"])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors.contains("--ocr needs tesseract, which is not on the PATH"))
  }
}
