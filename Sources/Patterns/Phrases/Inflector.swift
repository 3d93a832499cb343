// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// Generates the inflected forms that `~lemma` stands for: regular forms by rule, others from the lexicon's table.
///
/// Forms that do not exist ("residented") are harmless, since they never occur; so nouns, adjectives and verbs share one
/// generator. Readers fold accents away, so that "Häuser" need not be told from "Hauser". The German singular imperative is
/// left out: it is mostly a noun ("plan", "arbeit").
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
}
