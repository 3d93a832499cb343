// SPDX-License-Identifier: Apache-2.0

/// Parts of words that tell a compound's hyphen from a printer's where the document itself does not.
enum HyphenatedParts {
  /// First parts that are written with a hyphen in English, Dutch and French.
  static let prefixes: Set<String> = [
    "co", "self", "non", "well", "ex", "quasi", "semi", "cross", "all", "ill", "half", "high", "low", "long", "short",
    "full", "socio", "vice", "anglo", "sous", "demi", "avant", "m\u{E9}dico", "savoir", "post", "user", "decision",
    "peer",
    "policy", "top", "bottom",
  ]

  /// Words that a hyphen before them leaves standing for the rest of a compound ("pre- and post-war").
  static let conjunctions: Set<String> = [
    "and", "or", "to", "und", "oder", "bzw", "en", "of", "et", "ou", "sowie", "als", "noch",
  ]

  static let frenchEnclitics: Set<String> = [
    "ci", "l\u{E0}", "il", "ils", "elle", "elles", "on", "je", "tu", "nous", "vous", "ce", "moi", "toi", "lui", "leur",
    "m\u{EA}me", "m\u{EA}mes", "y", "\u{EA}tre", "dire",
  ]

  /// Halves of words that English writes as one although both halves are words.
  static let closedHalves: Set<String> = [
    "over", "under", "out", "with", "through", "every", "any", "some", "when", "where", "how", "what", "there", "here",
    "house", "frame", "work", "net", "home", "note", "hand", "land", "ever", "thing", "one", "body", "ward", "wards",
    "wise", "man", "men", "self", "selves", "ship", "hold", "book", "line", "side", "time", "day", "less", "able",
    "age", "for", "fore", "back", "down", "stand", "standing", "more", "in", "to", "on", "at", "by", "be", "up",
    "meter",
    "graph", "ment", "ing", "pro", "per", "con", "com", "sub", "inter", "trans", "par", "sur", "para", "tour", "port",
    "form",
  ]

  /// Second parts of English compounds that hardly any word written as one ends in.
  static let secondParts: Set<String> = [
    "averse", "aware", "based", "borne", "bound", "built", "caused", "centered", "centred", "centric", "class",
    "conscious",
    "controlled", "defined", "delivered", "dependent", "depth", "designed", "directed", "driven", "earned", "economic",
    "effective", "elected", "enforced", "existing", "expected", "facing", "fashioned", "financed", "friendly", "funded",
    "generated", "governed", "growing", "headed", "imposed", "income", "independent", "initiated", "intensive",
    "keeping",
    "known", "lasting", "level", "lived", "living", "looking", "made", "making", "managed", "minded", "neutral",
    "organised",
    "organized", "oriented", "owned", "owner", "owners", "paid", "policy", "poor", "present", "producer", "producers",
    "producing", "production", "profit", "quality", "quarter", "quarters", "raising", "ranging", "ranking", "reaching",
    "ready", "related", "relevant", "reliant", "rich", "risk", "running", "scale", "sector", "seeking", "setting",
    "sharing",
    "sized", "skilled", "solving", "sponsored", "standing", "subsidised", "subsidized", "supported", "taking", "term",
    "third", "thirds", "tier", "trained", "value", "wide", "year", "years",
  ]

  /// What is left of a word after a syllable: not words, whatever stands before them.
  static let endings: [String] = [
    "ment", "tion", "sion", "ation", "ness", "able", "ible", "ally", "ance", "ence", "ical", "ised", "ized", "ising",
    "izing", "ator", "ators", "hood", "less", "ful", "ward", "ism", "ist", "ity", "ities", "ings", "ship", "ous",
  ]

  static func isEnding(_ part: String) -> Bool { endings.contains { part.hasPrefix($0) } }

  private static let tens: Set<String> = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
  private static let units: Set<String> = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "first", "second", "third", "fourth",
    "fifth",
    "sixth", "seventh", "eighth", "ninth", "odd",
  ]

  /// Little words between the parts of "day-to-day" and "state-of-the-art".
  static let links: Set<String> = ["to", "of", "the", "in", "and", "by", "on", "for", "a", "or", "\u{E0}", "de", "en"]

  /// "re-elected": a prefix whose last letter the next word begins with.
  static func meetVowels(_ first: String, _ second: String) -> Bool {
    (first == "re" || first == "pre" || first == "de") && second.hasPrefix("e")
  }

  static func isNumber(_ first: String, _ second: String) -> Bool { tens.contains(first) && units.contains(second) }
}
