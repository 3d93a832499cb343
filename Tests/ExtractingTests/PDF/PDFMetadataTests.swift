// SPDX-License-Identifier: Apache-2.0
import Documents
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
    #expect(PDFMetadata.authors("A. de Wit, and B. Doe") == ["A. de Wit", "B. Doe"])
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

  @Test func bylinesWithMarksAndDates() {
    #expect(Byline.names(in: "Jane Doe\u{2217} John Roe 4 March 2015") == ["Jane Doe", "John Roe"])
    #expect(Byline.names(in: "Femke Duin en Rachid el Bouz, november 2017") == ["Femke Duin", "Rachid el Bouz"])
    #expect(Byline.names(in: "Jane Doe John Roe 4 March 2015") == [])
    #expect(Byline.names(in: "Jan Duin, mei 2017") == ["Jan Duin"])
    #expect(Byline.names(in: "4 March 2015") == [])
  }

  @Test(arguments: [
    (["Jane Doe", "Institute of Small Administrations, Ellerdine 2017", "Text"], "2017"),
    (["Jane Doe* John Roe 4 March 2015", "Text"], "2015-03-04"),
    (["Urban Order Project, Working Paper 06/11, November 2006", "Text"], "2006-11"),
    (["Plans for the years 2015\u{2013}2020", "Text"], nil),
    ([String(repeating: "We wrote these words in 2011 and later. ", count: 3) + "June 2012"], nil),
    (["Some School, City. September 2015 \u{2013} June 2016 with a degree"], nil),
    (["Jane Doe"], nil),
  ])
  func datesUnderTheTitle(texts: [String], date: String?) {
    let blocks = [Block(kind: .title, text: "Wells")] + texts.map { Block(kind: .paragraph, text: $0) }
    #expect(Byline.date(in: blocks) == date)
    let later = [Block(kind: .title, text: "Wells"), Block(kind: .heading, text: "1 Start")]
    #expect(Byline.date(in: later + [Block(kind: .paragraph, text: "June 2012")]) == nil)
  }

  @Test func theDateOfTheWorkComesBeforeThatOfTheFile() {
    #expect(PDFMetadata.date(created: "2023-11-14", printed: "2017") == "2017")
    #expect(PDFMetadata.date(created: "2023-11-14", printed: "2006-11") == "2006-11")
    #expect(PDFMetadata.date(created: "2014-06-01", printed: "2014-06") == "2014-06-01")
    #expect(PDFMetadata.date(created: "2014-06-01", printed: "2030") == "2014-06-01")
    #expect(PDFMetadata.date(created: "2014-06-01", printed: "2014-09-20") == "2014-06-01")
    #expect(PDFMetadata.date(created: nil, printed: "2017") == "2017")
    #expect(PDFMetadata.date(created: "2014-06-01", printed: nil) == "2014-06-01")
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
