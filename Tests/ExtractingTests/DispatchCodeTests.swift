// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport
@testable import Extracting

/// Tests of what is told from prose: style sheets, programs, data and drawings; and of texts that speak of them.
@Suite struct DispatchCodeTests {
  static let styleSheet = """
    @charset "utf-8";
    /* The page of the residents, who keep the wells in order and tell of it. */
    @import url("basic.css");
    body { font-family: sans-serif; margin: 0 auto }
    div.body > p:first-child, a[href^="http:"]::after {
      padding: 0; background: url(data:image/png;base64,iVBORw0KGgo=);
      --own-name: 3px;
    }
    @media print { nav { display: none } .note { border-left: 1px solid #ccc; } }
    """

  static let script = """
    /* Shows the menu of the page when a visitor asks for it, and hides it again. */
    "use strict";
    const menu = document.getElementById("menu"); // what the page calls its menu
    function toggle(event) {
      if (menu.hidden) { menu.hidden = false; return; }
      menu.textContent = 'Nothing is shown here while the page is being read.';
      menu.hidden = true;
    }
    window.addEventListener("click", toggle);
    """

  static let index =
    "Search.setIndex({docnames:[\"a\",\"b\"],terms:{citizen:[1,2],trust:[2,[3,4]],well:1},titles:[\"A well\"]})"

  static let program = """
    #include <vector>
    // The wells are kept by those who drink from them.
    template <class T> inline std::vector<T> kept(const std::vector<T>& wells) {
      std::vector<T> result;
      for (auto& well : wells) if (well.isKept()) result.push_back(well);
      return result;
    }
    """

  static let drawing = """
    <?xml version="1.0"?>
    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [ <!ENTITY a "b"> ]>
    <svg xmlns="http://www.w3.org/2000/svg"><title>Well</title><g><a href="#x"><path d="M0 0"/></a></g></svg>
    """

  @Test(arguments: [
    (styleSheet, "CSS"), ("a{color:red;margin:0}", "CSS"), (script, "program"), (index, "program"),
    (program, "program"), (drawing, "SVG"), ("<svg><title>x</title><path/></svg>\n", "SVG"),
    ("{\"version\":3,\"sources\":[\"a.js\"],\"mappings\":\"AAAA\"}", "JSON"),
    ("\u{FEFF}{\"id\": \"a\"}\n{\"id\": \"b\", \"text\": \"The wells.\"}\n", "JSON"),
    ("<?xml version=\"1.0\"?>\n<OpenSearchDescription><ShortName>x</ShortName></OpenSearchDescription>", "XML"),
  ]) func whatIsNoProseIsRefusedByName(text: String, name: String) {
    #expect {
      try Extractors.extract(Array(text.utf8))
    } throws: { error in
      (error as? ExtractionFailure).map { $0.kind == .unsupported && $0.reason.contains(name) } ?? false
    }
  }

  static let prose = "The wells are kept by those who drink from them, as has been said at some length before. "

  @Test(arguments: [
    "\(prose)\(prose)This is how it is written:\n\n\(script)\n\n\(prose)",
    "# Style\n\n\(prose)So:\n\n\(styleSheet)\n",
    "```\n\(program)\n```\n",
    "server {\n  listen 80;\n  root /srv/page;\n}\n", "[well]\nkeeper = residents\n; a remark\ndepth = 12\n",
    "keeper: residents\ndepth: 12\nnames: {first: Jane, last: Doe}\n",
    "{\"The wells\" they said, {and meant it}, (all of them); [who] knows = nobody.\n",
    "\\section{Wells}\n\(prose)\\emph{kept} (see~\\cite{a}) f(x) = {y}; g(z).\n", "[1]\n\nA note.\n",
    "@article{doe2011, author = {Jane Doe}, title = {The park after Christmas and who keeps it (again)}, year = {2011}}",
    "\\begin{tabular}{ll}\n\\Well(a) & \\Keeper{b} \\\\\n\\Well(c) & \\Keeper{d} \\\\\n\\end{tabular}\n",
    "这口井由喝水的人看管(井),{他们说};f(x)={y};问(谁)看管它(井);{所有的人}。",
    "Year;Who(m);{x};y(z)\n2017;the callers;;\n2018;the board of all the wells;;\n",
  ]) func textsThatSpeakOfCodeAreRead(text: String) {
    #expect(FormatSniffer.sniff(Array(text.utf8)) == .text)
  }

  @Test func aPageThatOpensWithADrawingIsAPage() {
    let page = "<svg><path d='M0 0'/></svg><div><p>\(Self.prose)</p><p><a href=x>on</a></p></div><ul><li>x</li></ul>"
    #expect(FormatSniffer.sniff(Array(page.utf8)) == .html)
  }

  /// Pieces of code put together by chance never trap, and neither does what is cut off anywhere.
  @Test func randomPiecesAreJudged() {
    var dice = SeededGenerator(seed: 17)
    let pieces = [
      "{", "}", "/*", "*/", "//", "\"", "'", "\\", ";", "a:b", "f(", ")", "<svg", "<?xml", "<!", "[", "]", " word",
      "\n", "```", "@", "\u{FEFF}", ",", "1",
    ]
    var (refused, read) = (0, 0)
    for _ in 0..<4000 {
      var text = ["{", "[", "<", ""].randomElement(using: &dice) ?? ""
      for _ in 0..<Int.random(in: 0...30, using: &dice) { text += pieces.randomElement(using: &dice) ?? "" }
      if case .refused = FormatSniffer.sniff(Array(text.utf8)) { refused += 1 } else { read += 1 }
    }
    #expect(refused > 20 && read > 1000)
    for whole in [Self.styleSheet, Self.script, Self.index, Self.drawing] {
      for length in 0..<whole.utf8.count { _ = FormatSniffer.sniff(Array(whole.utf8.prefix(length))) }
    }
  }
}
