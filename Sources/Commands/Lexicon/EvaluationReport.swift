// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// Prints an evaluation: for people, or as one JSON object.
enum EvaluationReport {
  static func show(_ evaluation: Evaluation, disagreements: Bool) {
    var table = TextTable([
      .init("label", maxWidth: 30), .init("P", isNumber: true), .init("R", isNumber: true), .init("F1", isNumber: true),
      .init("n", isNumber: true),
    ])
    for row in evaluation.perLabel() {
      table.add([row.label, text(row.precision), text(row.recall), text(row.f1), "\(row.passages)"])
    }
    let plain = TextStyle(isOn: false)
    Output.write(table.text(style: plain) + "\n")
    var groups = TextTable([
      .init("passages", maxWidth: 40), .init("n", isNumber: true), .init("macro-F1", isNumber: true), .init("95 %"),
      .init("accuracy", isNumber: true), .init("kappa", isNumber: true),
    ])
    for score in [evaluation.overall] + evaluation.groups {
      groups.add([
        score.name, "\(score.passages)", text(score.macroF1), "\(text(score.low))-\(text(score.high))",
        text(score.accuracy),
        text(score.kappa),
      ])
    }
    Output.write(groups.text(style: plain) + "\n")
    var confusion = TextTable([.init("hand-coded", maxWidth: 30)] + evaluation.labels.map { .init($0, isNumber: true) })
    for gold in evaluation.labels {
      confusion.add([gold] + evaluation.labels.map { "\(evaluation.confusion(gold, $0))" })
    }
    Output.write(confusion.text(style: plain) + "\n")
    let touched = evaluation.touched
    if let score = evaluation.characterF1 {
      Output.write(
        "evidence spans touched with the right concept: \(touched.found) of \(touched.all); characters F1 \(text(score))\n"
      )
    } else {
      Output.write("no evidence spans are coded by hand, so none are compared\n")
    }
    if disagreements { list(evaluation) }
  }

  private static func list(_ evaluation: Evaluation) {
    for passage in evaluation.passages where passage.gold != passage.predicted {
      let heading =
        "\(passage.id): hand-coded \(passage.gold), here \(passage.predicted) (\(passage.rows.joined(separator: "; ")))"
      Output.write("\n\(PrintableText.line(heading))\n\(PrintableText.lines(passage.text))\n")
      let scalars = Array(passage.text.unicodeScalars)
      for span in passage.spans where span.end <= scalars.count {
        let words = String(String.UnicodeScalarView(scalars[span.start..<span.end]))
        Output.write("  \(PrintableText.line("\(span.concept) by \(span.rule): \(words)"))\n")
      }
    }
  }

  static func write(_ evaluation: Evaluation, to json: inout JSONWriter) {
    json.object { json in
      json.arrayField("labels") { json in
        for row in evaluation.perLabel() {
          json.object { json in
            json.field("label", row.label)
            json.field("precision", row.precision, decimals: 4)
            json.field("recall", row.recall, decimals: 4)
            json.field("f1", row.f1, decimals: 4)
            json.field("passages", row.passages)
          }
        }
      }
      json.arrayField("scores") { json in
        for score in [evaluation.overall] + evaluation.groups {
          json.object { json in
            json.field("name", score.name)
            json.field("passages", score.passages)
            json.field("macro_f1", score.macroF1, decimals: 4)
            json.field("low", score.low, decimals: 4)
            json.field("high", score.high, decimals: 4)
            json.field("accuracy", score.accuracy, decimals: 4)
            json.field("kappa", score.kappa, decimals: 4)
          }
        }
      }
      json.arrayField("confusion") { json in
        for gold in evaluation.labels {
          for predicted in evaluation.labels {
            let count = evaluation.confusion(gold, predicted)
            if count == 0 { continue }
            json.object { json in
              json.field("gold", gold)
              json.field("predicted", predicted)
              json.field("count", count)
            }
          }
        }
      }
      json.field("spans_touched", evaluation.touched.found)
      json.field("spans", evaluation.touched.all)
      if let score = evaluation.characterF1 {
        json.field("characters_f1", score, decimals: 4)
      } else {
        json.key("characters_f1")
        json.null()
      }
      json.arrayField("disagreements") { json in
        for passage in evaluation.passages where passage.gold != passage.predicted {
          json.object { json in
            json.field("id", passage.id)
            json.field("gold", passage.gold)
            json.field("predicted", passage.predicted)
            json.field("rows", passage.rows)
            json.field("rules", Array(Set(passage.spans.map(\.rule))).sorted())
          }
        }
      }
    }
  }

  private static func text(_ value: Double) -> String { Decimals.text(value, 3) }
}
