// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
@testable import Tokenizing

/// NFC against every line of the Unicode test file. (Foundation's own NFC errs beyond U+FFFF, so it is no oracle.)
struct NormalizationTests {
  /// The test file as Debian installs it is packed; `bzip2` belongs to every Debian system.
  static func testFile() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bzip2")
    process.arguments = ["-dc", "\(BreakTestFile.folder)/NormalizationTest.txt.bz2"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  static func text(_ field: Substring) -> String {
    let scalars = field.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
    return RandomText.string(scalars)
  }

  @Test func everyLineOfNormalizationTestPasses() throws {
    var (checked, changed) = (0, 0)
    for line in try NormalizationTests.testFile().split(separator: "\n") {
      guard let first = line.first, first != "#", first != "@" else { continue }
      let fields = line.split(separator: ";")
      let (source, expected) = (NormalizationTests.text(fields[0]), NormalizationTests.text(fields[1]))
      let results = [source, expected, NormalizationTests.text(fields[2])].map(Normalization.nfc)
      #expect(results.allSatisfy { Array($0.utf8) == Array(expected.utf8) }, "\(fields[0])")
      // The folds start from NFC, so that all five forms of a line fold alike.
      let folds = Set(fields[0..<5].map { Array(Folding.fold(NormalizationTests.text($0)).utf8) })
      #expect(folds.count == 1, "\(fields[0])")
      checked += 1
      changed += Array(source.utf8) == Array(expected.utf8) ? 0 : 1
    }
    #expect(checked > 19_000 && changed > 1_000)
  }
}
