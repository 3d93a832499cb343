// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// Character references in text and attributes come out as a browser shows them.
struct CharacterReferenceTests {
  private func text(_ markup: String) throws -> String {
    try HTMLExtractor.extract(Array("<p>\(markup)</p>".utf8)).blocks.map(\.text).joined(separator: "\n")
  }

  @Test(arguments: [
    (
      "don&#146;t &#147;q&#148; citizens&#x92; a&#150;b state&#X97;market &#133; &#128;5",
      "don\u{2019}t \u{201C}q\u{201D} citizens\u{2019} a\u{2013}b state\u{2014}market \u{2026} \u{20AC}5"
    ),
    ("don&#146t &#0146;s", "don\u{2019}t \u{2019}s"),
    ("a&#129;b", "ab"),
    ("a&#0;b&#xD800;c&#x110000;d&#99999999999999999999;e", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e"),
    ("C&#; &#x; &# &", "C&#; &#x; &# &"),
    ("&#252; &#xFC; &uuml;", "\u{FC} \u{FC} \u{FC}"),
    ("&copy 2015 &COPY; caf&eacutes AT&T R&D;", "\u{A9} 2015 \u{A9} caf\u{E9}s AT&T R&D;"),
    (
      "co&hyphen;production &lstrok;&ccaron; &notin; &notit; &not &bne;",
      "co\u{2010}production \u{142}\u{10D} \u{2209} \u{AC}it; \u{AC} =\u{20E5}"
    ),
    ("&LT;b&GT; &lt &AMP;lt; &amp;copy &amp;#146;", "<b> < &lt; &copy &#146;"),
    ("&CounterClockwiseContourIntegral; a&zwnj;b &Zfr; &Aacute;", "\u{2233} a\u{200C}b \u{2128} \u{C1}"),
    ("&unknownnameofnothing; &x", "&unknownnameofnothing; &x"),
  ])
  func textIsAsShown(_ markup: String, _ expected: String) throws {
    #expect(try text(markup) == expected)
  }

  @Test func controlsOfAFalseEncodingAreTheSignsMeant() throws {
    #expect(try text("don\u{92}t \u{93}q\u{94}\u{81}") == "don\u{2019}t \u{201C}q\u{201D}")
  }

  @Test func attributesKeepAddressesWhole() throws {
    func title(_ content: String) throws -> String? {
      try HTMLExtractor.extract(Array("<meta name=citation_title content=\"\(content)\"><p>Text</p>".utf8)).metadata
        .title
    }
    #expect(
      try title("The cook&#146;s tale &dash; a &quot;study&quot; &copy")
        == "The cook\u{2019}s tale \u{2010} a \"study\" \u{A9}")
    #expect(try title("/a?b=c&copy=2&reg2=3&lt;") == "/a?b=c&copy=2&reg2=3<")
  }

  @Test func dataAndScriptsAreLeftAlone() {
    let data = "<script type='application/ld+json'>{\"url\": \"/a?b&copy=1&#146;\"}</script>"
    #expect(MarkupSanitizer.sanitized(Array(data.utf8)) == Array(data.utf8))
  }

  @Test func everyNameIsFound() {
    // The first, the last, and neighbours in the table; and what stands beside them.
    for name in ["AMP", "Abreve", "Acy", "zopf", "zscr", "lang"] {
      #expect(NamedReferences.characters(ArraySlice(name.utf8)) != nil, "\(name)")
    }
    for name in ["AM", "AMPX", "zwj", "zzz", "A", "", "nbsp", "Abreve=102", "102"] {
      #expect(NamedReferences.characters(ArraySlice(name.utf8)) == nil, "\(name)")
    }
    for name in ["AElig", "yuml", "not", "frac12"] { #expect(NamedReferences.standsAlone(ArraySlice(name.utf8))) }
    for name in ["notin", "hyphen", "Z", "", "yumlx"] { #expect(!NamedReferences.standsAlone(ArraySlice(name.utf8))) }
  }
}
