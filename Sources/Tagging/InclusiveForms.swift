// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Takes the marks of inclusive writing out of folded words: `citoyen·ne·s` to `citoyens`, `Bürger:innen` to `burgerinnen`.
///
/// Text segmentation keeps such a word whole. What has the marks and no feminine ending between them stays as it is: `col·leccio`,
/// `exemple.fr`, `3.5`.
enum InclusiveForms {
  private static let french: Set<String> = [
    "e", "es", "ne", "nes", "le", "les", "te", "tes", "se", "ses", "ve", "ves", "fe", "fes", "que", "ques", "che",
    "ches",
    "ere", "eres", "iere", "ieres", "rice", "rices", "trice", "trices", "euse", "euses", "esse", "esses", "elle",
    "elles",
    "enne", "ennes", "onne", "onnes",
  ]

  static func plain(_ folded: String, language: Language) -> String {
    switch language {
    case .french: frenchPlain(folded)
    case .german: germanPlain(folded)
    default: folded
    }
  }

  /// The masculine, with the s that ends the whole: a stop must part off `.e`, or an ending and an s, since sites end in `.es`.
  private static func frenchPlain(_ folded: String) -> String {
    let isStopped = folded.utf8.contains(UInt8(ascii: "."))
    let pieces = folded.split(separator: isStopped ? "." : "·", omittingEmptySubsequences: false)
    guard pieces.count == 2 || pieces.count == 3 && pieces[2] == "s", pieces[0].count > 2,
      french.contains(String(pieces[1])), !isStopped || pieces.count == 3 || pieces[1] == "e"
    else { return folded }
    let isPlural = pieces.count == 3 || pieces[1].hasSuffix("s")
    let hasEnding = pieces[0].hasSuffix("s") || pieces[0].hasSuffix("x")
    return pieces[0] + (isPlural && !hasEnding ? "s" : "")
  }

  private static func germanPlain(_ folded: String) -> String {
    guard let mark = folded.lastIndex(where: { $0 == ":" || $0 == "_" || $0 == "·" }) else { return folded }
    let ending = folded[folded.index(after: mark)...]
    guard ending == "in" || ending == "innen", folded[..<mark].count > 2 else { return folded }
    return folded[..<mark] + String(ending)
  }
}
