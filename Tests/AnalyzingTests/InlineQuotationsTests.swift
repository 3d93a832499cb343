// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Analyzing

/// What stands between quotation marks, in the ways of four languages; apostrophes, inches and scare quotes are none.
@Suite struct InlineQuotationsTests {
  private func quoted(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return InlineQuotations.ranges(in: scalars).map { range in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
  }

  @Test(arguments: [
    ("She said “we run it all ourselves.” The council pays.", ["we run it all ourselves."]),
    ("Sie sagt: „Wir machen das alles selbst“, und geht.", ["Wir machen das alles selbst"]),
    ("Zij zegt: „Wij doen dat allemaal zelf.” En gaat.", ["Wij doen dat allemaal zelf."]),
    ("« Nous décidons de tout cela », dit-elle.", [" Nous décidons de tout cela "]),
    ("»Wir machen das alles selbst«, sagt sie.", ["Wir machen das alles selbst"]),
    (
      #"He said "it is all ours now" and left. "They never did ask us," she said."#,
      ["it is all ours now", "They never did ask us,"]
    ),
    (#"("it is all ours now")"#, ["it is all ours now"]),
    ("An “open door” and a “say of their own”.", ["say of their own"]),
  ])
  func quotations(_ text: String, _ wanted: [String]) { #expect(quoted(text) == wanted) }

  @Test(arguments: [
    "She said “we run it all ourselves. The council pays.", "they run it all ourselves” they said",
    "The residents’ hall is the members’ own, it's theirs", #"A 5" pipe and a 7" pipe are laid there"#,
    "Der »Treffpunkt« und das „Haus der Nachbarn“", "",
  ])
  func nothing(_ text: String) { #expect(quoted(text) == []) }
}
