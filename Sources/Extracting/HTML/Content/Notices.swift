// SPDX-License-Identifier: Apache-2.0

/// Tells what a site says of itself on every page: bars that ask for consent to cookies, lines that reserve its rights,
/// the imprint.
struct Notices {
  private let page: PageBlocks
  /// A page that speaks of cookies again and again is about them.
  private let isAboutCookies: Bool

  init(_ page: PageBlocks) {
    self.page = page
    isAboutCookies =
      page.blocks.lazy.filter { Self.cookie.occurs(in: page.bytes[$0.from..<$0.upTo]) }.prefix(7).count > 6
  }

  func contains(_ block: RawBlock) -> Bool {
    if block.context.hints & ClassWords.bit(.consent) != 0 { return true }
    let text = page.bytes[block.from..<block.upTo]
    if block.words <= 40, Self.reservesRights(text) || Self.isImprint(text) || Self.tellsMaker(text) { return true }
    if Self.leadsOn(block, text) { return true }
    return block.words <= 60 && !isAboutCookies && Self.asksConsent(text)
  }

  /// Whether a text is a line of copyright: it opens with the sign, or says the formula.
  static func reservesRights(_ text: ArraySlice<UInt8>) -> Bool {
    if rightsSign.begins(text) { return true }
    // All formulas hold "rv" or "rb"; few other short texts do.
    var previous: UInt8 = 0
    let mayReserve = text.contains { byte in
      defer { previous = byte | 0x20 }
      return previous == UInt8(ascii: "r") && (byte | 0x20 == UInt8(ascii: "v") || byte | 0x20 == UInt8(ascii: "b"))
    }
    return mayReserve && rightsFormulas.contains { $0.occurs(in: text) }
  }

  /// Whether a text opens with the name of what says who answers for a site.
  static func isImprint(_ text: ArraySlice<UInt8>) -> Bool {
    imprints.contains { name in
      guard name.begins(text) else { return false }
      let rest = text.dropFirst(name.count)
      return rest.first.map { !(0x61...0x7A).contains($0 | 0x20) && $0 < 0x80 } ?? true
    }
  }

  /// Whether a text speaks of cookies and of what a reader may do about them.
  static func asksConsent(_ text: ArraySlice<UInt8>) -> Bool {
    cookie.occurs(in: text) && choices.contains { $0.occurs(in: text) }
  }

  /// Whether a text says by which program a page was made.
  static func tellsMaker(_ text: ArraySlice<UInt8>) -> Bool {
    (made.begins(text) || madePage.begins(text)) && (using.occurs(in: text) || by.occurs(in: text))
  }

  private static let made: BytePattern = "this document was generated"
  private static let madePage: BytePattern = "this page was generated"
  private static let using: BytePattern = " using "
  private static let by: BytePattern = " by "

  /// Whether a block is a link that says no more than where its page stands from this one.
  static func leadsOn(_ block: RawBlock, _ text: ArraySlice<UInt8>) -> Bool {
    guard block.words <= 4, block.words == block.linkWords else { return false }
    let words = text.drop { !isLetter($0) }.reversed().drop { !isLetter($0) }.reversed()
    return ways.contains { $0.equals(Array(words)[...]) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static let ways: [BytePattern] = [
    "next", "prev", "previous", "up", "next page", "previous page", "next chapter", "previous chapter", "next section",
    "previous section", "table of contents", "back to top", "vorige", "volgende", "vorige pagina", "volgende pagina",
    "weiter", "vorherige seite", "suivant", "page suivante",
  ]

  private static let rightsSign: BytePattern = "©"
  private static let rightsFormulas: [BytePattern] = [
    "all rights reserved", "alle rechte vorbehalten", "alle rechten voorbehouden", "tous droits réservés",
    "todos los derechos reservados", "tutti i diritti riservati",
  ]
  private static let imprints: [BytePattern] = [
    "imprint", "impressum", "mentions légales", "colofon", "aviso legal", "note legali",
  ]
  private static let cookie: BytePattern = "cookie"
  private static let choices: [BytePattern] = [
    "accept", "manage", "consent", "preference", "setting", "akzeptier", "einstellung", "einwillig", "paramètre",
    "refus", "gérer", "verwalt", "toestemming", "instelling", "beheer", "weiger", "aceptar", "gestion", "accetta",
  ]
}
