// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Tokenizing
@testable import Tagging

/// The lexicon that the guide builds is sound, its examples hold, and its passages are labelled as the guide says.
@Suite struct GuideTests {
  /// The indented lines behind a line of the guide that ends with some words.
  private static func block(behind mark: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: root.appendingPathComponent("Lexicons/README.md"), encoding: .utf8)
    let lines = guide.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasSuffix(mark) })
    return lines[(start + 2)...].prefix { $0.hasPrefix("    ") || $0.isEmpty }.map { $0.dropFirst(4) + "\n" }.joined()
  }

  private static func lexicon() throws -> Lexicon {
    try LexiconReader.read(files: [
      ("scheme.yml", block(behind: "`strikes/scheme.yml`:")), ("en.yml", block(behind: "`strikes/en.yml`:")),
    ])
  }

  @Test func theExamplesHold() throws {
    let lexicon = try Self.lexicon()
    let checker = LexiconChecker(lexicon, try LexiconCompiler.compile(lexicon))
    #expect(checker.examples >= 8)
    #expect(checker.findings.map(\.message) == [])
  }

  @Test func thePassagesAreLabelledAsTheGuideSays() throws {
    let compiled = try LexiconCompiler.compile(try Self.lexicon())
    let vocabulary = Vocabulary()
    let tagger = Tagger(compiled, vocabulary: vocabulary)
    var labels: [String] = []
    for line in try Self.block(behind: "offsets in code points:").split(separator: "\n") where line.hasPrefix("{") {
      let text = try #require(line.split(separator: "\"text\": \"").last?.split(separator: "\", \"label\"").first)
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(String(text), kind: 2, language: .english)])
      labels.append(tagger.tag(tokens).overall?.label ?? "")
    }
    #expect(labels == ["strike", "lockout", "none", "none"])
  }
}
