// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Segments

/// `syntop show`: a document, or a page of it, with its concepts marked; as text, as JSON, or as a picture of the page.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a document or a page of it with its concepts marked, or draw the page.",
    discussion: """
      Outside a terminal a mark reads [words]{concept}. With --image the page of a PDF is drawn as a PNG picture, the \
      concepts (or, with --mark, the hits of a query) filled in colour at their exact places.

      EXAMPLES:
        syntop show report.pdf --page 3
        syntop show report.pdf --page 3 --image page3.png
        syntop show report.pdf --page 3 --image page3.png --mark '"final say"'
        syntop show minutes.txt --json
      """)

  @OptionGroup var index: IndexOption
  @OptionGroup var output: ReportOptions
  @Argument(help: "The id of a document, as 'search' and 'kwic' print it.") var document: String
  @Option(help: "Only this page, from 1.") var page: Int?
  @Option(help: "Draw the page as a PNG picture into this file.") var image: String?
  @Option(help: "Mark the hits of this query in place of the concepts.") var mark: String?
  @Option(help: "Pixels per inch of the picture.") var resolution: Int = 144

  func validate() throws {
    if image != nil, page == nil { throw ValidationError("--image draws one page: say which with --page N.") }
    if let page, page < 1 { throw ValidationError("Pages count from 1.") }
    guard DrawingRequest.resolutions.contains(resolution) else {
      throw ValidationError("--resolution takes 18 to 600.")
    }
  }

  func run() throws {
    let reader = try IndexReader.open(index.existing())
    guard let place = try reader.document(document) else {
      throw CommandFailure(
        "there is no document '\(document)' in \(reader.directory); 'syntop search' prints the ids of what it finds")
    }
    let whole = try ShownDocument(reader.segments[place.segment], place.document)
    let marks = try ShownMarks(reader, whole, query: mark)
    if let page, page > whole.pageCount {
      let count = whole.pageCount == 1 ? "1 page" : "\(whole.pageCount) pages"
      throw CommandFailure(
        whole.pageCount == 0
          ? "'\(document)' has no pages; show all of it without --page"
          : "'\(document)' has \(count); there is no page \(page)")
    }
    if let image, let page {
      let picture = PagePicture(
        document: whole, directory: reader.directory, page: page, resolution: resolution, marks: marks)
      return try picture.write(to: image)
    }
    let shown = page.map(whole.page) ?? whole
    if output.json { return printJSON(shown) }
    ShownPage(document: shown, page: page, marks: marks, style: output.style).write()
  }

  private func printJSON(_ shown: ShownDocument) {
    var json = JSONWriter()
    json.object { json in
      json.field("id", shown.id)
      json.field("title", shown.title)
      json.field("source", shown.source)
      json.field("pages", shown.pageCount)
      json.field("page", page)
      json.arrayField("blocks") { list in shown.blocks.forEach { $0.write(to: &list) } }
      json.arrayField("hits") { list in shown.hits.forEach { $0.write(to: &list) } }
      json.field("notes", shown.notes)
    }
    Output.writeLine(&json)
  }
}

extension ShownDocument.Block {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", kind.name)
      json.field("text", text)
      json.field("page", page)
      json.field("start", range?.lowerBound)
      json.field("end", range?.upperBound)
    }
  }
}

extension ShownDocument.Hit {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("start", range.lowerBound)
      json.field("end", range.upperBound)
      json.field("concept", concept)
      json.field("rule", rule)
      json.field("strength", HitNames.strength(strength))
      json.field("polarity", HitNames.polarity(polarity))
      json.arrayField("roles") { list in
        for role in roles {
          list.object {
            $0.field("role", role.role)
            $0.field("start", role.range.lowerBound)
            $0.field("end", role.range.upperBound)
          }
        }
      }
    }
  }
}
