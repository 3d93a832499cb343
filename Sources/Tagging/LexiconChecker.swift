// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// Checks what a lexicon that compiles may still have wrong: examples that fail, lines given twice, lines that another
/// one forestalls or that nothing can match, word classes that no pattern uses, lines without a hit in a corpus.
package struct LexiconChecker {
  package struct Finding: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// An example fails; a line stands twice; no pattern uses a class.
      case example, repeated, unused
      /// Another rule's line matches the same words: and wins; or both are reported.
      case shadowed, alike
      /// Another line of the rule matches all that this one does.
      case covered
      /// An element has no members; there are too many ways through; nothing in the corpus matches.
      case impossible, costly, silent
    }
    package var kind: Kind
    package var message: String
    package var place: LexiconPlace
    /// Whether the check fails by it.
    package var isError: Bool
  }

  package private(set) var findings: [Finding] = []
  /// How many examples were tried.
  package private(set) var examples = 0

  package init(_ lexicon: Lexicon, _ compiled: CompiledLexicon) {
    (examples, findings) = Self.failingExamples(lexicon, compiled)
    for language in lexicon.languages {
      for rule in language.rules { repeated(rule) }
      unused(language)
      findings += EntryChecks.findings(in: compiled, language.language)
    }
  }

  /// How many examples were tried, and those that fail.
  package static func failingExamples(
    _ lexicon: Lexicon, _ compiled: CompiledLexicon
  ) -> (tried: Int, findings: [Finding]) {
    let vocabulary = Vocabulary()
    let tokenizer = Tokenizer(into: vocabulary)
    let tagger = Tagger(compiled, vocabulary: vocabulary)
    let numbers = Dictionary(compiled.rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var (tried, findings): (Int, [Finding]) = (0, [])
    for language in lexicon.languages {
      for rule in language.rules {
        guard let number = numbers[rule.id] else { continue }
        for (line, wanted) in rule.matches.map({ ($0, true) }) + rule.rejects.map({ ($0, false) }) {
          tried += 1
          var tokens = tokenizer.tokenize([TextBlock(line.text, kind: 0)])
          tokens.read(as: language.language)
          if tagger.rules(in: tokens).contains(number) == wanted { continue }
          let verb = wanted ? "does not match its example" : "matches what it should reject"
          let message = "rule \(rule.id) \(verb): \(line.excerpt)"
          findings.append(Finding(kind: .example, message: message, place: line.place, isError: true))
        }
      }
    }
    return (tried, findings)
  }

  /// Tells of the lines of rules that found nothing in a corpus.
  ///
  /// - Parameter fired: by language, the patterns that matched.
  package mutating func addSilent(_ compiled: CompiledLexicon, fired: [Language: Set<Int>]) {
    for (language, tables) in compiled.tables.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let own = fired[language] else { continue }
      var lines: [LexiconPlace: (rule: Int, fired: Bool)] = [:]
      for (number, pattern) in tables.patterns.enumerated() {
        guard let rule = pattern.rule else { continue }
        lines[pattern.place, default: (rule, false)].fired =
          lines[pattern.place]?.fired ?? false || own.contains(number)
      }
      for (place, line) in lines.sorted(by: { $0.key.line < $1.key.line }) where !line.fired {
        add(.silent, "rule \(compiled.rules[line.rule].id): no hit in the corpus", place, isError: false)
      }
    }
  }

  private mutating func add(_ kind: Finding.Kind, _ message: String, _ place: LexiconPlace, isError: Bool) {
    findings.append(Finding(kind: kind, message: message, place: place, isError: isError))
  }

  private mutating func repeated(_ rule: RuleSource) {
    var seen: [String: LexiconPlace] = [:]
    for line in rule.patterns {
      let text = line.text.firstRange(of: " :: ").map { String(line.text[$0.upperBound...]) } ?? line.text
      if let first = seen[text] {
        add(
          .repeated, "rule \(rule.id) has this line twice (first at line \(first.line)): \(text)", line.place,
          isError: false)
      }
      seen[text] = line.place
    }
  }

  private mutating func unused(_ language: LanguageLexicon) {
    var used: Set<String> = []
    let lines =
      language.rules.flatMap { $0.patterns + $0.exceptions } + language.classes.values.joined()
      + language.grammar.values.joined() + language.triggers.flatMap { $0.phrases + $0.stop + $0.pseudo }
      + language.cues
    for line in lines {
      for piece in line.text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
        used.insert(String(piece.prefix { $0 != "}" }))
      }
      for piece in line.text.split(whereSeparator: { " <('/".contains($0) }) {
        used.insert(String(piece.prefix { $0 != ">" }))
      }
    }
    for (name, lines) in language.classes.sorted(by: { $0.key < $1.key }) where !used.contains(name) {
      guard let line = lines.first else { continue }
      add(
        .unused, "word class {\(name)} of \(language.language.code) is used by no pattern", line.place, isError: false)
    }
  }
}
