// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tokenizing
internal import WorkerPool

/// `syntop tag`: texts marked with a lexicon's concepts, without an index.
struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Mark texts with the concepts of a lexicon, one JSON object a text.",
    discussion: """
      Reads JSON lines {"id","text","lang"?} from standard input or, with --jsonl, from files; without --jsonl, files are \
      documents (HTML, PDF, plain text). Offsets are code points into the text as given, or the document's text.

      In JSON lines only a blank line parts paragraphs, a single line feed does not; in documents, and so in an index, each \
      block is a paragraph. A text cut from an index may therefore be labelled otherwise than 'classify' labels it there. \
      Weighted cues speak here, as in 'classify' and 'evaluate'; an index counts the hits of rules alone, so that \
      'concepts' counts fewer. A text or block is in the language that it declares ("lang"), or its document does, unless \
      its words plainly tell another. A text in a language that the lexicon has no file for is read by its \
      English rules or, without English, by those of the first of nl, fr, de that it has. Of \
      several lexicons that label passages the first one labels; spans are those of all. One that begins in a quotation has \
      "quoted": true.

      Example: label passages
        syntop tag --lexicon Lexicons/coproduction --jsonl < passages.jsonl

      Example: the concepts of a page
        syntop tag --lexicon Lexicons/coproduction page.html |
          jq -r '.spans[].concept' | sort | uniq -c
      """)

  @Option(help: ArgumentHelp("A lexicon's folder; may be given several times.", valueName: "dir"))
  var lexicon: [String] = []

  @Flag(help: "The input is JSON lines.")
  var jsonl = false

  @Flag(help: "No remarks on standard error.")
  var quiet = false

  @Argument(help: "Documents or, with --jsonl, files of JSON lines; standard input if none is given.")
  var files: [String] = []

  func validate() throws {
    if lexicon.isEmpty { throw ValidationError("Give a lexicon's folder: --lexicon Lexicons/coproduction") }
  }

  func run() throws {
    let tagger = try TextTagger(lexicon)
    if files.isEmpty {
      var number = 0
      try FileLines.eachOfInput { line in
        number += 1
        tagLine(line, "line \(number)", tagger)
      }
    } else if jsonl {
      for file in files { try tagLines(of: file, tagger) }
    } else {
      try tagDocuments(tagger)
    }
  }

  private func tagLines(of file: String, _ tagger: TextTagger) throws {
    let given = ArgumentBytes.all()
    for (index, line) in try FileLines.read(given[file] ?? Array(file.utf8)).enumerated() {
      tagLine(line, "\(file):\(index + 1)", tagger)
    }
  }

  /// A line that is no object with a text gives an object with an error, so that lines and answers keep step.
  private func tagLine(_ line: [UInt8], _ place: String, _ tagger: TextTagger) {
    if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { return }
    if !quiet, String(validating: line, as: UTF8.self) == nil {
      Output.note("\(place): bytes that are not UTF-8 were read as U+FFFD")
    }
    var json = JSONWriter()
    do throws(JSONSyntaxError) {
      let value = try JSONScanner.parse(line)
      let id = value["id"]?.scalarText ?? place
      if let text = value["text"]?.string {
        let (tokens, tagged) = tagger.tag(text, language: tagger.remarkedLanguage(of: value))
        TaggedLine.write(id: id, text: text, tokens: tokens, tagged: tagged, to: &json)
      } else {
        refuse(id, "no \"text\" that is a string", &json)
      }
    } catch {
      refuse(place, "\(error)", &json)
    }
    Output.writeLine(&json)
  }

  private func refuse(_ id: String, _ reason: String, _ json: inout JSONWriter) {
    Output.note("\(id): \(reason)")
    json.object { json in
      json.field("id", id)
      json.field("error", reason)
      json.arrayField("spans") { _ in }
    }
  }

  private func tagDocuments(_ tagger: TextTagger) throws {
    let given = ArgumentBytes.all()
    let paths = files.map { given[$0] ?? Array($0.utf8) }
    let pool: ExtractorPool
    do throws(FileFailure) { pool = try ExtractorPool(workers: nil, limits: WorkerLimits()) } catch {
      throw CommandFailure(error.reason)
    }
    let files = files
    pool.extract(paths) { index, result in
      var json = JSONWriter()
      switch result {
      case .success(let document):
        let (tokens, tagged) = tagger.tag(document)
        TaggedLine.write(id: files[index], text: document.text, tokens: tokens, tagged: tagged, to: &json)
      case .failure(let failure): refuse(files[index], "\(failure.kind.rawValue): \(failure.reason)", &json)
      }
      Output.writeLine(&json)
    }
  }
}
