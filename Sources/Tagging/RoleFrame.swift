// SPDX-License-Identifier: Apache-2.0

/// A role frame as a rule of a lexicon declares it: who does what to what, in all forms that a clause may give it.
///
///     actor: WORKERS
///     act: ~found|~set+up
///     object: "{BODY}"
///     noun: founding|foundation
///
/// It stands for lines of patterns: the actor as subject with the object behind the verb ("the miners founded a union"),
/// the object first and the actor in a by-phrase ("a union was founded by the miners"; where verbs stand second, anywhere
/// before the verb), and the act as a noun with its actor ("the founding of a union by the miners", "the miners'
/// foundation"). Which words mean "by" and "of" the language's grammar says. Subjects that are dropped, relative clauses and
/// pronouns are found as behind any `ACTOR>`.
struct RoleFrame {
  var actor: LexiconLine?
  var act: LexiconLine?
  var object: LexiconLine?
  var noun: LexiconLine?

  /// The patterns that the frame stands for; none where the rule declares none.
  func lines(_ language: LanguageLexicon, _ rule: LexiconPlace) throws(LexiconError) -> [LexiconLine] {
    guard let actor else {
      guard let stray = act ?? object ?? noun else { return [] }
      throw LexiconError(message: "a frame needs an actor: beside its act, object and noun", place: stray.place)
    }
    guard act != nil || noun != nil else {
      throw LexiconError(message: "a frame needs an act: or a noun: beside its actor", place: actor.place)
    }
    let by = try grammar("by", language, rule)
    return (act.map { verbal(actor.text, $0, by, language) } ?? [])
      + (try noun.map { line throws(LexiconError) in
        try nominal(actor.text, line, by, of: grammar("of", language, rule))
      } ?? [])
  }

  /// The class of the grammar that a frame cannot do without.
  private func grammar(_ name: String, _ language: LanguageLexicon, _ rule: LexiconPlace) throws(LexiconError)
    -> String
  {
    guard language.grammar[name] != nil else {
      throw LexiconError(message: "a frame needs '\(name)' in the grammar of \(language.file)", place: rule)
    }
    return "{\(name)}"
  }

  private func verbal(
    _ actor: String, _ act: LexiconLine, _ by: String, _ language: LanguageLexicon
  ) -> [LexiconLine] {
    let verb = "\(actor)>(\(act.text))"
    guard let object = object.map({ "@(\($0.text))" }) else { return lines([verb], act.place) }
    return lines(
      ["\(verb) ..8 \(object)", language.verbSecond ? "\(object) ..10 \(verb)" : "\(object) ..6 \(verb) ..4 \(by)"],
      act.place)
  }

  private func nominal(_ actor: String, _ noun: LexiconLine, _ by: String, of: String) -> [LexiconLine] {
    let name = "(\(noun.text))"
    guard let object = object.map({ "@(\($0.text))" }) else {
      return lines(
        ["\(name) ..5 \(by) ..3 <\(actor)>", "<\(actor)'s> ..2 \(name)", "\(name) \(of) ..2 <\(actor)>"], noun.place)
    }
    return lines(
      ["\(name) \(of) ..3 \(object) ..3 \(by) ..3 <\(actor)>", "<\(actor)'s> ..2 \(name) \(of) ..3 \(object)"],
      noun.place)
  }

  private func lines(_ texts: [String], _ place: LexiconPlace) -> [LexiconLine] {
    texts.map { LexiconLine(text: $0, place: place) }
  }
}
