// SPDX-License-Identifier: Apache-2.0

/// `syntop classify`: the passages of indexed documents with the labels a lexicon's decision table gives them.
internal import ArgumentParser
internal import Indexing
internal import Presenting
internal import Segments
internal import Tagging

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Label the passages of indexed documents by the decision table of their lexicon.",
    discussion: """
      Reads the stored tokens and the copy of the lexicon that the index keeps; no file is read again. Without options it \
      prints a row a document: how many of its passages bear each label. With --passages it lists the labelled passages. \
      A passage is a paragraph; short neighbours are joined, long ones cut at a sentence.

      EXAMPLES:
        syntop classify
        syntop classify --passages --label transitional
        syntop classify minutes.txt --jsonl | jq -r 'select(.label != "none") | .roles'
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
    guard let sources = LexiconSources.copy(in: reader.directory),
      let lexicon = try sources.compile().first(where: { $0.classification != nil }),
      let table = lexicon.classification
    else {
      throw CommandFailure(
        "\(reader.directory) was built without a lexicon that classifies; build it with one: syntop build --lexicon "
          + "Lexicons/NAME")
    }
    for label in labels where !table.labels.contains(label) {
      throw CommandFailure(Suggestion.message("label", label, among: table.labels))
    }
    let classifier = PassageClassifier(lexicon: lexicon, none: table.otherwise)
    let found = try run(classifier, over: chosen(reader))
    if !found { throw ExitStatus.nothingFound }
  }

  /// Segments with the documents of theirs that were asked for, in order.
  private func chosen(_ reader: IndexReader) throws -> [(SegmentReader, [UInt32])] {
    guard !documents.isEmpty else {
      return reader.segments.map { segment in
        (segment, (0..<UInt32(segment.documentCount)).filter { !segment.isDeleted($0) })
      }
    }
    return try documents.map { id in
      guard let place = try reader.document(id) else {
        throw CommandFailure("there is no document '\(id)' in \(reader.directory)")
      }
      return (reader.segments[place.segment], [place.document])
    }
  }

  private func run(_ classifier: PassageClassifier, over chosen: [(SegmentReader, [UInt32])]) throws -> Bool {
    var summary = LabelSummary(labels: classifier.lexicon.classification?.labels ?? [])
    var found = false
    for (segment, documents) in chosen {
      try classifier.classify(documents, in: segment) { document in
        let wanted = document.passages.filter(isWanted(classifier))
        found = found || !wanted.isEmpty
        switch output.form {
        case .json, .jsonl: for passage in wanted { document.writeLine(passage, classifier.lexicon) }
        case .human where passages: document.list(wanted, style: output.style)
        default: summary.add(document)
        }
      }
    }
    if output.form == .csv || output.form == .tsv {
      Output.write(summary.delimited(output.form == .csv ? .csv : .tsv))
    } else if output.form == .human, !passages {
      Output.write(summary.table(style: output.style))
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
