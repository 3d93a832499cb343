// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// A digest of all that a lexicon says, so that a changed lexicon gives its concept layer another name.
enum LexiconDigest {
  /// Raised when the tagger finds other hits by the same lexicon, so that an index marked by an earlier one is marked again.
  static let reading = "reading 3"

  /// Two FNV-1a sums with different bases over a canonical rendering; 128 bits as 32 hexadecimal digits.
  static func digest(of lexicon: Lexicon) -> String {
    var sums: (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x9ae1_6a3b_2f90_404f)
    func add(_ text: String) {
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
    func add(_ lines: [LexiconLine]) { for line in lines { add(line.text) } }
    for text in [reading, lexicon.name, lexicon.version, lexicon.overlap.rawValue] { add(text) }
    for actor in lexicon.actors {
      add("\(actor.name) \(actor.countsAs ?? "") \(actor.opposite ?? "") \(actor.takesGroups)")
    }
    for concept in lexicon.concepts { add("\(concept.id) \(concept.broader ?? "") \(concept.isInternal)") }
    for language in lexicon.languages.sorted(by: { $0.language.rawValue < $1.language.rawValue }) {
      add(language.language.code)
      add(language.irregular)
      for (name, lines) in language.grammar.sorted(by: { $0.key < $1.key }) { add(name); add(lines) }
      for (name, lines) in language.classes.sorted(by: { $0.key < $1.key }) { add(name); add(lines) }
      for rule in language.rules {
        add("\(rule.id) \(rule.concept) \(rule.deniedAs ?? "") \(rule.strength) \(rule.weight)")
        add(rule.patterns)
        add(rule.exceptions)
      }
      add(language.cues)
      for trigger in language.triggers {
        add("\(trigger.polarity) \(trigger.direction) \(trigger.window)")
        for lines in [trigger.phrases, trigger.stop, trigger.pseudo] { add(lines) }
      }
    }
    if let classification = lexicon.classification {
      add(classification.labels.joined(separator: " ") + classification.otherwise)
      for (name, line) in classification.definitions { add(name); add(line.text) }
      add(classification.signs)
      if let line = classification.weighsWhen { add(line.text) }
      let tables =
        [classification.rows, classification.subtypes] + classification.roles.map(\.rows)
        + classification.attributes.map(\.rows)
      for row in tables.joined() { add("\(row.outcome) \(row.expression.text)") }
    }
    return [sums.0, sums.1].map { sum in
      let digits = String(sum, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
