// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Presenting

/// Prints the agreement of coders: for people, or as one JSON object.
struct AgreementReport {
  var corpus: CodedCorpus
  var groups: [AgreementGroup]
  /// What was compared.
  var field: String

  private var coders: [String] { corpus.files.map(\.path) }
  private var pairs: [(one: Int, other: Int)] {
    coders.indices.flatMap { one in coders.indices.dropFirst(one + 1).map { (one, $0) } }
  }
  private var disputed: [Int] { corpus.ids.indices.filter(corpus.labels.isDisputed) }

  // MARK: For people

  func show(_ style: TextStyle, disagreements: Bool) {
    if corpus.labels.comparable > 0 {
      Output.write(groupTable.text(style: style) + "\n" + labelTable.text(style: style) + "\n")
      if coders.count > 2 { Output.write(pairTable.text(style: style) + "\n") }
      if coders.count == 2 { Output.write(confusionTable.text(style: style) + "\n") }
    }
    Output.write(
      corpus.spans.concepts.isEmpty ? "no evidence spans to compare\n" : spanTable.text(style: style))
    if disagreements { list() }
  }

  private static func text(_ value: Double?) -> String { value.map { Decimals.text($0, 3) } ?? "-" }

  private var groupTable: TextTable {
    var table = TextTable(
      [.init("items", maxWidth: 40), .init("n", isNumber: true)]
        + groups[0].measures.flatMap { measure -> [TextTable.Column] in
          [.init(measure.name.replacing("_", with: " "), isNumber: true), .init("95 %")]
        })
    for group in groups {
      table.add(
        [group.name, Decimals.grouped(group.items)]
          + group.measures.flatMap { measure in
            [
              Self.text(measure.value),
              measure.interval.map { "\(Self.text($0.lowerBound)) to \(Self.text($0.upperBound))" } ?? "-",
            ]
          })
    }
    return table
  }

  private var labelTable: TextTable {
    let (labels, agreement) = (corpus.labels, corpus.labels.agreement)
    var table = TextTable(
      [.init(field, maxWidth: 40)] + coders.map { .init($0, isNumber: true, maxWidth: 24) }
        + [.init("specific", isNumber: true), .init("alpha", isNumber: true)])
    for (number, label) in labels.labels.enumerated() {
      let counts = coders.indices.map { Decimals.grouped(labels.count($0, label: number)) }
      table.add(
        [label] + counts + [Self.text(agreement.specific(number)), Self.text(agreement.alone(number).alpha)])
    }
    table.add(["coded"] + coders.indices.map { Decimals.grouped(labels.count($0)) } + ["", ""])
    return table
  }

  private var pairTable: TextTable {
    var table = TextTable([
      .init("coders", maxWidth: 60), .init("n", isNumber: true), .init("percent", isNumber: true),
      .init("cohen kappa", isNumber: true),
    ])
    for (one, other) in pairs {
      let (items, percent) = counts(one, other)
      table.add([
        "\(coders[one]), \(coders[other])", Decimals.grouped(items), Self.text(percent),
        Self.text(corpus.labels.cohenKappa(one, other)),
      ])
    }
    return table
  }

  /// Items that both coded, and the share of them with one label.
  private func counts(_ one: Int, _ other: Int) -> (items: Int, percent: Double?) {
    let table = corpus.labels.confusion(one, other)
    let (all, alike) = (table.joined().reduce(0, +), table.indices.reduce(0) { $0 + table[$1][$1] })
    return (all, all > 0 ? Double(alike) / Double(all) : nil)
  }

  private var confusionTable: TextTable {
    let labels = corpus.labels.labels
    var table = TextTable(
      [.init("\(coders[0]) \\ \(coders[1])", maxWidth: 40)] + labels.map { .init($0, isNumber: true) })
    for (label, row) in zip(labels, corpus.labels.confusion(0, 1)) { table.add([label] + row.map(Decimals.grouped)) }
    return table
  }

