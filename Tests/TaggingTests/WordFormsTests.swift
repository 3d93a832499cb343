// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Elided articles and pronouns are cut off, so that word classes and actors are found behind them.
@Suite struct WordFormsTests {
  @Test(arguments: [
    ("l'association", ["l'", "association"]), ("d'habitants", ["d'", "habitants"]), ("qu'elle", ["qu'", "elle"]),
    ("jusqu'ici", ["jusqu'", "ici"]), ("aujourd'hui", ["aujourd'hui"]), ("presqu'ile", ["presqu'ile"]), ("l'", ["l'"]),
  ])
  func frenchElisions(_ form: String, _ parts: [String]) {
    #expect(WordForms.parts(of: form, language: .french) == parts)
    #expect(WordForms.parts(of: WordForms.fold(form.replacing("'", with: "’")), language: .french) == parts)
  }

  @Test(arguments: ["'", "’"]) func actorsAndClassesBehindAnElision(_ mark: String) throws {
    let scheme = "name: e\nactors: {CIT: {opposite: ORG}, ORG: {opposite: CIT}}\nconcepts: [{id: c}, {id: o}]"
    let french = """
      language: fr
      grammar: {determiners: "le, la, l', les, une, un", of: "de, d'", by: par, be: est, verbs: "~décider, ~fonder"}
      classes: {CIT: "~habitant, collectif d' habitants", ORG: ~école}
      rules:
        - {id: c, concept: c, patterns: ["idée {of} ..1 <CIT>", "CIT>~fonder"]}
        - {id: o, concept: o, patterns: ["ORG>~décider", "que? {ORG} (dit|veut)"]}
      """
    let lexicon = try LexiconCompiler.compile(LexiconReader.read(files: [("scheme.yml", scheme), ("fr.yml", french)]))
    let vocabulary = Vocabulary()
    func concepts(_ text: String) -> [String] {
      let text = text.replacing("'", with: mark)
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .french)])
      return Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits.map { lexicon.concepts[Int($0.concept)].id }
    }
    #expect(concepts("Une idée d'habitants est née.") == ["c"])
    #expect(concepts("Un collectif d'habitants fonde une caisse.") == ["c"])
    #expect(concepts("On sait que l'école décide.") == ["o"])
    #expect(concepts("Ce qu'école veut, nul ne le sait.") == ["o"])
  }
}
