// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport
@testable import Extracting

/// Tests of plain text: what is unwrapped, what keeps its lines, what each kind of file becomes.
@Suite struct PlainExtractorTests {
  static func extract(_ text: String) throws -> Extraction { try PlainExtractor.extract(Array(text.utf8)) }

  /// `kind: text` of each block.
  static func lines(_ text: String) throws -> [String] {
    try extract(text).blocks.map { "\($0.kind.name): \($0.text)" }
  }

  static let wrapped = """
    THE CRECHE IN THE OLD DAIRY

    The county asked for examples of good partnership in child
    care. I offer one which does not quite answer the ques-
    tion, because nobody from the county was a partner in co-
    production until its third year, and even then only in a
    small way. Co-production is the word, or question.

    What the parents hold

    Every family that uses the creche is a member and every
    member does one morning a fortnight.
    """

  @Test func hardWrappedTextIsUnwrapped() throws {
    let extraction = try Self.extract(Self.wrapped)
    #expect(
      extraction.blocks.map(\.text) == [
        "THE CRECHE IN THE OLD DAIRY",
        "The county asked for examples of good partnership in child care. I offer one which does not quite answer the "
          + "question, because nobody from the county was a partner in co-production until its third year, and even then "
          + "only in a small way. Co-production is the word, or question.",
        "What the parents hold",
        "Every family that uses the creche is a member and every member does one morning a fortnight.",
      ])
    #expect(extraction.blocks.map(\.kind) == [.title, .paragraph, .heading, .paragraph])
    #expect(extraction.metadata.title == "THE CRECHE IN THE OLD DAIRY")
  }

  @Test func verseKeepsItsLines() throws {
    let verse = """
      The river took the lower field
      And gave it back in May,
      With silt enough to sow again
      And half the fence away.

      We set the posts a second time,
      We strung the wire anew,
      The river watched us from its bed
      As patient rivers do.
      """
    #expect(try Self.extract(verse).blocks.map(\.text) == verse.split(separator: "\n\n").map(String.init))
  }

  @Test func linesThatAreParagraphsStayApart() throws {
    let long = String(repeating: "A sentence of a paragraph that stands on one line. ", count: 5)
    let blocks = try Self.extract("Heading of it\n\(long)\n\(long)\n").blocks
    #expect(blocks.map(\.kind) == [.title, .paragraph, .paragraph])
  }

  @Test func listsTablesAndCode() throws {
    let text = """
      What they offer:

      - a key to the tool shed
        (not the tractor)
      - half a day of training
      3. a third thing

      Year    Said             Decided
      2017    rang round       the callers
      2018    put to board     the board

          for (i = 0; i < n; i++) {
              sum += a[i];
          }
      """
    #expect(
      try Self.lines(text) == [
        "paragraph: What they offer:", "list-item: a key to the tool shed (not the tractor)",
        "list-item: half a day of training", "list-item: 3. a third thing",
        "table: Year\tSaid\tDecided\n2017\trang round\tthe callers\n2018\tput to board\tthe board",
        "code: for (i = 0; i < n; i++) {\n    sum += a[i];\n}",
      ])
  }

  @Test func firstLineIndentsPartParagraphs() throws {
    let text = """
           The town council resolved in January to give the baths to the
      people of Great Stukely. I was asked to report on whether it had done
      so. My answer is that it had not.
           I set out below what was done, in order, and afterwards the reasons
      for my opinion. I have seen all the papers and have spoken to thirty.
      """
    #expect(try Self.extract(text).blocks.map { String($0.text.prefix(12)) } == ["The town cou", "I set out be"])
  }

  @Test func formFeedsArePagesAndFurnitureIsApart() throws {
    let page = { (number: Int, text: String) in "ENQUIRY INTO THE BATHS\n\n\(text)\n\n- \(number) -\n" }
    let text = [
      page(1, "The first page says this and ends in the middle of a"), page(2, "sentence that the second ends."),
      page(3, "The third page says no more than that."),
    ].joined(separator: "\u{C}")
    let extraction = try Self.extract(text)
    #expect(extraction.pageCount == 3)
    #expect(extraction.blocks.filter { $0.kind == .pageHeader }.map(\.page) == [1, 2, 3])
    #expect(extraction.blocks.filter { $0.kind == .pageNumber }.map(\.text) == ["- 1 -", "- 2 -", "- 3 -"])
    #expect(
      extraction.blocks.filter(\.kind.isBody).map(\.text) == [
        "The first page says this and ends in the middle of a sentence that the second ends.",
        "The third page says no more than that.",
      ])
  }

  @Test func linesRepeatedOnSlidesAreFeet() throws {
    let slides = ["Who begins", "Who decides", "Who pays", "Who may stop it"].map {
      "\($0)\n\nA sentence that says something about it at some length, so that it is text.\n\nInstitute of Wells\n"
    }
    let blocks = try Self.extract(slides.joined(separator: "\n\n")).blocks
    #expect(blocks.filter { $0.kind == .pageFooter }.count == 4)
    #expect(!blocks.contains { $0.kind.isBody && $0.text.contains("Institute") })
  }

  @Test func whatComesAgainInATextWithoutPagesIsItsText() throws {
    let parts = (1...5).map { part in
      "Item \(part) of the agenda\n\nDiscussion\n\nThe members spoke about item \(part) for an hour and came to no end.\n\n"
        + "Agreed\n\nThat item \(part) comes back in the month after this one, with the figures."
    }
    let blocks = try Self.extract(parts.joined(separator: "\n\n")).blocks
    #expect(blocks.filter(\.kind.isBody).count == blocks.count)
    #expect(blocks.count { $0.text == "Discussion" } == 5 && blocks.count { $0.text == "Agreed" } == 5)
  }

  @Test func numbersOverTheStanzasOfAPoemAreNoPageNumbers() throws {
    let stanzas = (1...4).map { "\($0)\n\nThe well is deep,\nThe rope is long,\nThe bucket sings." }
    #expect(try Self.extract(stanzas.joined(separator: "\n\n")).blocks.filter { !$0.kind.isBody }.isEmpty)
    let pages = (1...4).map { "The council paid for the rope and for the\n\n\($0)\n" }
    let text = pages.joined(separator: "\nbucket that the members keep beside it. ") + "\nbucket."
    #expect(try Self.extract(text).blocks.filter { $0.kind == .pageNumber }.map(\.text) == ["1", "2", "3", "4"])
  }

  /// A page of a request for comments: a head, text that runs on, and a foot.
  private func memorandum(pageEnd: String) -> String {
    (1...5).map { page in
      let subject = ["rope", "well", "bucket", "spade", "drill"][page - 1]
      let lines = (0..<12).map {
        "   line \($0) on the \(subject) says what the association of the quarter decides and"
      }
      return "RFC 9999                    Mending Protocol                   March 1999\n\n"
        + lines.joined(separator: "\n")
        + "\n\n\nDoe                          Informational                     [Page \(page)]\n"
    }.joined(separator: pageEnd)
  }

  @Test(arguments: ["\u{C}", ""]) func runningFeetOfMemorandaAreApart(pageEnd: String) throws {
    let blocks = try Self.extract(memorandum(pageEnd: pageEnd)).blocks
    #expect(blocks.filter { $0.kind == .pageFooter }.count == 5)
    #expect(blocks.filter { $0.kind == .pageHeader }.count >= 4)
    #expect(!blocks.contains { $0.kind == .paragraph && $0.text.contains("Informational") })
  }

  @Test func whatFormFeedsPartInSectionsHasNoRunningHeads() throws {
    let sections = (1...4).map { part in
      "Chapter \(part)\n\n" + (0..<60).map { "Sentence \($0) of part \(part) is here.\n" }.joined(separator: "\n")
    }
    let blocks = try Self.extract(sections.joined(separator: "\n\u{C}\n")).blocks
    #expect(!blocks.contains { $0.kind == .pageHeader } && blocks.contains { $0.text == "Chapter 3" })
  }

  @Test(arguments: [
    (
      "<pause> The council sent <number> letters to <name of resident>.",
      "<pause> The council sent <number> letters to <name of resident>."
    ),
    ("If x<b and z>w, then <b>so</b><br/> it is.", "If x<b and z>w, then so it is."),
    ("A <span class=\"x\">word</span><!-- remark --> and <https://example.org>", "A word and https://example.org"),
    ("Here[^1] &amp; there &lt;now&gt; &unknown;", "Here & there <now> &unknown;"),
  ])
  func markdownKeepsWhatIsNoTag(line: String, expected: String) throws {
    let blocks = try Self.extract("# Title\n\n## Part\n\n\(line)\n\n[1]: https://example.org/a \"A\"\n[b]: /c\n").blocks
    #expect(blocks.filter { $0.kind == .paragraph }.map(\.text) == [expected])
    #expect(blocks.filter { $0.kind == .furniture }.count == 2)
  }

  @Test(arguments: ["%@\n", "%@  0:03\n", "%@\t", "%@: "])
  func turnsOfEveryFormAreParagraphs(form: String) throws {
    let said = [
      "Who started the library here in this street?", "We did that ourselves, the neighbours, when the branch closed.",
      "And who decides what is bought?", "The members do, every month, and the council has no say in it.",
      "So the council pays the rent?", "It does, and we pay for the books and for the heating in winter.",
    ]
    let names = ["Interviewer", "Jane Doe"]
    let turns = said.indices.map { form.replacing("%@", with: names[$0 % 2]) + said[$0] }
    let extraction = try Self.extract(turns.joined(separator: form.hasSuffix("\n") ? "\n\n" : "\n"))
    #expect(extraction.format == .transcript && extraction.blocks.filter { $0.kind != .paragraph }.isEmpty)
    #expect(extraction.blocks.map(\.text) == said.indices.map { "\(names[$0 % 2]): \(said[$0])" })
  }

  @Test func questionsAndNumberedTurnsAreATranscript() throws {
    let turns = (1...8).map { ($0 % 2 == 1 ? "Q" : "A") + ". Sentence \($0) of the talk about the library" }
    let questions = try Self.extract(turns.joined(separator: "\n\n"))
    #expect(
      questions.format == .transcript && questions.blocks[1].text == "A: Sentence 2 of the talk about the library")
    let numbered = (1...8).map { "   \($0)  " + ($0 % 2 == 1 ? "I" : "R") + ": Sentence \($0) of the talk." }
    let blocks = try Self.extract(numbered.joined(separator: "\n")).blocks
    #expect(blocks.map(\.text).last == "R: Sentence 8 of the talk." && blocks.count == 8)
  }

  @Test func interfaceRemnantsAreFurniture() throws {
    let text = """
      Install the app

      Install this application on your home screen for quick access.

      Wells and who keeps them

      We cut the cookies for the meeting and talked about the wells until the light went.
      """
    let blocks = try Self.extract(text).blocks
    #expect(blocks.map(\.kind) == [.furniture, .furniture, .title, .paragraph])
  }

  @Test func markdown() throws {
    let text = """
      ---
      title: "Night line"
      author: Dele Ashworth-Obi
      date: 2023-02-14
      lang: en
      ward: seven
      ---
      # A phone line with *somebody's* number

      The line was **thought up by patients**. See [the notes](https://example.org/a_b) and `a_b`.

      Second part
      -----------

      > We rang them,
      > and they picked up.

      1. first
      2. second

      | Year | Who |
      |------|-----|
      | 2017 | the callers |

      ```
      keep  this_as   is
      ```
      """
    let extraction = try Self.extract(text)
    #expect(extraction.format == .markdown)
    #expect(extraction.metadata.title == "Night line")
    #expect(extraction.metadata.authors == ["Dele Ashworth-Obi"])
    #expect(extraction.metadata.date == "2023-02-14")
    #expect(extraction.metadata.language == "en")
    #expect(extraction.metadata.fields == ["ward": .text("seven")])
    #expect(
      extraction.blocks.map { "\($0.kind.name): \($0.text)" } == [
        "title: A phone line with somebody's number",
        "paragraph: The line was thought up by patients. See the notes and a_b.", "heading: Second part",
        "quote: We rang them,\nand they picked up.", "list-item: 1. first", "list-item: 2. second",
        "table: Year\tWho\n2017\tthe callers", "code: keep  this_as   is",
      ])
    #expect(extraction.blocks.map(\.level).prefix(3) == [1, nil, 2])
  }

  @Test func transcriptsAreCutAtTurns() throws {
    let text = """
      Interview 14
      Date: 6 June 2018

      [00:00:00]

      I: Could you begin by saying how it came about?
      F: It is easier if Bashir does that.
      B: OK. So the association shuts its counter,
      and we put two tables in the laundrette.
      I: And no one had asked you?
      B: No one.
      F: No one at all.
      """
    let extraction = try Self.extract(text)
    #expect(extraction.format == .transcript)
    #expect(extraction.metadata.date == "2018-06-06")
    let turns = extraction.blocks.filter { $0.kind == .paragraph }.map { $0.text.prefix(2) }
    #expect(turns.suffix(6) == ["I:", "F:", "B:", "I:", "B:", "F:"])
    #expect(extraction.blocks.filter { $0.kind == .furniture }.map(\.text) == ["[00:00:00]"])
  }

  @Test func referencesAndNotesAreKnown() throws {
    let text = """
      Wells, again

      The wells are kept by those who drink from them, as has been said before at some length.[1]

      [1] A note on that.

      References

      Osgathorpe, M. (2011). The park after Christmas. Tenterhook: Friends of the Park.
      """
    #expect(
      try Self.extract(text).blocks.map(\.kind) == [.title, .paragraph, .footnote, .heading, .reference])
  }

  @Test func whatIsNoTextIsTakenOut() throws {
    let text =
      "\u{FEFF}page \u{1B}[31mred\u{1B}[0m wo\u{AD}rd a\u{200B}b\u{202E}c N\u{8}N\u{7} x\u{A0}y e\u{301}\u{FFFE}\r\n"
    let extraction = try Self.extract(text)
    #expect(extraction.blocks.map(\.text) == ["page red word abc N x y é"])
    #expect(extraction.blocks[0].text.unicodeScalars.contains("\u{E9}"))
  }

  @Test(arguments: ["\n\n\n", " \t \r\n", "\u{C}\u{C}", "-----\n=====\n", "\u{1}\u{2}"]) func noText(text: String) {
    #expect(throws: ExtractionFailure.self) { try Self.extract(text) }
  }

  @Test func chineseLinesJoinWithoutSpaces() throws {
    let line = "公民擁有的合作社由居民自己決定一切事務而政府只提供房間與少許"
    let text = [line, line, line, "金錢。"].joined(separator: "\n")
    #expect(try Self.extract(text).blocks.map(\.text) == [line + line + line + "金錢。"])
  }

  /// Whatever comes in, blocks hold the words that went in, in order, and no white space at either end.
  @Test func randomTextLosesNoWords() throws {
    var random = SeededGenerator(seed: 31)
    let pieces = [
      "word", "Été", "co-", "-", "* ", "1. ", "> ", "| a | b |", "\n", "\n", "\n\n", "  ", "\t", "# ", "```\n", "A: ",
      "\u{C}", "---", "(x)", "end.", "[a](b)", "==", "    ", "\u{2022} ",
    ]
    var kinds: [BlockKind: Int] = [:]
    for _ in 0..<3000 {
      let count = Int.random(in: 1..<60, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      guard let extraction = try? Self.extract(text) else { continue }
      for block in extraction.blocks {
        kinds[block.kind, default: 0] += 1
        #expect(!block.text.isEmpty)
        #expect(
          block.text.first?.isWhitespace == false && block.text.last?.isWhitespace == false, "\(text.debugDescription)")
      }
      let found = extraction.blocks.map(\.text).joined(separator: " ")
      let expected = text.components(of: "word") + text.components(of: "end.")
      #expect(found.components(of: "word") + found.components(of: "end.") == expected, "\(text.debugDescription)")
    }
    for kind in [BlockKind.paragraph, .heading, .listItem, .quote, .table, .code, .title] {
      #expect(kinds[kind, default: 0] > 0, "\(kind) was never made")
    }
  }
}

extension String {
  /// How often `word` occurs.
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
