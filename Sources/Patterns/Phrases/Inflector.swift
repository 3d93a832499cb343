// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// Generates the inflected forms that `~lemma` stands for: regular forms by rule, others from the lexicon's table.
///
/// Forms that do not exist ("residented") are harmless, since they never occur; so nouns and verbs share one generator.
package struct Inflector: Sendable {
  private let language: Language
  private let irregular: [String: [String]]

  /// - Parameter irregular: lemma to all its forms, the lemma included.
  package init(language: Language, irregular: [String: [String]]) {
    self.language = language
    self.irregular = irregular
  }

  /// Whether the lexicon lists the forms of a lemma.
  package func lists(_ lemma: String) -> Bool { irregular[lemma] != nil }

  /// All forms of a lemma, itself first.
  package func forms(of lemma: String) -> [String] {
    if let known = irregular[lemma] { return known }
    switch language {
    case .english: return english(lemma)
    case .dutch: return dutch(lemma)
    case .french: return french(lemma)
    case .german: return german(lemma)
    case .unknown: return [lemma]
    }
  }

  private func english(_ word: String) -> [String] {
    let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
    let letters = Array(word)
    guard let last = letters.last, letters.count > 2 else { return [word, word + "s"] }
    let before = letters[letters.count - 2]
    if last == "e" { return [word, word + "s", word + "d", word.dropLast() + "ing"] }
    if last == "y", !vowels.contains(before) {
      return [word, word.dropLast() + "ies", word.dropLast() + "ied", word + "ing"]
    }
    let sibilant = "sxz".contains(last) || word.hasSuffix("ch") || word.hasSuffix("sh")
    let short = vowels.contains(before) && !vowels.contains(letters[letters.count - 3]) && !"wxyaeiou".contains(last)
    var forms = [word, word + (sibilant ? "es" : "s"), word + "ed", word + "ing"]
    if short { forms += [word + String(last) + "ed", word + String(last) + "ing"] }
    return forms
  }

  private func dutch(_ word: String) -> [String] {
    guard word.hasSuffix("en"), word.count > 4 else {
      return [word, word + "s", word + "en", word + "n", word + "'s", word + "e", word + "ren"]
    }
    var stem = String(word.dropLast(2))
    if let last = stem.last, stem.dropLast().last == last { stem = String(stem.dropLast()) }
    let unprefixed = ["be", "ver", "ont", "er", "her", "ge"].contains {
      stem.hasPrefix($0) && stem.count > $0.count + 2
    }
    let past = unprefixed ? stem : "ge" + stem
    let long = lengthened(stem)
    let pastLong = unprefixed ? long : "ge" + long
    let hard =
      stem.hasSuffix("v") ? stem.dropLast() + "f" : stem.hasSuffix("z") ? stem.dropLast() + "s" : Substring(stem)
    var forms: [String] = [word, word + "d", word + "de"]
    for base in [stem, long, String(hard)] {
      for ending in ["", "t", "te", "ten", "de", "den"] { forms.append(base + ending) }
    }
    for base in [past, pastLong] { for ending in ["t", "d", "de", "te"] { forms.append(base + ending) } }
    return forms
  }

  /// `mak` (from maken) to `maak`: a single vowel before a single consonant is doubled when the ending falls.
  private func lengthened(_ stem: String) -> String {
    let letters = Array(stem)
    guard letters.count >= 3, "aeou".contains(letters[letters.count - 2]),
      !"aeiou".contains(letters[letters.count - 3]), !"aeiou".contains(letters[letters.count - 1])
    else { return stem }
    var longer = letters
    longer.insert(letters[letters.count - 2], at: letters.count - 1)
    if longer.last == "v" { longer[longer.count - 1] = "f" }
    if longer.last == "z" { longer[longer.count - 1] = "s" }
    return String(longer)
  }

  private func french(_ word: String) -> [String] {
    if word.hasSuffix("er"), word.count > 3 {
      let stem = String(word.dropLast(2))
      let endings: [String] = [
        "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "a", "ai", "erent",
        "ee", "ees", "ant", "era", "eront", "erons", "erait", "eraient", "erai", "erez",
      ]
      var forms: [String] = [word]
      for ending in endings { forms.append(stem + ending) }
      forms.append(stem + "é")
      forms.append(stem + "és")
      if stem.hasSuffix("c") { forms += ["ait", "aient", "a", "ant", "ons"].map { stem.dropLast() + "ç" + $0 } }
      if stem.hasSuffix("g") { forms += ["eait", "eaient", "ea", "eant", "eons"].map { stem + $0 } }
      return forms
    }
    if word.hasSuffix("ir"), word.count > 3 {
      let stem = String(word.dropLast(2))
      let endings: [String] = [
        "is", "it", "issons", "issez", "issent", "issait", "issaient", "i", "ie", "ies", "irent", "ira",
        "iront", "issant", "irait",
      ]
      return [word] + endings.map { stem + $0 }
    }
    if word.hasSuffix("re"), word.count > 3 {
      let stem = String(word.dropLast(2))
      let endings: [String] = [
        "s", "", "ons", "ez", "ent", "ait", "aient", "it", "irent", "u", "ue", "us", "ues", "ra", "ront",
        "ant", "rait",
      ]
      return [word] + endings.map { stem + $0 }
    }
    return [word, word + "s", word + "e", word + "es", word + "x"]
  }

  private func german(_ word: String) -> [String] {
    guard word.hasSuffix("n"), word.first?.isLowercase ?? false, word.count > 3 else {
      let endings: [String] = ["e", "en", "er", "ern", "n", "s", "es", "in", "innen"]
      return [word] + endings.map { word + $0 }
    }
    let stem = String(word.dropLast(word.hasSuffix("en") ? 2 : 1))
    let joined = ["be", "ver", "er", "ent", "zer", "ge"].contains { stem.hasPrefix($0) } || word.hasSuffix("ieren")
    let link = stem.hasSuffix("t") || stem.hasSuffix("d") || stem.hasSuffix("n") && stem.count > 5 ? "e" : ""
    let participle = (joined ? stem : "ge" + stem) + link + "t"
    var forms: [String] = [word, word + "d", word + "de"]
    for ending in ["e", "est", "et", "t", "te", "ten", "ete", "eten"] { forms.append(stem + ending) }
    for ending in ["", "e", "en", "er"] { forms.append(participle + ending) }
    return forms
  }
}
