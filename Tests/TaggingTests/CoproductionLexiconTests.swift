// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Tokenizing
@testable import Tagging

/// The lexicon of co-production holds its own examples and declares what programs outside rely on.
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

  /// What only labels are decided by does not change a hit. Cues give hits of their own and are left out.
  @Test func hitsForAnIndexAreThoseOfTheWholeLexicon() throws {
    var source = try LexiconLoader.lexicon(at: Self.directory)
    let examples = source.languages.map { language in
      (language.language, language.rules.flatMap { ($0.matches + $0.rejects).map(\.text) })
    }
    // An index counts what stands there: no cues, and nothing of another concept that is denied.
    for index in source.languages.indices {
      source.languages[index].cues = []
      for rule in source.languages[index].rules.indices
      where source.languages[index].rules[rule].deniedAs != source.languages[index].rules[rule].concept {
        source.languages[index].rules[rule].deniedAs = nil
      }
    }
    let whole = try LexiconCompiler.compile(source)
    let vocabulary = Vocabulary()
    let (all, own) = (
      Tagger(whole, vocabulary: vocabulary), Tagger(whole.forHits(), vocabulary: vocabulary)
    )
    var hits = 0
    for (language, lines) in examples {
      for first in lines.indices {
        let text = lines[first..<min(first + 1 + first % 4, lines.count)].joined(separator: " ")
        let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: language)])
        let found = own.tag(tokens)
        #expect(found.hits == all.tag(tokens).hits, "\(text)")
        #expect(found.passages.isEmpty)
        hits += found.hits.count
      }
    }
    #expect(hits > 100, "\(hits)")
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
    #expect(lexicon.concepts.filter { $0.broader == "transfer" }.map(\.id) == ["transitional", "enforced"])
    #expect(lexicon.contentHash.count == 32)
  }
}
