// SPDX-License-Identifier: Apache-2.0

/// The sample corpus from folder to answers: every file is read, and what its writers put in is found.
import Foundation
import Testing

@Suite struct SampleCorpusTests {
  @Test func everyDocumentIsReadAndItsConceptsAreFound() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let root = BuiltProgram.sourceRoot
    let corpus = root.appendingPathComponent("Corpus")
    let run = try program.run(
      "build", "--index", "ix", "--json", "--quiet", "--lexicon",
      root.appendingPathComponent("Lexicons/coproduction").path, "--metadata",
      corpus.appendingPathComponent("metadata.csv").path, corpus.appendingPathComponent("html").path,
      corpus.appendingPathComponent("pdf").path, corpus.appendingPathComponent("plain").path)
    #expect(run.status == 0, "\(run.errors)")
    let documents = try #require(run.objects.last?["documents"] as? [String: Int])
    #expect(documents["total"] == 38)
    #expect(documents["quarantined"] == 0)

    let languages = try program.run("count", "--index", "ix", "--json", "--by", "language", "stem:the OR de OR der")
    #expect((languages.objects.first?["groups"] as? [[String: Any]])?.count == 4)
    let named = try program.run("count", "--index", "ix", "--json", "co-production")
    #expect((named.objects.first?["documents"] as? Int ?? 0) >= 10)

    // A comment under this page names the term and says the opposite of what the page tells.
    let comment = try program.run("kwic", "--index", "ix", "--jsonl", "co-production", "--where", "kind:article")
    #expect(!comment.output.contains("ferry-sula-voe"))
    let film = try program.run("search", "--index", "ix", "--jsonl", "film treaty")
    #expect(film.objects.first?["id"] as? String == "film-coproduction-fund.html")
    let verified = try program.run("verify", "--index", "ix", "--json")
    #expect(verified.objects.first?["ok"] as? Bool == true)
  }
}