  private var spanTable: TextTable {
    var table = TextTable([
      .init("spans of", maxWidth: 40), .init("compared", isNumber: true), .init("touched", isNumber: true),
      .init("share", isNumber: true), .init("characters F1", isNumber: true), .init("alpha", isNumber: true),
    ])
    for concept in corpus.spans.concepts {
      let score = corpus.spans.score(concept)
      table.add([
        concept, Decimals.grouped(score.compared), Decimals.grouped(score.touched), Self.text(score.share),
        Self.text(score.characterF1), Self.text(score.alpha),
      ])
    }
    return table
  }

  private func list() {
    for item in disputed {
      let id = corpus.ids[item]
      Output.write("\n\(PrintableText.line(id))\n")
      for file in corpus.files {
        if let label = file.items[id]?.label { Output.write("  \(PrintableText.line("\(file.path): \(label)"))\n") }
      }
      if let text = corpus.text(id) { Output.write(PrintableText.lines(text) + "\n") }
    }
  }

  // MARK: For programs

  func writeJSON() {
    var json = JSONWriter()
    json.object { json in
      json.field("field", field)
      json.field("coders", coders)
      json.field("items", corpus.ids.count)
      json.arrayField("scores") { list in groups.forEach { Self.write($0, to: &list) } }
      writeLabels(to: &json)
      writePairs(to: &json)
      writeSpans(to: &json)
      json.arrayField("disagreements") { list in
        for item in disputed {
          list.object { json in
            json.field("id", corpus.ids[item])
            json.arrayField("labels") { list in
              for file in corpus.files {
                if let label = file.items[corpus.ids[item]]?.label { list.value(label) } else { list.null() }
              }
            }
          }
        }
      }
    }
    Output.writeLine(&json)
  }

  private static func write(_ group: AgreementGroup, to json: inout JSONWriter) {
    json.object { json in
      json.field("name", group.name)
      json.field("items", group.items)
      for measure in group.measures {
        json.objectField(measure.name) {
          $0.field("value", measure.value ?? .nan)
          $0.field("low", measure.interval?.lowerBound ?? .nan)
          $0.field("high", measure.interval?.upperBound ?? .nan)
        }
      }
    }
  }

  private func writeLabels(to json: inout JSONWriter) {
    let (labels, agreement) = (corpus.labels, corpus.labels.agreement)
    json.arrayField("labels") { list in
      for (number, label) in labels.labels.enumerated() {
        list.object { json in
          json.field("label", label)
          json.arrayField("counts") { list in
            for coder in coders.indices { list.value(labels.count(coder, label: number)) }
          }
          json.field("specific", agreement.specific(number) ?? .nan)
          json.field("krippendorff_alpha", agreement.alone(number).alpha ?? .nan)
        }
      }
    }
  }

  private func writePairs(to json: inout JSONWriter) {
    let labels = corpus.labels.labels
    json.arrayField("pairs") { list in
      for (one, other) in pairs {
        let (items, percent) = counts(one, other)
        list.object { json in
          json.field("coders", [coders[one], coders[other]])
          json.field("items", items)
          json.field("percent", percent ?? .nan)
          json.field("cohen_kappa", corpus.labels.cohenKappa(one, other) ?? .nan)
          json.arrayField("confusion") { list in
            for (first, row) in zip(labels, corpus.labels.confusion(one, other)) {
              for (second, count) in zip(labels, row) where count > 0 {
                list.object {
                  $0.field("first", first)
                  $0.field("second", second)
                  $0.field("count", count)
                }
              }
            }
          }
        }
      }
    }
  }

  private func writeSpans(to json: inout JSONWriter) {
    json.arrayField("spans") { list in
      for concept in corpus.spans.concepts {
        let score = corpus.spans.score(concept)
        list.object { json in
          json.field("concept", concept)
          json.field("compared", score.compared)
          json.field("touched", score.touched)
          json.field("characters_f1", score.characterF1 ?? .nan)
          json.field("characters_alpha", score.alpha ?? .nan)
        }
      }
    }
  }
}
