// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Presenting

/// Pages of HTML: escaped text, anchors that are linked, addresses of files.
@Suite struct HTMLPageTests {
  @Test func textIsEscapedAndSectionsAreLinked() {
    var page = HTMLPage(title: "<a> & \"b\"")
    page.section("One <1>", id: "one")
    page.paragraph("x < y")
    page.heading("Half", id: "half")
    page.table(
      ["word", "n"],
      [
        [.text("<b>"), .number("3")], [.link("l\"", to: "a&b#\"c"), .number("")],
        [.context("a<", "m", ">b"), .number("1")],
      ])
    page.drawing("<svg></svg>\n")
    let html = page.html
    for part in [
      "<title>&lt;a&gt; &amp; &quot;b&quot;</title>", "<li><a href=\"#one\">One &lt;1&gt;</a></li>",
      "<h2 id=\"one\">One &lt;1&gt;</h2>", "<p>x &lt; y</p>", "<h3 id=\"half\">Half</h3>",
      "<th scope=\"col\">word</th><th scope=\"col\" class=\"n\">n</th>",
      "<tr><td>&lt;b&gt;</td><td class=\"n\">3</td></tr>", "<td><a href=\"a&amp;b#&quot;c\">l&quot;</a></td>",
      "<td>a&lt;<mark>m</mark>&gt;b</td>", "<figure>\n<svg></svg>\n</figure>",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n") && !html.contains("href=\"#half\""))
  }

  @Test func addressesHoldNoOddCharacters() {
    #expect(LinkPath.joined("../c", "a b/é#?.pdf") == "../c/a%20b/%C3%A9%23%3F.pdf")
    #expect(LinkPath.joined("http://x/", "%\u{1}") == "http://x/%25%01")
  }
}
