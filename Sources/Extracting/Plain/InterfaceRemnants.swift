// SPDX-License-Identifier: Apache-2.0

/// Words that a page spoke to its visitor and that stay behind when its text is copied into a file.
enum InterfaceRemnants {
  /// Whole lines.
  private static let lines: Set<String> = [
    "install the app", "install app", "skip to content", "skip to main content", "skip to navigation", "back to top",
    "accept all cookies", "accept cookies", "cookie settings", "cookie policy", "manage cookies", "privacy policy",
    "terms of use", "log in", "login", "sign in", "sign up", "subscribe", "share", "share this page", "print this page",
    "print", "menu", "search", "close", "read more", "show more", "view more", "load more", "toggle navigation",
    "follow us", "share on facebook", "share on twitter", "share on linkedin", "all rights reserved",
    "naar hoofdinhoud", "naar de inhoud", "cookies accepteren", "alle cookies accepteren", "lees meer", "inloggen",
    "terug naar boven", "deel deze pagina", "volg ons", "zum inhalt springen", "zum inhalt", "cookies akzeptieren",
    "alle akzeptieren", "mehr lesen", "weiterlesen", "anmelden", "nach oben", "seite drucken", "folgen sie uns",
    "aller au contenu", "aller au contenu principal", "accepter les cookies", "tout accepter", "lire la suite",
    "se connecter", "haut de page", "retour en haut", "partager", "suivez-nous", "imprimer",
  ]
  /// Parts of sentences that only a page's interface says.
  private static let phrases = [
    "add to home screen", "on your home screen", "install this application", "we use cookies", "this site uses cookies",
    "this website uses cookies", "enable javascript", "your browser does not support", "wij gebruiken cookies",
    "deze website gebruikt cookies", "zet javascript aan", "wir verwenden cookies", "diese website verwendet cookies",
    "bitte aktivieren sie javascript", "nous utilisons des cookies", "ce site utilise des cookies",
    "activez javascript",
  ]

  /// Whether the line, which stands alone, is such a remnant. Longer lines are somebody's text about such things.
  static func contains(_ content: ArraySlice<UInt8>) -> Bool {
    guard content.count <= 240 else { return false }
    let text = String(decoding: content, as: UTF8.self).lowercased()
    return lines.contains(text) || phrases.contains { text.contains($0) }
  }
}
