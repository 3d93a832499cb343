// SPDX-License-Identifier: Apache-2.0

/// `syntop lexicon`: check a lexicon, show its scheme, try a pattern.
internal import ArgumentParser
internal import Presenting
internal import Tagging

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
        syntop lexicon try '{CIT} ...2 ~run' --lexicon Lexicons/coproduction notes.txt
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
    if output.form == .human {
      Output.write("\(lexicon.name) \(lexicon.version)\n")
      for (index, concept) in lexicon.concepts.enumerated() where concept.broader == nil && !concept.isInternal {
        show(index, depth: 1, lexicon, rules)
      }
    } else {
      var json = JSONWriter()
      for (index, concept) in lexicon.concepts.enumerated() where !concept.isInternal {
        write(concept, rules[index] ?? 0, to: &json)
        Output.writeLine(&json)
      }
    }
  }

  private func show(_ index: Int, depth: Int, _ lexicon: CompiledLexicon, _ rules: [Int: Int]) {
    let concept = lexicon.concepts[index]
    var line = String(repeating: "  ", count: depth) + concept.id
    if let label = concept.labels[language], label != concept.id { line += " (\(label))" }
    if let count = rules[index] { line += " [\(count) rule\(count == 1 ? "" : "s")]" }
    if let definition = concept.definition { line += ": \(definition)" }
    if let source = concept.source { line += " -- \(source)" }
    Output.write(line + "\n")
    for (other, below) in lexicon.concepts.enumerated() where below.broader == concept.id {
      show(other, depth: depth + 1, lexicon, rules)
    }
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
