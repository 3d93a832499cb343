// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import Extracting

/// What a page comes out as, from bytes to blocks.
struct HTMLExtractorTests {
  private func extract(_ html: String) throws -> Extraction { try HTMLExtractor.extract(Array(html.utf8)) }

  private func body(_ html: String) throws -> [String] {
    try extract(html).blocks.filter { $0.kind.isBody }.map(\.text)
  }

  @Test func blocksHaveTheirKinds() throws {
    let page = """
      <!doctype html><html lang=en-GB><title>On wells</title><body><h1>On wells</h1><p>Wells are dug by hand.</p>
      <h2>Tools</h2><ul><li>a spade</li><li>a rope</li></ul>
      <table><caption>Depths</caption><tr><th>Place<th>Depth</tr><tr><td>Hill<td>30</table>
      <blockquote><p>Dig the well before you are thirsty.</p></blockquote>
      <figure><img src=x><figcaption>A well at noon</figcaption></figure><pre>dig()
        deeper()</pre>
      """
    let blocks = try extract(page).blocks
    #expect(
      blocks.map(\.kind) == [
        .title, .paragraph, .heading, .listItem, .listItem, .caption, .table, .quote, .caption, .code,
      ])
    #expect(blocks[6].text == "Place\tDepth\nHill\t30")
    #expect(blocks[9].text == "dig()\n  deeper()")
    #expect(blocks[2].level == 2)
    #expect(blocks.allSatisfy { $0.language == "en" })
  }

  @Test func wordsAreJoinedAsABrowserShowsThem() throws {
    let page = """
      <p>co<wbr>production, co&shy;design, <b>B</b>old, <i>in</i><b>line</b>, E=mc<sup>2</sup></p>
      <p><span>Price</span><span>12</span> <a>One</a><a>Two</a></p><p>first<br>second&nbsp;&nbsp; third\u{200B}ly</p>
      """
    #expect(
      try body(page) == [
        "coproduction, codesign, Bold, inline, E=mc2", "Price 12 One Two", "first\nsecond thirdly",
      ])
  }

  @Test func listedWorksAreReferences() throws {
    let prose = "<p>The river council met in the hall on Monday and agreed to share the water fairly among all.</p>"
    let works =
      "<li>Brook, A. (2010). A book on wells. Oxford.</li><li>Ford, B. Ropes. Bonn 1998.</li><li>Anon. Spades</li>"
    let page = """
      <h1>Water</h1>\(prose)<h2>5. References</h2><ol>\(works)</ol><h3>Web</h3><p>Rain, 2004</p><h2>After</h2>\(prose)
      <h2>Literatuur</h2><p>Smit, C. (1999) Putten.</p><h2>Reference</h2><ul><li>dig()</li><li>draw() since 1999</li>
      <li>fill()</li></ul>
      """
    let kinds = try extract(page).blocks.filter { $0.kind == .reference }.map(\.text)
    #expect(
      kinds == [
        "Brook, A. (2010). A book on wells. Oxford.", "Ford, B. Ropes. Bonn 1998.", "Anon. Spades", "Rain, 2004",
        "Smit, C. (1999) Putten.",
      ])
  }

  @Test func twoLineBreaksPartParagraphs() throws {
    let page = """
      <div>The first<br>goes on.<br> <br/>The second<sup><a href=#n>1</a></sup> one.<br><br>&nbsp;<br></div>
      <blockquote>said<br><br>again</blockquote><ul><li>one<br><br>item</ul>
      <table><tr><td>a<br><br>b<td>c<tr><td>d<td>e</table><p><br><br>end</p>
      """
    let blocks = try extract(page).blocks
    #expect(
      blocks.map(\.text) == [
        "The first\ngoes on.", "The second one.", "said", "again", "one\nitem", "a b\tc\nd\te", "end",
      ])
    #expect(blocks[2].kind == .quote && blocks[3].kind == .quote)
    let across = "<div>one<a class=noteref href=#n>1<br><br>2</a> two<sup><a href=#n>3</a></sup><br><br>three</div>"
    #expect(try extract(across).blocks.map(\.text) == ["one1", "2 two", "three"])
  }

  @Test func rubyTextDoesNotPartCharacters() throws {
    let page = """
      <p><ruby>\u{6F22}<rp>(</rp><rt>\u{304B}\u{3093}</rt><rp>)</rp>\u{5B57}<rt>\u{3058}</rt></ruby>\u{3067}</p>
      <p>the <ruby>WWW<rp>(</rp><rt>World Wide Web</rt><rp>)</rp></ruby>, that is</p>
      """
    #expect(try body(page) == ["\u{6F22}\u{5B57}\u{3067}", "the WWW World Wide Web , that is"])
  }

  @Test func hiddenTextIsLeftOut() throws {
    let page = """
      <p>shown</p><p hidden>one</p><p style="color:red; DISPLAY : none">two</p><div class="visually-hidden x">three</div>
      <script>four</script><style>five</style><template>six</template><noscript>seven</noscript><!-- eight -->
      <p style="visibility:hidden">nine</p><span class=sr-only>ten</span><details><summary>more</summary>kept</details>
      """
    #expect(try body(page) == ["shown", "more", "kept"])
  }

  @Test func scriptlessTextIsReadWhereThereIsNoOther() throws {
    let words = Array(repeating: "water runs down the hill.", count: 20).joined(separator: " ")
    #expect(try body("<div id=app></div><noscript><p>\(words)</p></noscript>") == [words])
    let frames = try extract("<frameset><frame src=a.html><noframes><body><p>\(words)</p></noframes></frameset>")
    #expect(frames.blocks.map(\.text) == [words])
    #expect(frames.notes.first?.contains("a.html") == true)
  }

  @Test func furnitureIsKeptApart() throws {
    let prose =
      "The river council met in the hall on Monday and agreed, after a long debate, to share the water fairly."
    let paragraphs = (1...8).map { "<p>\(prose) Point \($0).</p>" }.joined()
    let page = """
      <html><body><header class=site-header><nav class="main-nav menu"><ul><li><a href=/>Home</a><li><a href=/news>News</a>
      <li><a href=/shop>Shop</a></ul></nav></header><main><article class=post><h1>Sharing the water</h1>
      <div class="entry-content">\(paragraphs)</div></article></main>
      <div class="cookie-consent">We use cookies</div>
      <footer class=site-footer><ul><li><a href=/p>Privacy</a><li><a href=/t>Terms</a></ul>Copyright 2024</footer></body></html>
      """
    let blocks = try extract(page).blocks
    let main = blocks.filter { $0.kind.isBody }.map(\.text)
    #expect(main.filter { $0.hasPrefix("The river") }.count == 8)
    for name in ["Home", "News", "Shop", "We use cookies", "Privacy", "Terms", "Copyright 2024"] {
      #expect(blocks.first { $0.text == name }?.kind == .furniture, "\(name)")
    }
  }

  @Test func commentsUnderAnArticleAreTheirOwnKind() throws {
    let prose =
      "The council met on Monday and agreed, after a long debate, to share the water of the river fairly among all."
    let page = """
      <body><nav class=menu><a href=/>Home</a> <a href=/n>News</a></nav><article class=post><h1>Water</h1>
      <div class=entry-content>\((0..<12).map { _ in "<p>\(prose)</p>" }.joined())</div></article>
      <section id=comments class=comments-area><h3>2 comments</h3><ol class=comment-list>
      <li class=comment><a href=/u1>Ann</a><p>Nice</p></li><li class=comment><a href=/u2>Bob</a><p>First</p></li></ol></section>
      <footer class=footer><a href=/t>Terms</a></footer></body>
      """
    #expect(try extract(page).blocks.first { $0.text == "First" }?.kind == .comment)
  }

  @Test func everyBlockHoldsTheInvariants() throws {
    let page = "<p> e\u{301}a\u{308}\u{1}\u{8} x</p><pre>\n a\n\n b \n</pre><table><tr><td> <td>b<tr><td>c<td> </table>"
    for block in try extract(page).blocks {
      #expect(block.text == block.text.precomposed)
      #expect(block.text.first?.isWhitespace == false && block.text.last?.isWhitespace == false)
      #expect(block.text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\t" || $0 == "\n" })
    }
    #expect(try extract(page).blocks.first?.text == "\u{e9}\u{e4} x")
  }

  @Test func languageIsPerBlock() throws {
    let blocks = try extract("<html lang=nl-BE><p>een</p><div lang=FR-ca><p>deux</p></div><p lang=''>drie</p>").blocks
    #expect(blocks.map(\.language) == ["nl", "fr", "nl"])
  }

  @Test func aPageWithoutTextSaysSo() throws {
    let page =
      "<title>Shop</title><nav><a href=/>Home</a></nav><div id=root></div><footer><a href=/t>Terms</a></footer>"
    #expect(try extract(page).notes.contains { $0.contains("no text of its own") })
    #expect(try extract("<p>Wells are dug by hand.</p>").notes.isEmpty)
  }

  @Test func whatExtensionsPutUnderAPostIsFurniture() throws {
    let text = String(repeating: "The residents decide on the opening hours of the workshop. ", count: 9)
    let page = """
      <meta name=generator content='WordPress 6.1'><body><main><article><h1>Mending</h1><div class=entry-content><p>\(text)</p>
      <div class=newsletter><p>Sign up for our letter, and never miss a post again.</p></div><p>\(text)Again.</p>
      <div class=newsletter><p>\(text)\(text)A letter that we printed.</p></div>
      <div class='sharedaddy sd-sharing'><h3>Share this:</h3><ul><li><a href=t>Twitter</a></ul></div>
      <div class=jp-relatedposts><h3>Related</h3><p><a href=r>Our summer party in the park</a> May 1, 2019</p></div></div>
      <div class=author-box><h4>About Jane Doe</h4><p>Jane is a retired teacher who lives in Ellerdine.</p></div></article>
      """
    let texts = try body(page)
    #expect(texts.count == 4 && texts.last?.hasSuffix("A letter that we printed.") ?? false, "\(texts)")
  }

  @Test func quotationMarksOfElementsAndNotesOfWordProcessorsAreRead() throws {
    let page = """
      <h1>Wells</h1><p>That <q>they decide</q> is said<a class=sdfootnoteanc href=#s><sup>1</sup></a> by all<sup>*</sup>.</p>
      <div id=sdfootnote1><p><a class=sdfootnotesym name=s href=#a>1</a>A form of hope</p></div>
      <p class=MsoFootnoteText>See below.</p><p><math><mi>x</mi><annotation>x TEX</annotation></math></p>
      """
    let blocks = try extract(page).blocks
    #expect(blocks[1].text == "That \u{201C}they decide\u{201D} is said by all *.")
    #expect(blocks[2].text == "1 A form of hope" && blocks[2].kind == .footnote && blocks[3].kind == .footnote)
    #expect(!blocks.contains { $0.text.contains("TEX") })
  }

  @Test func aNoticeOfOneSentenceIsText() throws {
    #expect(try body("<h1>Library closed</h1><p>The library is closed on Monday.</p>").count == 2)
    let menu = "<div class=menu><ul><li><a href=/>Home</a><li><a href=/c>Council</a></ul></div>"
    let page =
      "<title>x</title>\(menu)<a href=i><h2>Wells</h2></a><h2>Handle</h2><p>An object that holds <a href=w>wells</a>."
    #expect(try body(page).last == "An object that holds wells.")
    #expect(try extract(page).notes.isEmpty)
    let empty = "\(menu)<h1>Page not found</h1><p><a href=/>Home</a>"
    let notes = try extract(empty).notes
    #expect(!notes.contains(HTMLExtractor.scriptedNote))
  }

  @Test func whatAClickOnItsHeadingShowsIsText() throws {
    let text = String(repeating: "The residents decide on the opening hours of the workshop. ", count: 8)
    let page = """
      <main><h1>Workshop</h1><p>\(text)</p>
      <h2><button aria-expanded=false aria-controls=a1>Who decides?</button></h2><div id=a1 hidden><p>The association does.</p></div>
      <h2><button aria-expanded=false>Who pays?</button></h2><div style='display:none'><p>The council pays the rent.</p></div>
      </main><button aria-controls=menu>Menu</button><div id=menu hidden><p>Nothing that is read here.</p></div>
      """
    let texts = try extract(page).blocks.map(\.text)
    #expect(texts.contains("The association does.") && texts.contains("The council pays the rent."))
    #expect(!texts.contains("Nothing that is read here."))
  }

  @Test func aPageLaidOutByOneTableIsCutIntoItsParts() throws {
    let text = "The residents of the quarter opened a repair workshop in the old fire station last spring. "
    let paragraphs = (0..<5).map { "\(text)It has number \($0)." }
    let page = """
      <table width=760><tr><td colspan=2>Ellerdine Parish Council</td></tr><tr><td bgcolor=#cccccc><a href=h>Home</a><br>\
      <a href=c>Councillors</a></td><td>\(paragraphs.joined(separator: "<br><br>"))</td></tr><tr><td colspan=2>Webmaster</td></tr></table>
      """
    let blocks = try extract(page).blocks
    #expect(!blocks.contains { $0.kind == .table } && paragraphs.allSatisfy { blocks.map(\.text).contains($0) })
  }

  @Test func whatShowsNothingFails() throws {
    #expect(throws: ExtractionFailure.self) { try HTMLExtractor.extract([]) }
    let shell = "<title>Page</title><div id=root></div><noscript>You need to enable JavaScript.</noscript>"
    for (page, reason) in [("<script src=x></script>" + shell, "scripts"), ("<title>Page</title>", "but a title")] {
      #expect { try HTMLExtractor.extract(Array(page.utf8)) } throws: {
        ($0 as? ExtractionFailure).map { $0.kind == .noText && $0.reason.contains(reason) } ?? false
      }
    }
    let declared = try extract("<title>Page</title><meta name=author content='Jane Doe'><script>x</script>")
    #expect(declared.metadata.authors == ["Jane Doe"] && declared.notes == [HTMLExtractor.scriptedNote])
    #expect { try HTMLExtractor.extract(Array("<html><script>x</script></html>".utf8)) } throws: {
      ($0 as? ExtractionFailure)?.kind == .noText
    }
    let limits = { () -> ExtractionLimits in
      var limits = ExtractionLimits()
      limits.inputBytes = 10
      return limits
    }()
    #expect { try HTMLExtractor.extract(Array("<p>more than ten".utf8), limits: limits) } throws: {
      ($0 as? ExtractionFailure)?.kind == .tooLarge
    }
  }
}

extension String {
  fileprivate var precomposed: String { Normalization.composed(self) }
}
