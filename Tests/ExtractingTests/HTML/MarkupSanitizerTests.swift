// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Extracting

/// What is dropped before parsing: by hand, and against the tree of the whole markup.
struct MarkupSanitizerTests {
  private func sanitized(_ markup: String) -> String {
    String(decoding: MarkupSanitizer.sanitized(Array(markup.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("<p>a<!-- b > c -->d", "<p>ad"),
    ("<script>if (a<b) </script>x", "<script></script>x"),
    ("<SCRIPT async>a</p></Script >x", "<SCRIPT async></Script >x"),
    ("<style media=all>p > a {}</style>x", "<style media=all></style>x"),
    ("<style-guide>read</style-guide>", "<style-guide>read</style-guide>"),
    ("<scripts>read</scripts>", "<scripts>read</scripts>"),
    ("<script/>read</script>", "<script/>read</script>"),
    ("<script type='application/ld+json'>{}</script>", "<script type='application/ld+json'>{}</script>"),
    ("<script>never closed", "<script>"),
    ("<p>a<!-- never closed", "<p>a"),
    ("<p>a<!-- x --!>b<!-->c<!--->d<!---->e<!--! --- -->f", "<p>abcdef"),
    ("a<!--!>b-->c", "ac"),
    ("a<![if !supportFootnotes]>[1]<![endif]>b<!foo bar>c", "a[1]bc"),
    ("<!DOCTYPE html>a", "<!DOCTYPE html>a"),
    ("<a href=\"https://example.org/a>b\" title='x'>c</a>", "<a href=\"\" title='x'>c</a>"),
    ("<a href=\"#a-long-name-of-a-place\">c</a>", "<a href=\"#\">c</a>"),
    ("<link rel=canonical href=\"https://example.org/a\">", "<link rel=canonical href=\"https://example.org/a\">"),
    (
      "<img src='data:image/png;base64,AAAA' class=\"a long list of names\">",
      "<img src='' class=\"a long list of names\">"
    ),
    ("<frame src='https://example.org/a'>", "<frame src='https://example.org/a'>"),
    (
      "<p data-state=\"{'a': '>', 'b': 1}\" data-testid=\"paragraph-of-text\">x",
      "<p data-state=\"\" data-testid=\"paragraph-of-text\">x"
    ),
    ("<p DATA-STATE = \"kept for its spaces\">x", "<p DATA-STATE = \"kept for its spaces\">x"),
    ("<p title=\"never closed > x", "<p title=\"never closed > x"),
    ("a < b <", "a < b <"),
    ("<![CDATA[a]]>b<![CDATA[c<![CDATA[d", "ab<![CDATA[c<![CDATA[d"),
    ("\u{FEFF}a\0b", "ab"),
  ])
  func dropsWhatNothingReads(_ markup: String, _ expected: String) {
    #expect(sanitized(markup) == expected)
  }

  @Test func theTreeOfWhatIsReadStaysTheSame() {
    var dice = SeededGenerator(seed: 11)
    let pieces = [
      "<div class=\"product details of a shop\" data-json='{\"a\": \"b > c\"}'>", "</div>", "<p>", "</p>", "word ",
      "<a href='https://example.org/a/long/address' rel=author>", "</a>", "<li id=\"item-of-a-long-list\">",
      "<script>var a = \"<p>\"; if (1<2) {}</script>", "<style>p::after { content: '<b>' }</style>",
      "<script type=\"application/ld+json\">{\"@type\": \"Product\"}</script>", "<!-- a comment <p> -->",
      "<link rel=\"alternate\" href=\"https://example.org/feed.xml\">", "<br/>", "<table><tr><td>", "</table>",
      "<meta name=\"description\" content=\"A longer text, quoted 'so'\">", "<x-y z=\"unknown of all readers\">",
      "</x-y>",
    ]
    var dropped = 0
    for _ in 0..<400 {
      let markup = "<body>" + (0..<40).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      let clean = sanitized(markup)
      dropped += markup.utf8.count - clean.utf8.count
      #expect(read(clean) == read(markup), "\(markup)")
    }
    #expect(dropped > 100_000)
  }

  /// The parts of a tree that extraction reads, in order.
  private func read(_ markup: String) -> [String] {
    let tree = MarkupParser.parse(Array(markup.utf8), depth: 1000)
    var parts: [String] = []
    let data = Array(tree.linkedDataScripts)
    for node in tree.nodes.indices {
      let parent = tree.parent(node) ?? -1
      let isUnread = parent >= 0 && [.script, .style].contains(tree.name(parent)) && !data.contains(parent)
      if isUnread { continue }
      var part = "\(tree.name(node)) in \(tree.parent(node).map { "\(tree.name($0))" } ?? "nothing"):"
      if tree.name(node) == .text {
        part += String(decoding: tree.bytes[tree.textRange(node)], as: UTF8.self)
      } else {
        for name in AttributeName.allCases where name != .href || tree.name(node) == .link {
          part += " " + (tree.attribute(node, name).map { "\(name)=\($0)" } ?? "")
        }
      }
      parts.append(part)
    }
    return parts
  }
}
