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

  @Test(arguments: [
    "Korttelin asukkaat avasivat viime keväänä korjauspajan vanhalla paloasemalla ja päättävät itse sen toiminnasta.",
    "Asukkaat pitävät kirjaston auki iltaisin, ja kunta maksaa kirjat ja tilojen vuokran.",
    "Agorodd trigolion y gymdogaeth weithdy atgyweirio y gwanwyn diwethaf yn yr hen orsaf dân ac maent yn penderfynu.",
    "Mae'r gymuned yn rhedeg y llyfrgell ac mae'r cyngor yn talu am y llyfrau.",
    "Auzoko bizilagunek liburutegia irekita mantentzen dute eta udalak liburuak ordaintzen ditu.",
    "Locuitorii cartierului au deschis biblioteca si primaria plateste pentru cartile care sunt acolo.",
    "Locuitorii țin biblioteca deschisă seara, iar primăria plătește cărțile și chiria clădirii.",
    "Iedzīvotāji paši vada bibliotēku vakaros, un pašvaldība maksā par grāmatām.",
    "La loĝantoj mem gvidas la bibliotekon kaj la urbo pagas por la libroj, kiuj estas tie.",
    "Die inwoners hou self die biblioteek in die aande oop en hulle besluit nie alleen oor die geld vir boeke nie.",
    "De ynwenners hâlde sels de bibleteek iepen en de gemeente betellet foar de boeken dy't hja oan ek syn hawwe.",
    "D'Awunner bedreiwen d'Bibliothéik selwer, awer d'Gemeng bezilt fir déi Bicher vun der Schoul.",
    "Lo vesins gardan la bibliotèca dobèrta amb l'ajuda dels obrièrs, e la comuna paga los libres pels escolans.",
  ])
  func neighboursOfTheFour(text: String) {
    #expect(LanguageDetectorTests.language(text) == .unknown)
  }

  @Test func shortBlocksTakeTheDocumentsLanguage() {
    #expect(LanguageDetectorTests.language("Trust 2019") == .unknown)
    #expect(LanguageDetectorTests.language("Trust 2019", prior: .dutch) == .dutch)
    let other = "The council and the residents of the area made a plan that was not carried out."
    #expect(LanguageDetectorTests.language(other, prior: .dutch) == .english)
  }

  static let dutch =
    "De bewoners zijn zelf een bibliotheek begonnen in de oude school, en zij beslissen over de aankopen."
  static let english =
    "The residents began a library of their own in the old school, and they decide what is bought for it."

  static func languages(_ blocks: [TextBlock], prior: Language) -> [Language] {
    Tokenizer(into: Vocabulary()).tokenize(blocks, prior: prior).blocks.map(\.language)
  }

  @Test func declarationsStandWhereWordsDoNotPlainlyTellOtherwise() {
    let doubtful = TextBlock("Het project: plan van aanpak", kind: 2, language: .french)
    #expect(Self.languages([doubtful], prior: .english) == [.french])
    // A sentence in the language that is declared is never taken for another's.
    let words = TextBlock(Self.english, kind: 2, language: .english)
    #expect(Self.languages([words], prior: .dutch) == [.english])
  }

  @Test func wordsOverruleAPlainlyFalseDeclaration() {
    for declared in [Language.english, .french, .german] {
      #expect(Self.languages([TextBlock(Self.dutch, kind: 2, language: declared)], prior: .unknown) == [.dutch])
      #expect(Self.languages([TextBlock(Self.dutch, kind: 2)], prior: declared) == [.dutch])
    }
  }

  /// A whole page of one language is read by it, its short lines too; a quotation in another stays one.
  @Test func aPageOfAnotherLanguageThanDeclared() {
    let page =
      [TextBlock("Buurtbibliotheek", kind: 1)] + Array(repeating: TextBlock(Self.dutch, kind: 2), count: 5)
      + [TextBlock(Self.english, kind: 2), TextBlock("Lees meer", kind: 2)]
    #expect(Self.languages(page, prior: .english) == Array(repeating: .dutch, count: 6) + [.english, .dutch])
    let mixed = [TextBlock("Read more", kind: 2), TextBlock(Self.dutch, kind: 2), TextBlock(Self.english, kind: 2)]
    #expect(Self.languages(mixed, prior: .english) == [.english, .dutch, .english])
  }

  /// The letters and keywords of code are function words of some language or other.
  @Test func codeAndTablesSpeakTheirDocumentsLanguage() {
    let code = "for (i = 0; i < n; ++i) { o[i] = a * x[i] + i; } int i, o, e; i = o + e; i = i + 1; e = i;"
    let blocks = [TextBlock(Self.english, kind: 2), TextBlock(code, kind: 3, linesStandAlone: true)]
    #expect(Self.languages(blocks, prior: .english) == [.english, .english])
    #expect(Self.languages(blocks, prior: .unknown) == [.english, .english])
    #expect(Self.languages([blocks[1]], prior: .german) == [.german])
    #expect(Self.languages([TextBlock(code, kind: 2)], prior: .english) == [.unknown])
  }

  @Test func oneWordNeverOutweighsASentence() {
    let flood = String(repeating: "ij", count: 5_000)
    #expect(
      LanguageDetectorTests.language("\(flood) and the plan of the council was not for the residents") == .english)
  }
}
