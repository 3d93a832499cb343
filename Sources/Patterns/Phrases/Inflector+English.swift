// SPDX-License-Identifier: Apache-2.0

/// Regular English inflection: plurals and possessives have one spelling rule, verbs double and drop letters by theirs.
extension Inflector {
  func english(_ word: String) -> [String] {
    guard word.count > 2 else { return [word, word + "s"] }
    var forms = [word] + englishEndings(word)
    if Self.voicing.contains(where: word.hasSuffix) {
      forms.append(word.dropLast(word.hasSuffix("e") ? 2 : 1) + "ves")
    }
    if word.hasSuffix("man") { forms.append(word.dropLast(3) + "men") }
    if word.hasSuffix("sis") { forms.append(word.dropLast(2) + "es") }
    // Both spellings are one word: organise, organize; analyse, analyze.
    for (one, other) in [("ise", "ize"), ("ize", "ise"), ("yse", "yze"), ("yze", "yse")]
    where word.hasSuffix(one) && word.count > 5 {
      forms += english(stem: word.dropLast(3) + String(other.dropLast()), silent: "e")
    }
    return forms
  }

  /// Nouns in f or fe whose plural has v; "belief" and "proof" are none.
  private static let voicing = [
    "wife", "life", "knife", "calf", "half", "elf", "wolf", "leaf", "sheaf", "loaf", "thief", "scarf", "wharf", "hoof",
  ]

  /// The four forms of a verb whose last letter falls before -ing.
  private func english(stem: String, silent last: String) -> [String] {
    [stem + last, stem + last + "s", stem + last + "d", stem + "ing"]
  }

  private func englishEndings(_ word: String) -> [String] {
    let letters = Array(word)
    let (last, before) = (letters[letters.count - 1], letters[letters.count - 2])
    if word.hasSuffix("ie") { return [word + "s", word + "d", word + "ing", word.dropLast(2) + "ying"] }
    if last == "e" {
      let stays = "eoy".contains(before)
      return [word + "s", word + "d", stays ? word + "ing" : word.dropLast() + "ing"]
    }
    if last == "y", !isVowel(letters, letters.count - 2) {
      return [word.dropLast() + "ies", word.dropLast() + "ied", word + "ing"]
    }
    let sibilant = "sxz".contains(last) || word.hasSuffix("ch") || word.hasSuffix("sh")
    var forms = [word + (sibilant ? "es" : "s"), word + "ed", word + "ing"]
    if last == "o", !"aeiou".contains(before) { forms.append(word + "es") }
    if last == "c" { forms += [word + "ked", word + "king"] }
    let isShort = isVowel(letters, letters.count - 2) && !isVowel(letters, letters.count - 3)
    if isShort, !"wxyaeiou".contains(last) {
      forms += [word + "\(last)ed", word + "\(last)ing"]
      if sibilant { forms.append(word + "\(last)es") }
    }
    return forms
  }

  /// Whether a letter is a vowel; u behind q is none.
  private func isVowel(_ letters: [Character], _ place: Int) -> Bool {
    if letters[place] == "u", place > 0, letters[place - 1] == "q" { return false }
    return "aeiou".contains(letters[place])
  }
}
