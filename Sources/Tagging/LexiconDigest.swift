// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// A digest of all that a lexicon says, so that a changed lexicon gives its concept layer another name.
///
/// Places, names of files and examples are left out: they change nothing that a text is marked with or that is shown of it.
struct LexiconDigest {
  /// Raised when the tagger finds other hits by the same lexicon, so that an index marked by an earlier one is marked again.
  static let reading = "reading 6"

  /// Two FNV-1a sums with different bases.
  private var sums: (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x9ae1_6a3b_2f90_404f)

  /// 128 bits as 32 hexadecimal digits.
  static func digest(of lexicon: Lexicon) -> String {
    var digest = Self()
    digest.add([reading, lexicon.name, lexicon.version, lexicon.overlap.rawValue])
    digest.add(lexicon.actors) { digest, actor in
      digest.add([actor.name, actor.countsAs, actor.opposite, "\(actor.takesGroups)"])
    }
    digest.add(lexicon.concepts) { $0.add($1) }
    digest.add(lexicon.languages.sorted { $0.language.rawValue < $1.language.rawValue }) { $0.add($1) }
    digest.add(lexicon.classification.map { [$0] } ?? []) { $0.add($1) }
    return [digest.sums.0, digest.sums.1].map { sum in
      let digits = String(sum, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  // MARK: The parts of a lexicon

  private mutating func add(_ concept: Concept) {
    add([concept.id, concept.broader, concept.facet, concept.definition, concept.source, concept.scopeNote])
    add("\(concept.isInternal)")
    add(concept.labels.sorted { $0.key < $1.key }) { $0.add([$1.key, $1.value]) }
  }

  private mutating func add(_ language: LanguageLexicon) {
    add([language.language.code, "\(language.verbSecond)"])
    add(language.irregular)
    for table in [language.grammar, language.classes] {
      add(table.sorted { $0.key < $1.key }) { digest, entry in
        digest.add(entry.key)
        digest.add(entry.value)
      }
    }
    add(language.rules) { digest, rule in
      digest.add([rule.id, rule.concept, rule.deniedAs, "\(rule.strength)", "\(rule.weight)"])
      digest.add(rule.patterns)
      digest.add(rule.exceptions)
    }
    add(language.cues)
    add(language.triggers) { digest, trigger in
      digest.add(["\(trigger.polarity)", "\(trigger.direction)", "\(trigger.window)"])
      for lines in [trigger.phrases, trigger.stop, trigger.pseudo] { digest.add(lines) }
    }
  }

  private mutating func add(_ classification: ClassificationSource) {
    add(classification.labels.map { $0 })
    add(classification.otherwise)
    add(classification.definitions) { $0.add([$1.name, $1.expression.text]) }
    add(classification.rows)
    add([classification.weighsWhen?.text])
    add(classification.signs)
    add(classification.subtypes)
    add(classification.roles) { digest, role in
      digest.add(role.name)
      digest.add(role.rows)
    }
    add(classification.attributes) { digest, attribute in
      digest.add([attribute.name, attribute.otherwise])
      digest.add(attribute.rows)
    }
  }

  private mutating func add(_ rows: [DecisionRow]) {
    add(rows) { $0.add([$1.outcome, $1.name, $1.expression.text]) }
  }

  // MARK: Sums

  private mutating func add(_ lines: [LexiconLine]) { add(lines) { $0.add($1.text) } }

  private mutating func add(_ texts: [String?]) {
    add(texts) { digest, text in
      digest.add(text == nil ? "absent" : "present")
      digest.add(text ?? "")
    }
  }

  /// How many there are, and each: two lists never run into one another.
  private mutating func add<Item>(_ items: [Item], _ one: (inout Self, Item) -> Void) {
    add("\(items.count)")
    for item in items { one(&self, item) }
  }

  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var (first, second) = sums
      for byte in bytes {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
        second = (second ^ UInt64(byte)) &* 0x100_0000_01b3
      }
      sums = ((first ^ 0xff) &* 0x100_0000_01b3, (second ^ 0xff) &* 0x1_0000_01b5)
    }
  }
}
