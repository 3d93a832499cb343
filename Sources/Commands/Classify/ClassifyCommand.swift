// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Indexing
internal import Presenting
internal import Segments
internal import Tagging

/// `syntop classify`: the passages of indexed documents with the labels a lexicon's decision table gives them.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Label the passages of indexed documents by the decision table of their lexicon.",
    discussion: """
      Reads the stored tokens and the copy of the lexicon that the index keeps; no file is read again. Without options it \
      prints a row a document: how many of its passages bear each label. With --passages, and always with --json and \
      --jsonl, it lists the labelled passages. Documents stand by their ids, or as they are named. A passage is a \
      paragraph; short neighbours are joined, long ones cut at a sentence.

      EXAMPLES:
        syntop classify
        syntop classify --passages --label transitional
        syntop classify minutes.txt --jsonl |
          jq -r 'select(.label != "none") | .roles'
      """)

  @OptionGroup var index: IndexOption
  @OptionGroup var output: OutputOptions
  @Argument(help: "Ids of documents (default: all).") var documents: [String] = []
  @Flag(help: "List passages that bear a label, with their first words.") var passages = false
  @Option(name: .customLong("label"), help: "Only passages with this label (may be given several times).")
  var labels: [String] = []
  @Flag(help: "Passages without a label too.") var all = false

  func run() throws {
    let reader = try QueryFailure.explained { try IndexReader.open(index.existing()) }
    guard let lexicon = try PassageClassifier.lexicon(of: reader), let table = lexicon.classification else {
      throw CommandFailure(
        "\(reader.directory) was built without a lexicon that classifies; build it with one: syntop build --lexicon "
          + "Lexicons/NAME")
    }
    for label in labels where !table.labels.contains(label) {
      throw CommandFailure(Suggestion.message("label", label, among: table.labels))
    }
    let classifier = PassageClassifier(lexicon: lexicon, none: table.otherwise)
    let found = try run(classifier, over: chosen(reader), in: reader)
    if !found { throw ExitStatus.nothingFound }
  }

  /// The documents that were asked for, in that order; else all, by their ids.
  private func chosen(_ reader: IndexReader) throws -> [DocumentPlace] {
    guard documents.isEmpty else {
      return try documents.map { id in
        guard let place = try reader.document(id) else {
          throw CommandFailure("there is no document '\(id)' in \(reader.directory)")
        }
        return (place.segment, place.document)
      }
    }
    var places: [DocumentPlace] = []
    for (number, segment) in reader.segments.enumerated() {
      for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
        places.append((number, document))
      }
    }
    try DocumentOrder(reader.segments).sort(&places)
    return places
  }

  /// Prints what was asked for; returns whether any passage was wanted.
  private func run(_ classifier: PassageClassifier, over places: [DocumentPlace], in reader: IndexReader) throws -> Bool
  {
    let (lexicon, isWanted) = (classifier.lexicon, isWanted(classifier))
    var found = false
    func each(_ body: (ClassifiedDocument, [ClassifiedDocument.Passage]) -> Void) throws {
      try classifier.classify(places, in: reader.segments) { document in
        let wanted = document.passages.filter(isWanted)
        found = found || !wanted.isEmpty
        body(document, wanted)
      }
    }
    var json = JSONWriter()
    switch output.form {
    case .json:
      try json.object { json in
        try json.arrayField("passages") { list in
          try each { document, wanted in
            let places = document.places
            for passage in wanted { document.write(passage, lexicon, places, to: &list) }
          }
        }
      }
      Output.writeLine(&json)
    case .jsonl:
      try each { document, wanted in
        let places = document.places
        for passage in wanted {
          document.write(passage, lexicon, places, to: &json)
          Output.writeLine(&json)
        }
      }
    case .human where passages: try each { $0.list($1, style: output.style) }
    case .csv where passages, .tsv where passages:
      let form = output.form == .csv ? DelimitedWriter.Form.csv : .tsv
      Output.write(DelimitedWriter.row(ClassifiedDocument.Passage.headings, form))
      try each { document, wanted in
        for row in document.rows(wanted) { Output.write(DelimitedWriter.row(row, form)) }
      }
    case .human, .csv, .tsv:
      var summary = LabelSummary(labels: lexicon.classification?.labels ?? [])
      try each { document, _ in summary.add(document) }
      Output.write(
        output.form == .human
          ? summary.table(style: output.style) : summary.delimited(output.form.delimited))
    }
    return found
  }

  private func isWanted(_ classifier: PassageClassifier) -> (ClassifiedDocument.Passage) -> Bool {
    { passage in
      let label = passage.label.label
      if !labels.isEmpty { return labels.contains(label) || passage.label.subtype.map(labels.contains) ?? false }
      return all || label != classifier.none
    }
  }
}
