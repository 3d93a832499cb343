// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Abbreviations, initials and ordinals whose full stop ends no sentence, in English, Dutch, French and German.
enum Abbreviations {
  /// Whether the full stop behind `word` is part of an abbreviation rather than the end of a sentence.
  static func endsNoSentence(_ bytes: Span<UInt8>, word: Range<Int>, next: Int) -> Bool {
    guard word.count <= 12 else { return false }
    let text = folded(bytes, word)
    if text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) { return isOrdinal(text, bytes, next: next) }
    if isInitial(text) || always.contains(text) { return true }
    if titles.contains(text) { return bytes[word.lowerBound] &- 0x41 < 26 }
    if text == "al" { return isBehindEt(bytes, word.lowerBound) }
    if text.contains("."), text.split(separator: ".").allSatisfy({ always.contains(String($0)) }) { return true }
    if beforeNumber.contains(text) { return next < bytes.count && bytes[next] &- 0x30 < 10 }
    guard mayEnd.contains(text) else { return false }
    return !starters.contains(folded(bytes, next..<wordEnd(bytes, from: next)))
  }

  /// One letter ("J.", "z. B.", "M."), or letters with full stops between them ("U.S.", "z.B").
  private static func isInitial(_ text: String) -> Bool {
    let letters = text.unicodeScalars.filter { $0 != "." }
    if letters.count == 1 { return letters.allSatisfy(\.properties.isAlphabetic) }
    return text.contains(".") && letters.count <= 4
      && text.split(separator: ".").allSatisfy { $0.unicodeScalars.count <= 2 && !$0.utf8.contains { $0 &- 0x30 < 10 } }
  }

  /// Whether "et" and one white space stand before a word.
  private static func isBehindEt(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    start >= 3 && bytes[start - 3] | 0x20 == UInt8(ascii: "e") && bytes[start - 2] | 0x20 == UInt8(ascii: "t")
      && bytes[start - 1] <= 0x20
  }

  /// "3. Oktober", "19. Jahrhundert".
  private static func isOrdinal(_ digits: String, _ bytes: Span<UInt8>, next: Int) -> Bool {
    digits.utf8.count <= 2 && afterOrdinal.contains(folded(bytes, next..<wordEnd(bytes, from: next)))
  }

  private static func folded(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: Folding.fold(bytes.extracting(range)), as: UTF8.self)
  }

  private static func wordEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    guard start < bytes.count else { return start }
    return min(WordBreaker.segment(of: bytes, from: start).end, start + 40)
  }

  /// Never the last word of a sentence: titles, "e.g.", "cf.", "vgl.", "bijv.". Ordinary words of any of the four languages
  /// are none of them.
  private static let always: Set<String> = words(
    """
    dr drs mr mrs ms prof hon rev fr sr st mme mmes mlle mlles mgr pr ir ing mevr dhr mw hr fam e.g i.e eg ie cf vs viz \
    approx resp incl excl esp eds vgl bzw z.b d.h u.a s.o s.u o.a d.w.z m.a.w i.v.m m.b.t t.a.v m.n n.a.v t.o.v \
    bijv bv nl evt hoofdst blz c.-a-d env adr av bd dipl gen lt capt sgt maj sen gov pres \
    sog sogen evtl ggf insb inkl exkl zzgl einschl allg hrsg hg dt engl frz griech ph.d
    """)

  /// Titles that are ordinary words as well, told by their capital: "Me Dupont", "Mag. Huber", "Col. Smith".
  private static let titles = words("me mag rep col")

  /// Abbreviations only where a number follows: "no. 5", "p. 12", "Abb. 3".
  private static let beforeNumber: Set<String> = words(
    "no nos nr nrs num p pp pag s ff fig figs tab abb kap ch chap sec sect art arts vol vols bd aufl par abs lid jg "
      + "ann eq eqs app appx anm fn rn rz ziff z zit circa ca um op nov dec jan feb mar apr jun jul aug sep sept oct okt dez"
  )

  /// Abbreviations that may also end a sentence: they do where a word that opens sentences follows.
  private static let mayEnd: Set<String> = words(
    "ed ex gem nat med phil jur lat bes etc usw enz u.s.w inc ltd co corp bros jr ibid op.cit seq e.a c.s a.m p.m pm "
      + "approx gmbh bv nv cie u.dgl dgl "
      + "jan feb mar apr jun jul aug sep sept oct okt nov dec dez mio mrd tel str sz ders ebd a.a.o")

  /// Words that, with a capital, mostly open a sentence.
  private static let starters: Set<String> = words(
    """
    the this these that those in it its a an however we they he she but and for as on at there their our when while if \
    although since from to with by more most many some such no not what how who i you \
    de het een dit deze die er in op bij voor maar ook als wij zij ze hij we dat daarom echter om met van \
    le la les l un une des ces cette ce il elle ils elles on nous en dans pour mais or ainsi cependant \
    der die das den dem ein eine es sie wir er im in bei auch aber doch dies diese dieser so mit fur zu als wenn
    """)

  private static let afterOrdinal: Set<String> = words(
    """
    januar februar marz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jh \
    auflage aufl kapitel absatz weltkrieg weltkriegs weltkrieges tag mal klasse bundestag legislaturperiode wahlperiode \
    januari februari maart mei augustus lebensjahr platz sitzung semester stock
    """)

  private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
}
