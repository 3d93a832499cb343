// SPDX-License-Identifier: Apache-2.0

/// The lexicon of co-production holds its own examples and declares what programs outside rely on.
import Glibc
import Testing

@testable import Tagging

@Suite struct CoproductionLexiconTests {
  private static var directory: String {
    // The package may be reached through symbolic links.
    let file = realpath(#filePath, nil).map { path in
      defer { free(path) }
      return String(cString: path)
    }
    var parts = (file ?? #filePath).split(separator: "/").map(String.init)
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/") + "/Lexicons/coproduction"
  }

  @Test func examplesHold() throws {
    let lexicon = try LexiconLoader.lexicon(at: Self.directory)
    let checker = LexiconChecker(lexicon, try LexiconCompiler.compile(lexicon))
    #expect(checker.examples > 50)
    #expect(checker.findings.filter(\.isError).map(\.message) == [])
  }

  @Test func namesThatOthersRelyOn() throws {
    let lexicon = try LexiconLoader.load(Self.directory)
    for id in [
      "citizen-owned", "citizen-driven", "transitional", "enforced", "typology_term", "citizen_initiates",
      "citizen_controls",
      "organisation_initiates", "organisation_controls", "professional_facilitates", "transfer_to_citizens",
      "enforced_pressure",
      "consultation_only", "professional_led", "negated_or_tokenistic", "other_sense",
    ] { #expect(lexicon.conceptIndex[id] != nil, "\(id)") }
    #expect(lexicon.classification?.labels == ["citizen-owned", "citizen-driven", "transitional", "none"])
    #expect(Set(lexicon.tables.keys.map(\.code)) == ["en", "nl", "fr", "de"])
    #expect(lexicon.narrower(than: "transfer").count == 3)
    #expect(lexicon.contentHash.count == 32)
  }
}
