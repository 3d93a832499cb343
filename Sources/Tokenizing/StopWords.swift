// SPDX-License-Identifier: Apache-2.0

/// Words of each language that say little about what a text is about: articles, prepositions, conjunctions, pronouns and
/// auxiliary verbs. They are indexed and matched like all others; rankings by stems give them no weight.
///
/// The lists are short on purpose: a word that may also be a content word is left out. Forms are folded.
package enum StopWords {
  /// A bit for each language (by its raw value) in which a folded word is a stop word; 0 for most words.
  package static func languages(of form: String) -> UInt32 { table[form] ?? 0 }

  private static let table: [String: UInt32] = {
    var table: [String: UInt32] = [:]
    for (language, words) in lists {
      for word in words.split(separator: " ") { table[String(word), default: 0] |= 1 << UInt32(language.rawValue) }
    }
    return table
  }()

  private static let lists: [(Language, String)] = [
    (
      .english,
      """
      a about after also an and any are as at be been before being between both but by can could did do does \
      during each for from had has have having he her his how i if in into is it its must no not of on only or \
      other our same shall she should so some such than that the their them then there these they this those \
      through to under us very was we were what when where which while who whom why will with would you your
      """
    ),
    (
      .dutch,
      """
      aan als bij dan dat de den der des deze die dit door een en er haar had heeft het hij hun ik in is je maar me met \
      mijn na naar niet nog of om ons onze ook op over te ten ter tot u uit uw van voor was wat we wij wordt ze zich \
      zij zijn zo zou
      """
    ),
    (
      .french,
      """
      a au aux avec ce ces cet cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui mais me \
      ne nos notre nous on ou par pas plus pour qu que qui sa se ses son sont sur te un une vos votre vous y
      """
    ),
    (
      .german,
      """
      aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer eines er es fur \
      hat ich ihr im in ist mit nach nicht noch nur oder sein sich sie sind so uber um und uns unter vom von vor war \
      was wenn wer wie wir wird zu zum zur
      """
    ),
  ]
}
