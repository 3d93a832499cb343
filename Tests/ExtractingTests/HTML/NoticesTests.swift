// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extracting

/// What sites say of themselves on every page.
struct NoticesTests {
  @Test(arguments: [
    ("© 2025 The Sample Site", true), ("Copyright 2025. ALL RIGHTS RESERVED.", true), ("Tous droits réservés", true),
    ("Alle Rechte vorbehalten", true), ("The service is reserved for members", false), ("Rights of way", false),
  ])
  func linesThatReserveRightsAreTold(text: String, expected: Bool) {
    #expect(Notices.reservesRights(Array(text.utf8)[...]) == expected)
  }

  @Test(arguments: [
    ("Imprint: Example Ltd", true), ("IMPRESSUM", true), ("Mentions légales", true), ("Imprinting in geese", false),
    ("The imprint of a shoe", false), ("Impressumé", false),
  ])
  func imprintsAreTold(text: String, expected: Bool) {
    #expect(Notices.isImprint(Array(text.utf8)[...]) == expected)
  }

  @Test(arguments: [
    ("We use cookies. Manage cookies", true), ("Wir nutzen Cookies. Alle akzeptieren?", true),
    ("GÉRER mes cookies", true),
    ("Bake the cookies for ten minutes", false), ("Manage your account", false),
  ])
  func questionsForConsentAreTold(text: String, expected: Bool) {
    #expect(Notices.asksConsent(Array(text.utf8)[...]) == expected)
  }

  @Test func aPageAboutCookiesKeepsThem() {
    func kept(_ markup: String) -> Int {
      let page = BlockGatherer.gather(MarkupParser.parse(Array(markup.utf8), depth: 100), textLimit: 100_000).page
      return MainContent.withoutNotices(page.blocks.map { _ in true }, page).filter(\.self).count
    }
    let text = "<p>" + String(repeating: "word ", count: 60) + "</p>"
    let bar = "<p>We use cookies; accept them.</p>"
    #expect(kept(text + bar) == 1)
    #expect(kept(text + String(repeating: bar, count: 7)) == 8)
    #expect(kept("<p>short</p>" + bar) == 2)
  }
}
