// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tagging
internal import Tokenizing

/// `syntop evaluate`: how well a lexicon's labels and spans agree with hand-coded passages.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compare a lexicon's labels and spans with hand-coded passages.",
    discussion: """
      The passages are JSON lines {"id","text","label","lang"?,"evidence":[{"start","end","concept"}]?}; any other field \
      may be named by --by. A span is a range of the text's code points, end exclusive. Intervals are bootstrap intervals over passages, at 95 %.

      Example:
        syntop evaluate gold.jsonl --lexicon Lexicons/coproduction --by lang
      """)

  @Argument(help: "The hand-coded passages.") var gold: String
  @Option(help: ArgumentHelp("The lexicon's folder.", valueName: "dir")) var lexicon: String
  @Option(help: ArgumentHelp("Also report by this field; may be given several times.", valueName: "field")) var by:
    [String] = []
  @Option(parsing: .unconditional, help: "Bootstrap samples.") var boot = 1000
  @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 7
  @Flag(help: "Print each disagreement with the rules that fired.") var disagreements = false
  @OptionGroup var output: ReportOptions

  func validate() throws {
    guard (10...100_000).contains(boot) else { throw ValidationError("--boot takes 10 to 100000.") }
  }

  func run() throws {
    let tagger = try TextTagger([lexicon])
    guard let classification = tagger.lexicons[0].classification else {
      throw CommandFailure("\(lexicon): the lexicon has no classification:, so there are no labels to evaluate")
    }
    let passages = try read(tagger, classification.labels)
    if passages.isEmpty { throw CommandFailure("\(gold): no passages with a text and a label") }
    try checkFields(of: passages)
    var evaluation = Evaluation(labels: classification.labels, passages: passages, samples: boot, seed: seed)
    for field in by { evaluation.split(by: field) }
    if !output.json {
      EvaluationReport.show(evaluation, disagreements: disagreements)
    } else {
      var json = JSONWriter()
      EvaluationReport.write(evaluation, to: &json)
      Output.writeLine(&json)
    }
  }

  /// A field that no passage has is a slip.
  private func checkFields(of passages: [EvaluatedPassage]) throws {
    let known = passages.reduce(into: Set<String>()) { $0.formUnion($1.fields.keys) }.sorted()
    for field in by where !known.contains(field) {
      throw CommandFailure("\(gold): \(Suggestion.message("field", field, among: known))")
    }
  }

  private func read(_ tagger: TextTagger, _ labels: [String]) throws -> [EvaluatedPassage] {
    var result: [EvaluatedPassage] = []
    var evidence = HandCodedEvidence(file: gold, concepts: tagger.lexicons[0].concepts.map(\.id))
    try FileLines.eachValue(of: gold) { value, line in
      guard let text = value["text"]?.string, let label = value["label"]?.string else {
        throw CommandFailure("\(gold):\(line): wanted an object with \"text\" and \"label\"")
      }
      guard labels.contains(label) else {
        throw CommandFailure("\(gold):\(line): \(Suggestion.message("label", label, among: labels))")
      }
      let id = value["id"]?.scalarText ?? "line \(line)"
      let spans = try evidence.spans(of: value, id: id, length: text.unicodeScalars.count, line: line)
      result.append(evaluated(value, id, text, label, spans, tagger))
    }
    if !output.quiet { for remark in evidence.remarks { Output.note(remark) } }
    return result
  }

  private func evaluated(
    _ value: JSONValue, _ id: String, _ text: String, _ label: String, _ gold: [EvaluatedPassage.Span],
    _ tagger: TextTagger
  ) -> EvaluatedPassage {
    let (tokens, tagged) = tagger.tag(text, language: TextTagger.language(of: value))
    let lexicon = tagger.lexicons[0]
    let offsets = CodePointOffsets(text)
    var spans: [EvaluatedPassage.Span] = []
    for hit in tagged[0].result.hits where hit.polarity == .asserted {
      spans.append(
        .init(
          start: offsets.codePoint(Int(tokens.starts[Int(hit.start)])),
          end: offsets.codePoint(Int(tokens.ends[Int(hit.end) - 1])),
          concept: lexicon.concepts[Int(hit.concept)].id, rule: lexicon.rules[Int(hit.rule)].id))
    }
    var fields: [String: String] = [:]
    for field in value.fields ?? [] { fields[field.name] = field.value.scalarText }
    let overall = tagged[0].result.overall
    return EvaluatedPassage(
      id: id, text: text, fields: fields, gold: label, predicted: overall?.label ?? "",
      rows: overall?.rows ?? [], goldSpans: gold, spans: spans)
  }
}
