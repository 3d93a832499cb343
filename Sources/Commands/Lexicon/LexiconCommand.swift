// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Presenting
internal import Tagging

/// `syntop lexicon`: check a lexicon, show its scheme, try a pattern.
struct LexiconCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lexicon",
    abstract: "Check a lexicon, show its concepts, or try a pattern.",
    discussion: """
      Example: is it sound, and do its examples hold?
        syntop lexicon check Lexicons/coproduction

      Example: which lines find nothing in the corpus?
        syntop lexicon check Lexicons/coproduction --index .syntop

      Example: what would this pattern find?
        syntop lexicon try '{CIT} ~run' --lexicon Lexicons/coproduction notes.txt

      Large lexicons are compiled once and kept in ~/.cache/syntop (or $XDG_CACHE_HOME/syntop, or $SYNTOP_CACHE), the last \
      eight of them; SYNTOP_CACHE=off keeps none.
      """,
    subcommands: [
      LexiconCheckCommand.self, LexiconShowCommand.self, LexiconTryCommand.self, LexiconCuesCommand.self,
    ])
}

struct LexiconShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the tree of concepts with labels, definitions and sources.",
    discussion: """
      Example: the Dutch labels
        syntop lexicon show Lexicons/coproduction --language nl
      """)

  @Argument(help: "The lexicon's folder.") var directory: String
  @Option(help: ArgumentHelp("Show labels in this language.", valueName: "code")) var language = "en"
  @OptionGroup var output: OutputOptions

  func run() throws {
    let lexicon: CompiledLexicon
    do throws(LexiconError) { lexicon = try LexiconLoader.load(directory) } catch { throw CommandFailure("\(error)") }
    let rules = Dictionary(grouping: lexicon.rules.filter { $0.concept >= 0 }, by: \.concept).mapValues(\.count)
    let listed = lexicon.concepts.indices.filter { !lexicon.concepts[$0].isInternal }
    var json = JSONWriter()
    switch output.form {
    case .human:
      Output.write("\(lexicon.name) \(lexicon.version)\n")
      showTree(of: lexicon, rules)
    case .json:
      json.object { json in
        json.field("lexicon", lexicon.name)
        json.field("version", lexicon.version)
        json.arrayField("concepts") { list in
          for index in listed { write(lexicon.concepts[index], rules[index] ?? 0, to: &list) }
        }
      }
      Output.writeLine(&json)
    case .jsonl:
      for index in listed {
        write(lexicon.concepts[index], rules[index] ?? 0, to: &json)
        Output.writeLine(&json)
      }
    case .csv, .tsv:
      let form = output.form == .csv ? DelimitedWriter.Form.csv : .tsv
      Output.write(DelimitedWriter.row(["id", "broader", "label", "definition", "source", "note", "rules"], form))
      for index in listed { Output.write(DelimitedWriter.row(cells(lexicon.concepts[index], rules[index] ?? 0), form)) }
    }
  }

  private func cells(_ concept: Concept, _ rules: Int) -> [String] {
    [
      concept.id, concept.broader ?? "", concept.labels[language] ?? "", concept.definition ?? "", concept.source ?? "",
      concept.scopeNote ?? "", "\(rules)",
    ]
  }

  /// Deeper concepts are set no further to the right.
  private static let deepestIndent = 24

  /// Each concept above those below it, in the order of the scheme. O(concepts), however deep.
  private func showTree(of lexicon: CompiledLexicon, _ rules: [Int: Int]) {
    let below = Dictionary(grouping: lexicon.concepts.indices.filter { !lexicon.concepts[$0].isInternal }) {
      lexicon.concepts[$0].broader
    }
    var next = (below[nil] ?? []).reversed().map { (index: $0, depth: 1) }
    while let (index, depth) = next.popLast() {
      show(lexicon.concepts[index], depth: min(depth, Self.deepestIndent), rules[index])
      next += (below[lexicon.concepts[index].id] ?? []).reversed().map { (index: $0, depth: depth + 1) }
    }
  }

  private func show(_ concept: Concept, depth: Int, _ rules: Int?) {
    var line = String(repeating: "  ", count: depth) + concept.id
    if let label = concept.labels[language], label != concept.id { line += " (\(label))" }
    if let count = rules { line += " [\(count) rule\(count == 1 ? "" : "s")]" }
    if let definition = concept.definition { line += ": \(definition)" }
    if let source = concept.source { line += " -- \(source)" }
    Output.write(line + "\n")
  }

  private func write(_ concept: Concept, _ rules: Int, to json: inout JSONWriter) {
    json.object { json in
      json.field("id", concept.id)
      json.field("broader", concept.broader)
      json.field("facet", concept.facet)
      json.key("labels")
      json.object { json in
        for (code, label) in concept.labels.sorted(by: { $0.key < $1.key }) { json.field(code, label) }
      }
      json.field("definition", concept.definition)
      json.field("source", concept.source)
      json.field("note", concept.scopeNote)
      json.field("rules", rules)
    }
  }
}
