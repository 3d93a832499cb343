// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The sample corpus from folder to answers: every file is read, and what its writers put in is found.
@Suite struct SampleCorpusTests {
  /// Builds the index `ix` of the sample corpus.
  private func build(_ program: BuiltProgram) throws -> BuiltProgram.Run {
    let root = BuiltProgram.sourceRoot
    let corpus = root.appendingPathComponent("Corpus")
    return try program.run(
      "build", "--index", "ix", "--json", "--quiet", "--lexicon",
      root.appendingPathComponent("Lexicons/coproduction").path, "--metadata",
      corpus.appendingPathComponent("metadata.csv").path, corpus.appendingPathComponent("html").path,
      corpus.appendingPathComponent("pdf").path, corpus.appendingPathComponent("plain").path)
  }

  @Test func everyDocumentIsReadAndItsConceptsAreFound() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let run = try build(program)
    #expect(run.status == 0, "\(run.errors)")
    let documents = try #require(run.objects.last?["documents"] as? [String: Int])
    #expect(documents["total"] == 38)
    #expect(documents["quarantined"] == 0)

    let languages = try program.run("count", "--index", "ix", "--json", "--by", "language", "stem:the OR de OR der")
    #expect((languages.objects.first?["groups"] as? [[String: Any]])?.count == 4)
    let named = try program.run("count", "--index", "ix", "--json", "co-production")
    #expect((named.objects.first?["documents"] as? Int ?? 0) >= 10)

    // A comment under this page names the term and says the opposite of what the page tells.
    let comment = try program.run("kwic", "--index", "ix", "--jsonl", "co-production", "--include", "comment")
    #expect(comment.status == 0 && comment.output.contains("ferry-sula-voe"))
    let bare = try program.run("kwic", "--index", "ix", "--jsonl", "co-production")
    #expect(bare.status == 0 && !bare.output.contains("ferry-sula-voe"))
    let film = try program.run("search", "--index", "ix", "--jsonl", "film treaty")
    #expect(film.objects.first?["id"] as? String == "film-coproduction-fund.html")
    let verified = try program.run("verify", "--index", "ix", "--json")
    #expect(verified.objects.first?["ok"] as? Bool == true)
  }

  /// What the guide in the README asks of the sample corpus finds something.
  @Test func theExamplesOfTheGuideFindSomething() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    _ = try build(program)
    let guide = try String(contentsOf: BuiltProgram.sourceRoot.appendingPathComponent("README.md"), encoding: .utf8)
    let asking = ["search", "kwic", "count", "collocates", "concepts", "classify"]
    var tried = 0
    for line in guide.split(separator: "\n") where line.hasPrefix("|") {
      guard let command = line.firstMatch(of: /`syntop ([^`]+)`/)?.1 else { continue }
      // Words are parted by spaces; what stands in single quotes is one.
      let words = command.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
        index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
      }
      guard let name = words.first, asking.contains(name) else { continue }
      let run = try program.run(words + ["--index", "ix"])
      #expect(run.status == 0 && !run.output.isEmpty, "\(command): \(run.errors)")
      tried += 1
    }
    #expect(tried >= 7)
  }
}
