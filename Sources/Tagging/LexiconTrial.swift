// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// A lexicon's words with a single rule, for trying a pattern out.
package enum LexiconTrial {
  /// The id of the rule that the pattern becomes.
  package static let rule = "trial"

  /// The lexicon with the words, actors, triggers and speaker rules of one language, and the pattern as its only other
  /// rule. There is no gate, and there are no weighted cues: what they speak for is not there.
  package static func lexicon(_ source: Lexicon, pattern: String, language: Language) -> Lexicon {
    var lexicon = source
    lexicon.classification = nil
    lexicon.concepts = [Concept(id: rule)]
    lexicon.languages = source.languages.filter { $0.language == language }
    let place = LexiconPlace(file: "the pattern", line: 1, column: 1)
    for index in lexicon.languages.indices {
      var trial = RuleSource(id: rule, concept: rule, place: place)
      trial.patterns = [LexiconLine(text: pattern, place: place)]
      lexicon.languages[index].rules =
        lexicon.languages[index].rules.filter { $0.concept.hasPrefix("speaker:") } + [trial]
      lexicon.languages[index].cues = []
      for name in ["gate", "gate-against"] { lexicon.languages[index].grammar[name] = nil }
    }
    return lexicon
  }
}
