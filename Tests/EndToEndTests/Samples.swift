// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Small documents that several end-to-end tests share.
enum Samples {
  /// A page with navigation, a cookie bar, a sidebar, comments and a byline around a short article.
  static let page = """
    <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Neighbours run the library | Town News</title>
    <meta name="author" content="Ada Example"><meta property="article:published_time" content="2021-05-04T10:00:00Z">
    <meta property="og:title" content="Neighbours run the library"></head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/contact">Contact</a></li></ul></nav>
    <div class="cookie-banner">We use cookies. <button>Accept all cookies</button></div>
    <main><article><h1>Neighbours run the library</h1>
    <p>The neighbours founded the reading room in 1998, long before the council had heard of it, and they have kept
    the keys, the till and the calendar ever since.</p>
    <p>The council pays for the heating and sends a librarian on Tuesdays when the members ask for one. What is bought,
    who is let in and when the doors close is settled at the yearly meeting of the members.</p>
    <p>Co-production of this kind is called citizen-owned co-production in the literature.</p>
    </article></main>
    <aside class="sidebar"><h3>Opening hours</h3><ul><li><a href="/a">Opening hours of all branches</a></li></ul></aside>
    <footer><p>© Town News. <a href="/privacy">Privacy</a> <a href="/imprint">Imprint</a></p></footer>
    </body></html>
    """

  /// Three documents as JSON lines; the second one's text has two paragraphs.
  static let lines = """
    {"id":"a","title":"First","text":"Public services need trust. Trust grows slowly.","year":2010,"src":"x"}
    {"id":"b","title":"Second","text":"Co-production of public services.\\n\\nPublic money and public services.","year":2012,"src":"y"}
    {"id":"c","title":"Third","text":"Nothing of the kind: coproduction is a word.","year":2012,"src":"x"}

    """
}

extension BuiltProgram {
  /// An index `ix` of lines of JSON, by a lexicon of two concepts: strike and miner.
  static func indexingStrikes(_ lines: [String], in file: String) throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(
      "name: s\nconcepts:\n  - {id: strike, definition: x}\n  - {id: miner, definition: y}\n", to: "s/scheme.yml")
    try program.write(
      """
      language: en
      rules:
        - {id: en.strike, concept: strike, patterns: "strike"}
        - {id: en.miner, concept: miner, patterns: "miners"}
      """, to: "s/en.yml")
    try program.write(lines.joined(separator: "\n") + "\n", to: file)
    let run = try program.run("build", "--index", "ix", "--lexicon", "s", "--quiet", file)
    #expect(run.status == 0, "\(run.errors)")
    return program
  }
}
