// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Documents

/// Patterns of paths, by hand and beside a plain recursive reading of them.
@Suite struct PathPatternTests {
  @Test(arguments: [
    ("*.css", "a.css", true), ("*.css", "x/y/a.css", true), ("*.css", "a.css/b", false), ("/*.css", "x/a.css", false),
    ("/*.css", "a.css", true), ("x/*.css", "x/a.css", true), ("x/*.css", "y/x/a.css", false),
    ("x/*.css", "x/y/a.css", false),
    ("x/**/*.css", "x/y/z/a.css", true), ("x/**/*.css", "x/a.css", true), ("**/a", "a", true), ("**/a", "b/c/a", true),
    ("a/**", "a/b/c", true), ("?.t", "\u{E9}.t", true), ("?.t", ".t", false), ("[a-c]x", "bx", true),
    ("[!a-c]x", "bx", false),
    ("[^a-c]x", "dx", true), ("[]x]", "]", true), ("[ab", "[ab", true), ("[a-]", "-", true), ("\\*", "*", true),
    ("\\*", "b", false), ("a**b", "axxb", true), ("", "a", false), ("/", "a", false), ("name", "name", true),
    ("name", "names", false),
  ])
  func fits(_ pattern: String, _ path: String, _ expected: Bool) {
    #expect(PathPattern(pattern).fits(path, isFolder: false) == expected)
  }

  @Test func aSlashAtTheEndFitsFoldersOnly() {
    for pattern in ["old/", "/old/", "*/"] {
      #expect(PathPattern(pattern).fits("old", isFolder: true) && !PathPattern(pattern).fits("old", isFolder: false))
    }
    #expect(PathPattern("old/").fits("x/old", isFolder: true) && !PathPattern("/old/").fits("x/old", isFolder: true))
  }

  private static func plain(_ pattern: Substring, _ text: Substring) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    if first == "*" { return plain(rest, text) || (!text.isEmpty && plain(pattern, text.dropFirst())) }
    return !text.isEmpty && (first == "?" || first == text.first) && plain(rest, text.dropFirst())
  }

  @Test func runsAreAsAPlainReadingHasThem() {
    var random = SeededGenerator(seed: 4)
    var found = 0
    for _ in 0..<600 {
      func draw(_ signs: [String], _ most: Int) -> String {
        (0..<Int.random(in: 1...most, using: &random)).map { _ in signs.randomElement(using: &random)! }.joined()
      }
      let (pattern, text) = (draw(["a", "b", "*", "?"], 6), draw(["a", "b"], 8))
      // Two runs that make a part of their own stand for folders.
      if pattern == "**" { continue }
      let expected = Self.plain(pattern[...], text[...])
      #expect(PathPattern(pattern).fits(text, isFolder: false) == expected, "\(pattern) \(text)")
      found += expected ? 1 : 0
    }
    #expect((60...540).contains(found))
  }
}
