// SPDX-License-Identifier: Apache-2.0

internal import Presenting
internal import Tagging
internal import Tokenizing

/// The line that `syntop tag` prints for one text.
///
/// ```
/// {"id","label"?,"subtype"?,"confidence","scores","roles","attributes","rows"?,
///  "signs"?:[{"sign","value","share"}],"cues"?:[{"start","end","cue","weights":{concept:w}}],
///  "spans":[{"start","end","concept","rule","strength","polarity","quoted"?,"roles":[{"role","start","end"}]}]}
/// ```
/// A span that begins in a quotation has "quoted": true. Without a lexicon that classifies there is no label: confidence is null then, scores, roles and attributes are empty.
enum TaggedLine {
  static func write(
    id: String, text: String, tokens: Tokens, tagged: [TextTagger.Tagged], to json: inout JSONWriter
  ) {
    let places = TextPlaces(tokens, in: text)
    json.object { json in
      json.field("id", id)
      if let item = tagged.first(where: { $0.result.overall != nil }), let label = item.result.overall {
        write(label, item.lexicon, to: &json)
        write(label.cues, places, to: &json)
      } else {
        json.key("confidence")
        json.null()
        for name in ["scores", "roles", "attributes"] { json.objectField(name) { _ in } }
      }
      json.arrayField("spans") { json in
        for item in tagged { for hit in item.result.hits { write(hit, item.lexicon, places, to: &json) } }
      }
    }
  }

  static func write(_ label: PassageLabel, _ lexicon: CompiledLexicon, to json: inout JSONWriter) {
    json.field("label", label.label)
    if let subtype = label.subtype { json.field("subtype", subtype) }
    json.field("confidence", label.confidence, decimals: 3)
    json.key("scores")
    json.object { json in
      for name in lexicon.classification?.labels ?? [] { json.field(name, label.scores[name] ?? 0, decimals: 3) }
    }
    json.key("roles")
    json.object { json in for (name, value) in label.roles.sorted(by: { $0.key < $1.key }) { json.field(name, value) } }
    json.key("attributes")
    json.object { json in
      for (name, value) in label.attributes.sorted(by: { $0.key < $1.key }) {
        if value == "true" || value == "false" { json.field(name, value == "true") } else { json.field(name, value) }
      }
    }
    json.field("rows", label.rows)
    if let table = lexicon.classification, !label.signs.isEmpty { writeSigns(label, table, to: &json) }
  }

  /// How many signs a label shows.
  private static let mostSigns = 8

  /// The signs that spoke most strongly for or against the label.
  private static func writeSigns(_ label: PassageLabel, _ table: Classification, to json: inout JSONWriter) {
    let number = table.labels.firstIndex(of: label.label)
    let shares = zip(table.signs, label.signs).enumerated().map { index, item in
      let weight = item.0.weights.first { $0.label == number }?.weight ?? 0
      return (index: index, sign: item.0.text, value: item.1, share: weight * item.1)
    }
    let strongest = shares.filter { $0.share != 0 }
      .sorted { ($1.share.magnitude, $0.index) < ($0.share.magnitude, $1.index) }
    json.arrayField("signs") { json in
      for item in strongest.prefix(mostSigns) {
        json.object { json in
          json.field("sign", item.sign)
          json.field("value", item.value, decimals: 3)
          json.field("share", item.share, decimals: 3)
        }
      }
    }
  }

  private static func write(_ cues: [PassageCue], _ places: TextPlaces, to json: inout JSONWriter) {
    if cues.isEmpty { return }
    json.arrayField("cues") { json in
      for cue in cues {
        json.object { json in
          write(places.range(cue.start..<cue.end), to: &json)
          json.field("cue", cue.text)
          json.key("weights")
          json.object { json in
            for (name, weight) in cue.weights.sorted(by: { $0.key < $1.key }) { json.field(name, weight, decimals: 2) }
          }
        }
      }
    }
  }

  static func write(_ hit: Hit, _ lexicon: CompiledLexicon, _ places: TextPlaces, to json: inout JSONWriter) {
    json.object { json in
      write(places.range(Int(hit.start)..<Int(hit.end)), to: &json)
      json.field("concept", lexicon.concepts[Int(hit.concept)].id)
      json.field("rule", lexicon.rules[Int(hit.rule)].id)
      json.field("strength", "\(hit.strength)")
      json.field("polarity", "\(hit.polarity)")
      if places.isQuoted(Int(hit.start)) { json.field("quoted", true) }
      json.arrayField("roles") { json in
        for role in hit.roles {
          json.object { json in
            json.field("role", lexicon.roleNames[Int(role.role)])
            write(places.range(Int(role.start)..<Int(role.end)), to: &json)
          }
        }
      }
    }
  }

  private static func write(_ range: Range<Int>, to json: inout JSONWriter) {
    json.field("start", range.lowerBound)
    json.field("end", range.upperBound)
  }
}
