// SPDX-License-Identifier: Apache-2.0

/// Regular French inflection: verbs in -er, -ir (finir) and -re, plurals, and feminine forms of nouns and adjectives.
extension Inflector {
  func french(_ word: String) -> [String] {
    var forms = [word, word + "s"]
    if word.count > 3 {
      if word.hasSuffix("er") { return forms + inEr(String(word.dropLast(2))) }
      if word.hasSuffix("ir") { return forms + Self.inIr.map { word.dropLast(2) + $0 } }
      if word.hasSuffix("uire") { forms += (Self.inUire + Self.futureRe).map { word.dropLast(2) + $0 } }
      // The others in -re are mostly nouns: "maire" is no verb with a form "mais".
      if ["dre", "pre", "vre", "ttre"].contains(where: word.hasSuffix) {
        return forms + (Self.inRe + Self.futureRe).map { word.dropLast(2) + $0 }
      }
    }
    forms += [word + "e", word + "es", word + "x"]
    for (ending, others) in Self.genders where word.hasSuffix(ending) {
      forms += others.map { word.dropLast(ending.count) + $0 }
    }
    return forms
  }

  /// Endings of nouns and adjectives, and what stands for them in the plural and the feminine.
  private static let genders: [(String, [String])] = [
    ("al", ["aux"]), ("ail", ["aux"]), ("f", ["ve", "ves"]), ("eux", ["euse", "euses"]), ("eur", ["euse", "euses"]),
    ("teur", ["trice", "trices"]), ("en", ["enne", "ennes"]), ("on", ["onne", "onnes"]), ("el", ["elle", "elles"]),
    ("eil", ["eille", "eilles"]), ("et", ["ette", "ettes"]), ("c", ["que", "ques"]),
  ]

  private static let silent = ["e", "es", "ent"]
  private static let future = [
    "era", "eras", "erai", "eront", "erons", "erez", "erait", "erais", "eraient", "erions", "eriez",
  ]
  /// Before these c becomes ç, and g becomes ge.
  private static let broad = [
    "ons", "ais", "ait", "aient", "a", "ai", "as", "ant", "ante", "ants", "antes", "ames", "ates", "asse", "assent",
  ]
  /// With the participle, and the feminine of nouns in -er (boulangère).
  private static let otherEr = ["ez", "ions", "iez", "erent", "é", "ée", "és", "ées", "ère", "ères"]
  private static let inIr = [
    "is", "it", "issons", "issez", "issent", "issais", "issait", "issions", "issiez", "issaient", "isse", "isses", "i",
    "ie", "ies", "imes", "ites", "irent", "ira", "iras", "irai", "iront", "irons", "irez", "irait", "irais", "iraient",
    "irions", "iriez", "issant", "issante", "issants", "issantes",
  ]
  private static let inRe = [
    "", "s", "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "is", "it", "imes", "ites", "irent",
    "u", "ue", "us", "ues", "ant",
  ]
  private static let inUire = [
    "s", "t", "te", "ts", "tes", "se", "ses", "sons", "sez", "sent", "sais", "sait", "sions", "siez", "saient", "sis",
    "sit", "simes", "sites", "sirent", "sant",
  ]
  private static let futureRe = [
    "ra", "ras", "rai", "ront", "rons", "rez", "rait", "rais", "raient", "rions", "riez",
  ]

  private func inEr(_ stem: String) -> [String] {
    var forms = (Self.silent + Self.future + Self.broad + Self.otherEr).map { stem + $0 }
    if stem.hasSuffix("c") { forms += Self.broad.map { "\(stem.dropLast())ç\($0)" } }
    if stem.hasSuffix("g") { forms += Self.broad.map { stem + "e" + $0 } }
    // Before a silent e: appuie, emploiera; appelle, jettera.
    var changed: String?
    if stem.hasSuffix("y") { changed = "\(stem.dropLast())i" }
    if stem.hasSuffix("el") || stem.hasSuffix("et"), let last = stem.last { changed = "\(stem)\(last)" }
    if let changed { forms += (Self.silent + Self.future).map { changed + $0 } }
    return forms
  }
}
