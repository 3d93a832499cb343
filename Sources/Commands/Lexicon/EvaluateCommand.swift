// SPDX-License-Identifier: Apache-2.0

/// `syntop evaluate`: how well a lexicon's labels and spans agree with hand-coded passages.
internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tagging
internal import Tokenizing

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compare a lexicon's labels and spans with hand-coded passages.",
    discussion: """
      The passages are JSON lines {"id","text","label","lang"?,"evidence":[{"start","end","concept"}]?}; any other field
      may be named by --by. Intervals are bootstrap intervals over passages, at 95 %.

      Example:
        syntop evaluate gold.jsonl --lexicon Lexicons/coproduction --by lang --by difficulty --disagreements
      """)

  @Argument(help: "The hand-coded passages.") var gold: String
  @Option(help: ArgumentHelp("The lexicon's folder.", valueName: "dir")) var lexicon: String
  @Option(help: ArgumentHelp("Also report by this field; may be given several times.", valueName: "field")) var by:
    [String] = []
  @Option(help: "Bootstrap samples.") var boot = 1000
  @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 7
  @Flag(help: "Print each disagreement with the rules that fired.") var disagreements = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (10...100_000).contains(boot) else { throw ValidationError("--boot takes 10 to 100000.") }
    guard ![.csv, .tsv].contains(output.form) else { throw ValidationError("evaluate prints a report or --json.") }
  }

  func run() throws {
    let tagger = try TextTagger([lexicon])
    guard let classification = tagger.lexicons[0].classification else {
      throw CommandFailure("\(lexicon): the lexicon has no classification:, so there are no labels to evaluate")
    }
    let passages = try read(tagger)
    if passages.isEmpty { throw CommandFailure("\(gold): no passages with a text and a label") }
    for passage in passages where !classification.labels.contains(passage.gold) {
      throw CommandFailure(
        "\(gold): passage \(passage.id) has label '\(passage.gold)', which the lexicon does not know")
    }
    var evaluation = Evaluation(labels: classification.labels, passages: passages, samples: boot, seed: seed)
    for field in by { evaluation.split(by: field) }
    if output.form == .human {
      EvaluationReport.show(evaluation, disagreements: disagreements)
    } else {
      var json = JSONWriter()
      EvaluationReport.write(evaluation, to: &json)
      Output.writeLine(&json)
    }
  }

  private func read(_ tagger: TextTagger) throws -> [EvaluatedPassage] {
    var result: [EvaluatedPassage] = []
    for (index, line) in try FileLines.read(ArgumentBytes.all()[gold] ?? Array(gold.utf8)).enumerated() {
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      let value: JSONValue
      do throws(JSONSyntaxError) { value = try JSONScanner.parse(line) } catch {
        throw CommandFailure("\(gold):\(index + 1): \(error)")
      }
      guard let text = value["text"]?.string, let label = value["label"]?.string else {
        throw CommandFailure("\(gold):\(index + 1): wanted an object with \"text\" and \"label\"")
      }
      result.append(evaluated(value, "line \(index + 1)", text, label, tagger))
    }
    return result
  }

  private func evaluated(_ value: JSONValue, _ place: String, _ text: String, _ label: String, _ tagger: TextTagger)
    -> EvaluatedPassage
  {
    let (tokens, tagged) = tagger.tag(text, language: Language(tag: value["lang"]?.string ?? ""))
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
    let gold = (value["evidence"]?.array ?? []).compactMap { item -> EvaluatedPassage.Span? in
      guard let start = item["start"]?.int, let end = item["end"]?.int, let concept = item["concept"]?.string,
        start < end
      else { return nil }
      return .init(start: start, end: end, concept: concept, rule: "")
    }
    var fields: [String: String] = [:]
    for field in value.fields ?? [] { fields[field.name] = field.value.scalarText }
    let overall = tagged[0].result.overall
    return EvaluatedPassage(
      id: value["id"]?.scalarText ?? place, text: text, fields: fields, gold: label, predicted: overall?.label ?? "",
      rows: overall?.rows ?? [], goldSpans: gold, spans: spans)
  }
}
