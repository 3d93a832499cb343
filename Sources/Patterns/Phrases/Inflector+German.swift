// SPDX-License-Identifier: Apache-2.0

/// Regular German inflection: endings of nouns and adjectives, weak verbs and their participles.
extension Inflector {
  func german(_ word: String) -> [String] {
    var forms = [word] + Self.nominal.map { word + $0 }
    if word.hasSuffix("in") { forms.append(word + "nen") }
    if word.hasSuffix("s") { forms += ["se", "sen", "ses"].map { word + $0 } }
    for (ending, plural) in [("a", "en"), ("um", "en"), ("um", "a"), ("us", "en")]
    where word.hasSuffix(ending) && word.count > 4 {
      forms.append(word.dropLast(ending.count) + plural)
    }
    if word.hasSuffix("n"), word.first?.isLowercase ?? false, word.count > 3 { forms += germanVerb(word) }
    return forms
  }

  private static let nominal = ["e", "en", "er", "ern", "em", "n", "s", "es", "in", "innen"]
  private static let personal = [
    "e", "st", "est", "t", "et", "te", "test", "ten", "tet", "ete", "etest", "eten", "etet",
  ]

  /// Forms of a weak verb in -en, -eln or -ern.
  private func germanVerb(_ word: String) -> [String] {
    let stem = String(word.dropLast(word.hasSuffix("en") ? 2 : 1))
    var forms = (Self.personal + ["end"]).map { stem + $0 }
    for ending in ["", "e", "en", "er", "es", "em"] { forms.append(word + "d" + ending) }
    if stem.hasSuffix("el") || stem.hasSuffix("er") {
      // The e of the stem falls: sammle, ändre.
      forms.append("\(stem.dropLast(2))\(stem.suffix(1))e")
    }
    let isPrefixed = ["be", "ver", "er", "ent", "zer", "ge", "miss"].contains(where: stem.hasPrefix)
    for participle in isPrefixed || word.hasSuffix("ieren") ? [stem, "ge" + stem] : ["ge" + stem] {
      for link in ["t", "et"] {
        for ending in ["", "e", "en", "er", "es", "em"] { forms.append(participle + link + ending) }
      }
    }
    return forms
  }
}
