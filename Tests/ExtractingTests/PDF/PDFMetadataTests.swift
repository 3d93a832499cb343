// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extracting

/// Titles worth keeping, names, dates and DOIs.
struct PDFMetadataTests {
  @Test(arguments: [
    "Microsoft Word - draft3", "untitled", "report_2003-final", "thesis.dvi", "paper.tex", "12", "Slide 1",
    "file:///tmp/a.html",
  ])
  func junk(title: String) { #expect(PDFMetadata.isJunk(title)) }

  @Test(arguments: ["Governing the Commons", "Coproductie", "Die Genossenschaft in \u{D6}sterreich"])
  func kept(title: String) { #expect(!PDFMetadata.isJunk(title)) }

  @Test func statedAuthors() {
    #expect(PDFMetadata.authors("Anna de Wit; Ben Doe") == ["Anna de Wit", "Ben Doe"])
    #expect(PDFMetadata.authors("Anna de Wit, Ben Doe and Cora Day") == ["Anna de Wit", "Ben Doe", "Cora Day"])
    #expect(PDFMetadata.authors("Doe, Ben") == ["Doe, Ben"])
    #expect(PDFMetadata.authors("admin") == [])
    #expect(PDFMetadata.authors(nil) == [])
  }

  @Test func bylines() {
    #expect(
      Byline.names(in: "Anna de Wit, B. C. Doe and \u{C9}mile O\u{2019}Roux") == [
        "Anna de Wit", "B. C. Doe", "\u{C9}mile O\u{2019}Roux",
      ])
    #expect(Byline.names(in: "By J\u{FC}rgen Gr\u{F6}\u{DF}l") == ["J\u{FC}rgen Gr\u{F6}\u{DF}l"])
    #expect(Byline.names(in: "The wardens met on Tuesday and nobody objected") == [])
    #expect(Byline.names(in: "Amsterdam") == [])
  }

  @Test func dois() {
    #expect(DOI.find(in: "see https://doi.org/10.1016/0305-750X(96)00023-X.") == "10.1016/0305-750x(96)00023-x")
    #expect(DOI.find(in: "version 10.1234 of 2010.10/5") == nil)
  }

  @Test func days() {
    #expect(CivilDate(secondsSince1970: 0).description == "1970-01-01")
    #expect(CivilDate(secondsSince1970: 951_782_400).description == "2000-02-29")
    #expect(CivilDate(secondsSince1970: -1).description == "1969-12-31")
  }
}
