// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tokenizing

/// Languages of blocks: the four, their neighbours, declarations and inheritance.
struct LanguageDetectorTests {
  static func language(_ text: String, prior: Language = .unknown) -> Language? {
    Tokenizer(into: Vocabulary()).tokenize([TextBlock(text, kind: 2)], prior: prior).blocks.first?.language
  }

  @Test(arguments: [
    ("Neighbours keep the library open in the evenings, and the council pays for the books.", Language.english),
    ("De buren houden de bibliotheek 's avonds open en de gemeente betaalt de boeken.", .dutch),
    ("Les voisins gardent la bibliothèque ouverte le soir et la commune paie les livres.", .french),
    ("Die Nachbarn halten die Bücherei abends offen, und die Gemeinde bezahlt die Bücher.", .german),
    ("Los vecinos mantienen abierta la biblioteca por las tardes y el ayuntamiento paga los libros.", .unknown),
    ("I vicini tengono aperta la biblioteca la sera e il comune paga i libri della scuola.", .unknown),
    ("Naboerne holder biblioteket åbent om aftenen, og kommunen betaler for bøgerne til det.", .unknown),
    ("Sąsiedzi prowadzą bibliotekę wieczorami, a gmina płaci za książki, które są w niej.", .unknown),
    ("Соседи держат библиотеку открытой по вечерам, а община платит за книги.", .unknown),
  ])
  func sentences(text: String, expected: Language) {
    #expect(LanguageDetectorTests.language(text) == expected)
  }

  @Test func shortBlocksTakeTheDocumentsLanguage() {
    #expect(LanguageDetectorTests.language("Trust 2019") == .unknown)
    #expect(LanguageDetectorTests.language("Trust 2019", prior: .dutch) == .dutch)
    let other = "The council and the residents of the area made a plan that was not carried out."
    #expect(LanguageDetectorTests.language(other, prior: .dutch) == .english)
  }

  @Test func declarationsStand() {
    let tokens = Tokenizer(into: Vocabulary()).tokenize([
      TextBlock("The council and the residents of the area made a plan.", kind: 2, language: .french)
    ])
    #expect(tokens.blocks.map(\.language) == [.french])
  }

  @Test func oneWordNeverOutweighsASentence() {
    let flood = String(repeating: "ij", count: 5_000)
    #expect(
      LanguageDetectorTests.language("\(flood) and the plan of the council was not for the residents") == .english)
  }
}
