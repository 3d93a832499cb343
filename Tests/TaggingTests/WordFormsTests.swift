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

  @Test(arguments: [
    ("habitant·e·s", ["habitants"]), ("habitant.e.s", ["habitants"]), ("habitant·es", ["habitants"]),
    ("habitant·e", ["habitant"]), ("habitant.e", ["habitant"]), ("citoyen·ne·s", ["citoyens"]),
    ("citoyen.nes", ["citoyen.nes"]), ("acteur·rice·s", ["acteurs"]), ("directeur·trice", ["directeur"]),
    ("heureux·ses", ["heureux"]), ("tous·tes", ["tous"]), ("l'habitant·e", ["l'", "habitant"]),
    ("d'habitant.e.s", ["d'", "habitants"]), ("exemple.es", ["exemple.es"]), ("col·leccio", ["col·leccio"]),
    ("a.e.s", ["a.e.s"]), ("3.5", ["3.5"]), ("mairie.fr", ["mairie.fr"]), ("·e", ["·e"]),
  ])
  func frenchInclusiveWriting(_ form: String, _ parts: [String]) {
    #expect(WordForms.parts(of: form, language: .french) == parts)
    #expect(WordForms.parts(of: form, language: .dutch).joined() == form)
  }

  @Test(arguments: [
    ("Bürger:innen", "burgerinnen"), ("Bürger_innen", "burgerinnen"), ("Bürger·innen", "burgerinnen"),
    ("Mieter:in", "mieterin"), ("12:in", "12:in"), ("a_b", "a_b"), ("Bürger:rat", "burger:rat"),
  ])
  func germanInclusiveWriting(_ form: String, _ word: String) {
    #expect(WordForms.parts(of: WordForms.fold(form), language: .german) == [word])
  }

  @Test(arguments: [
    ("Les habitant·e·s décident.", Language.french), ("Les habitant.e.s décident.", .french),
    ("Les Habitant·es décident.", .french), ("Die Bürger:innen entscheiden.", .german),
    ("Die Bürger_innen entscheiden.", .german),
  ])
  func inclusiveWritingInTexts(_ text: String, _ language: Language) throws {
    let lexicon = try LexiconCompiler.compile(
      LexiconReader.read(files: [
        ("scheme.yml", "name: e\nconcepts: [{id: c}]"),
        ("fr.yml", "language: fr\nrules: [{id: c, concept: c, patterns: [~habitant]}]"),
        ("de.yml", "language: de\nrules: [{id: d, concept: c, patterns: [~Bürger]}]"),
      ]))
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: language)])
    let hits = Tagger(lexicon, vocabulary: vocabulary).tag(tokens).hits
    #expect(hits.map { [$0.start, $0.end] } == [[1, 2]])
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
