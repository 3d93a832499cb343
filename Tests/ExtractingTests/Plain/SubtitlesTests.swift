// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport
@testable import Extracting

/// Tests of subtitles and of front matter.
@Suite struct SubtitlesTests {
  @Test func cuesBecomeRunningText() throws {
    let text = """
      1
      00:00:01,000 --> 00:00:04,000
      We <i>began</i> it ourselves

      2
      00:00:04,000 --> 00:00:06,000
      {\\an8}and nobody helped us.

      3
      00:00:12,500 --> 00:00:14,000
      Then the council
      came in 2017
      4
      00:00:14,000 --> 00:00:15,000
      - Did it help?
      - It did.
      """
    let extraction = try PlainExtractorTests.extract(text)
    #expect(extraction.format == .transcript && extraction.metadata.title == nil)
    #expect(
      extraction.blocks.map(\.text) == [
        "We began it ourselves and nobody helped us.", "Then the council came in 2017", "Did it help?", "It did.",
      ])
    #expect(extraction.blocks.allSatisfy { $0.kind == .paragraph })
  }

  @Test func voicesAndRemarksOfWebVTT() throws {
    let text = """
      WEBVTT - An interview
      Kind: captions
      Language: en-GB

      NOTE not to be shown

      first
      00:01.000 --> 00:04.000 align:start
      <v Jane Doe>We began it <00:02.000>ourselves &amp; alone</v>

      00:04.000 --> 00:06.000
      <v Jane Doe>in May.

      00:06.000 --> 00:08.000
      <v.loud John>Nobody helped.
      """
    let extraction = try PlainExtractorTests.extract(text)
    #expect(
      extraction.blocks.map(\.text) == [
        "Jane Doe: We began it ourselves & alone in May.", "John: Nobody helped.",
      ])
    #expect(extraction.metadata.language == "en")
    // Captions that roll up.
    let rolling = "WEBVTT\n\n00:01.0 --> 00:02.0\nthe wells\n\n00:02.0 --> 00:03.0\nthe wells\nare kept\n"
    #expect(try PlainExtractorTests.extract(rolling).blocks.map(\.text) == ["the wells are kept"])
  }

  @Test(arguments: ["12\nThe wells are kept.", "At 00:01:02,000 --> see the note", "WEBVTTX\n\nThe wells are kept."])
  func otherTextsAreNone(text: String) throws {
    #expect(try PlainExtractorTests.extract(text).format == .plain)
  }

  @Test(arguments: ["", ":", "::", "1:2:3:4.5", "a:b.c", "99999:00.0", "-1:00.0", "00:00", "00:00.", "00:0:."])
  func falseTimesAreNone(time: String) {
    #expect(Subtitles(TextLines(Array("1\n\(time) --> \(time)\nwords".utf8))) == nil)
  }

  @Test func frontMatterIsReadAsYAML() throws {
    let text = """
      ---
      title: 'It''s: a title'
      author:
        - Jane Doe
        - name: John Roe
          affiliation: Board
        - given: Ann
          family: Poe
      date: 12 May 2014
      tags: [a, "b, c"]
      summary: >
        The wells
        are kept.
      ---
      The wells are kept by those who drink from them.
      """
    let extraction = try PlainExtractorTests.extract(text)
    #expect(extraction.metadata.title == "It's: a title")
    #expect(extraction.metadata.authors == ["Jane Doe", "John Roe", "Ann Poe"])
    #expect(extraction.metadata.date == "2014-05-12")
    #expect(
      extraction.metadata.fields == ["tags": .list(["a", "b, c"]), "summary": .text("The wells are kept.")])
    #expect(extraction.blocks.map(\.text) == ["The wells are kept by those who drink from them."])
  }

  @Test func frontMatterInTOML() throws {
    let text =
      "+++\ntitle = \"Wells\"\ndate = 2014-05-06\nauthors = [\"Jane Doe\", \"John Roe\"]\n+++\n\nThe wells are kept.\n"
    let extraction = try PlainExtractorTests.extract(text)
    #expect(extraction.metadata.title == "Wells" && extraction.metadata.date == "2014-05-06")
    #expect(extraction.metadata.authors == ["Jane Doe", "John Roe"])
    #expect(extraction.blocks.map(\.text) == ["The wells are kept."])
  }
}
