// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Reads the break tests and properties of the Unicode Character Database, as Debian's `unicode-data` installs it.
enum BreakTestFile {
  static let folder = "/usr/share/unicode"

  struct Case {
    var line: Int
    var text: String
    /// Borders as UTF-8 offsets, from 0 to the text's end.
    var borders: [Int]
  }

  /// The lines of a file such as `÷ 0001 × 0308 ÷ 0001 ÷ # comment`.
  static func cases(_ name: String) throws -> [Case] {
    let file = try String(contentsOfFile: "\(folder)/auxiliary/\(name)", encoding: .utf8)
    var cases: [Case] = []
    for (index, line) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.prefix { $0 != "#" }
      guard !content.allSatisfy(\.isWhitespace) else { continue }
      var test = Case(line: index + 1, text: "", borders: [])
      for field in content.split(whereSeparator: \.isWhitespace) {
        switch field {
        case "÷": test.borders.append(test.text.utf8.count)
        case "×": break
        default:
          let scalar = try unwrapped(UInt32(field, radix: 16).flatMap(Unicode.Scalar.init))
          test.text.unicodeScalars.append(scalar)
        }
      }
      cases.append(test)
    }
    return cases
  }

  /// The value of a property file for each code point it lists.
  static func property(_ path: String, keeping wanted: (String) -> Bool = { _ in true }) throws -> [UInt32: String] {
    let file = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    var values: [UInt32: String] = [:]
    for line in file.split(separator: "\n") {
      let fields = line.prefix { $0 != "#" }.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count >= 2, wanted(fields[1]) else { continue }
      let ends = fields[0].split(separator: ".").compactMap { UInt32($0, radix: 16) }
      guard let first = ends.first, let last = ends.last else { continue }
      for point in first...last { values[point] = fields[1] }
    }
    return values
  }

  struct Malformed: Error {}
}

/// The value, or an error that fails the test.
func unwrapped<T>(_ value: T?) throws -> T {
  guard let value else { throw BreakTestFile.Malformed() }
  return value
}
