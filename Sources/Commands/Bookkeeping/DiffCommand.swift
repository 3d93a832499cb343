// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import ArgumentParser
internal import Presenting
internal import Segments

/// `syntop diff`: what differs between two indexes, document by document and concept by concept.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two indexes: documents, and how often concepts occur.",
    discussion: """
      Documents are compared by id. A change is told by its first cause: 'source' (the file has other bytes), 'content' (the \
      same bytes were read otherwise, as by another version, or have other metadata), 'concepts' (the same text has other \
      mentions, as by another lexicon). How an index came about does not matter. Keep a copy of an index to compare it \
      with a later one. Status 0 if they differ, 1 if nothing does.

      EXAMPLES:
        cp -r .syntop before && syntop build && syntop diff before .syntop
        syntop diff v1/.syntop v2/.syntop --jsonl |
          jq -r 'select(.change == "concepts") | .id'
      """)

  @Argument(help: ArgumentHelp("The index of before.", valueName: "index")) var before: String
  @Argument(help: ArgumentHelp("The index of after.", valueName: "index")) var after: String
  @OptionGroup var output: OutputOptions

  /// How many documents of a kind are listed for people.
  private static let most = 20

  func run() throws {
    let (old, new) = (try open(before), try open(after))
    let difference = try QueryFailure.explained { try IndexDifference(from: old, to: new) }
    switch output.form {
    case .json:
      var json = JSONWriter()
      write(difference, old, new, to: &json)
      Output.writeLine(&json)
    case .jsonl:
      var json = JSONWriter()
      for document in difference.documents {
        json.object { json in
          json.field("id", document.id)
          json.field("change", document.change.rawValue)
        }
        Output.writeLine(&json)
      }
    case .csv, .tsv:
      let form = output.form.delimited
      Output.write(DelimitedWriter.row(["id", "change"], form))
      for document in difference.documents {
        Output.write(DelimitedWriter.row([document.id, document.change.rawValue], form))
      }
    case .human: show(difference, old, new)
    }
    if difference.isEmpty { throw ExitStatus.nothingFound }
  }

  private func open(_ directory: String) throws -> IndexReader {
    let reader = try QueryFailure.explained { try IndexReader.open(directory) }
    guard reader.manifest["layers"] == "all" else {
      throw CommandFailure(
        "\(directory) has postings alone and keeps no hashes of its documents; compare indexes built with all layers")
    }
    return reader
  }

  private static let names = ["program", "corpus_hash", "lexicon_hash", "content_digest"]

  private func write(_ difference: IndexDifference, _ old: IndexReader, _ new: IndexReader, to json: inout JSONWriter) {
    json.object { json in
      json.objectField("before") { Self.write(old, to: &$0) }
      json.objectField("after") { Self.write(new, to: &$0) }
      json.field("equal", difference.equal)
      json.objectField("changes") { json in
        for change in IndexDifference.Change.allCases { json.field(change.rawValue, difference.count(change)) }
      }
      json.arrayField("documents") { list in
        for document in difference.documents {
          list.object {
            $0.field("id", document.id)
            $0.field("change", document.change.rawValue)
          }
        }
      }
      json.arrayField("concepts") { list in
        for row in difference.concepts {
          list.object {
            $0.field("concept", row.concept)
            $0.field("before", row.before)
            $0.field("after", row.after)
          }
        }
      }
    }
  }

  private static func write(_ reader: IndexReader, to json: inout JSONWriter) {
    json.field("index", reader.directory)
    json.field("documents", reader.documentCount)
    json.field("tokens", reader.totals(.body).tokens)
    for name in names { json.field(name, reader.manifest[name]) }
  }

  private func show(_ difference: IndexDifference, _ old: IndexReader, _ new: IndexReader) {
    var head = TextTable([
      .init(""), .init(before, isNumber: true, maxWidth: 40), .init(after, isNumber: true, maxWidth: 40),
    ])
    head.add(["documents", Decimals.grouped(old.documentCount), Decimals.grouped(new.documentCount)])
    head.add(["tokens", Decimals.grouped(old.totals(.body).tokens), Decimals.grouped(new.totals(.body).tokens)])
    for name in Self.names { head.add([name] + [old, new].map { String($0.manifest[name].prefix(16)) }) }
    Output.write(head.text(style: output.style) + "\n")
    for change in IndexDifference.Change.allCases where difference.count(change) > 0 {
      let ids = difference.documents.filter { $0.change == change }.map(\.id)
      Output.write(output.style.bold("\(change.rawValue): \(Decimals.grouped(ids.count))") + "\n")
      for id in ids.prefix(Self.most) { Output.write("  \(PrintableText.line(id))\n") }
      if ids.count > Self.most { Output.write("  … --json, --csv and --tsv list all\n") }
    }
    Output.write("\(Decimals.grouped(difference.equal)) documents are equal\n")
    guard !difference.concepts.isEmpty else { return }
    var table = TextTable([
      .init("concept", maxWidth: 50), .init("before", isNumber: true), .init("after", isNumber: true),
      .init("difference", isNumber: true),
    ])
    for row in difference.concepts {
      let change = row.after - row.before
      table.add([
        row.concept, Decimals.grouped(row.before), Decimals.grouped(row.after),
        (change > 0 ? "+" : "") + Decimals.grouped(change),
      ])
    }
    Output.write("\n" + table.text(style: output.style))
  }
}
