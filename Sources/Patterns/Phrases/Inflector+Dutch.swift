// SPDX-License-Identifier: Apache-2.0

/// Regular Dutch inflection, whose spelling keeps a vowel long or short: vowels and consonants are doubled and made single
/// again, and v and z become f and s where a word ends.
extension Inflector {
  func dutch(_ word: String) -> [String] {
    guard word.hasSuffix("en"), word.count > 4 else { return dutchNoun(word) }
    let root = String(word.dropLast(2))
    let stem = isDoubled(root) ? String(root.dropLast()) : root
    let bases = [stem, lengthened(stem), hardened(stem)]
    let isPrefixed = ["be", "ver", "ont", "er", "her", "ge"].contains {
      stem.hasPrefix($0) && stem.count > $0.count + 2
    }
    // A noun too may end so: keuken, keukens. The participles of the present: werkend, werkende, werkenden.
    var forms: [String] = [word, word + "s", word + "d", word + "de", word + "den"]
    for base in bases {
      for ending in ["", "t", "te", "ten", "de", "den", "d"] { forms.append(base + ending) }
    }
    for base in bases + [root] {
      let past = isPrefixed ? base : "ge" + base
      for ending in ["t", "d", "te", "de"] { forms.append(past + ending) }
      // The ending is heard, and written, but once: gewacht, geleid; gestarte, gezette.
      if base.hasSuffix("t") || base.hasSuffix("d") { forms += [past, past + "e"] }
    }
    return forms
  }

  /// Plurals of nouns, and the form of an adjective before its noun.
  private func dutchNoun(_ word: String) -> [String] {
    var forms = [word]
    for ending in ["s", "en", "n", "'s", "e", "ren", "eren"] { forms.append(word + ending) }
    let letters = Array(word)
    guard let last = letters.last, letters.count > 2, !"aeiou".contains(last) else { return forms }
    var stem = word
    let (before, third) = (letters[letters.count - 2], letters[letters.count - 3])
    if "aeou".contains(before), third == before {
      stem = "\(word.dropLast(2))\(last)"
    } else if "aeiou".contains(before), !"aeiou".contains(third), !"wx".contains(last) {
      stem = word + "\(last)"
    }
    var stems = [stem]
    if last == "f" || last == "s" {
      let single = stem.count > word.count ? word : stem
      stems.append(single.dropLast() + (last == "f" ? "v" : "z"))
    }
    for stem in stems { forms += [stem + "en", stem + "e"] }
    for (ending, plural) in [("heid", "heden"), ("lid", "leden"), ("stad", "steden"), ("um", "a")]
    where word.hasSuffix(ending) {
      forms.append(word.dropLast(ending.count) + plural)
    }
    return forms
  }

  private func isDoubled(_ stem: String) -> Bool {
    guard let last = stem.last else { return false }
    return stem.dropLast().last == last
  }

  /// The stem as it ends a word: leev to leef, verhuiz to verhuis.
  private func hardened(_ stem: String) -> String {
    stem.hasSuffix("v") ? stem.dropLast() + "f" : stem.hasSuffix("z") ? stem.dropLast() + "s" : stem
  }

  /// `mak` (from maken) to `maak`: a single vowel before a single consonant is doubled when the ending falls.
  private func lengthened(_ stem: String) -> String {
    let letters = Array(stem)
    guard letters.count >= 3, let last = letters.last, !"aeiou".contains(last) else { return stem }
    let vowel = letters[letters.count - 2]
    if vowel == "ë" { return "\(stem.dropLast())e\(last)" }
    guard "aeou".contains(vowel), !"aeiou".contains(letters[letters.count - 3]) else { return stem }
    return hardened("\(stem.dropLast())\(vowel)\(last)")
  }
}
