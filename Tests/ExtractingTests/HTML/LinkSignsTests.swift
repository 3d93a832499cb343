// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extracting

/// Signs beside headings that are links to them.
struct LinkSignsTests {
  @Test(arguments: [
    ("<h2>Rows<a href=#rows>¶</a></h2>", "Rows"),
    ("<h2><a href=\"#a-long-name-of-a-part\" class=anchor>#</a> Rows</h2>", "Rows"),
    ("<h2><a href=#rows>§</a>Rows</h2>", "Rows"),
    ("<p><span class=permalink><a href=#rows>&#9670;&nbsp;</a></span>Rows</p>", "Rows"),
    ("<dt>Rows<a class=copiable-link href='#rows'> &para;</a></dt>", "Rows"),
    ("<h2>Rows <a href=#rows>🔗</a></h2>", "Rows"),
    // What leads elsewhere, or says more, is text.
    ("<h2>Rows<a href=/law>¶</a></h2>", "Rows¶"),
    ("<p>under <a href=#s>§</a> 5</p>", "under § 5"),
    ("<p>see <a href=#rows>Rows ¶</a></p>", "see Rows ¶"),
    ("<p>the sign ¶ itself</p>", "the sign ¶ itself"),
  ])
  func signsAreNoWords(markup: String, text: String) {
    let tree = MarkupParser.parse(MarkupSanitizer.sanitized(Array(markup.utf8)), depth: 100)
    let page = BlockGatherer.gather(tree, textLimit: 1000).page
    #expect(page.blocks.map(page.text) == [text])
  }
}
