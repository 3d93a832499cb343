// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Presenting
internal import WorkerPool

/// The line that `syntop extract` prints for one path.
///
/// ```
/// {"path","title","authors","author","date","language","text","pages"?,"blocks":[{"kind","text","page"?}],"error"?}
/// ```
enum ExtractedLine {
  static func write(
    _ path: [UInt8], _ result: ExtractorPool.Result, including kinds: Set<BlockKind>, to json: inout JSONWriter
  ) {
    json.object { json in
      json.key("path")
      json.path(path)
      switch result {
      case .success(let document): write(document, including: kinds, to: &json)
      case .failure(let failure): write(failure, to: &json)
      }
    }
  }

  private static func write(_ document: Document, including kinds: Set<BlockKind>, to json: inout JSONWriter) {
    let metadata = document.metadata
    json.field("title", metadata.title)
    json.field("authors", metadata.authors)
    json.field("author", metadata.authors.isEmpty ? nil : metadata.authors.joined(separator: "; "))
    json.field("date", metadata.date)
    json.field("language", metadata.language)
    json.field("format", document.format.rawValue)
    json.field("text", document.text(including: kinds))
    if document.pageCount > 0 { json.field("pages", document.pageTexts(including: kinds)) }
    json.arrayField("blocks") { json in
      for block in document.blocks where block.kind.isBody || kinds.contains(block.kind) {
        json.object { json in
          json.field("kind", block.kind.name)
          json.field("text", block.text)
          if let page = block.page { json.field("page", page) }
        }
      }
    }
    if !document.notes.isEmpty { json.field("notes", document.notes) }
  }

  private static func write(_ failure: FileFailure, to json: inout JSONWriter) {
    json.field("title", String?.none)
    json.field("authors", [])
    json.field("author", String?.none)
    json.field("date", String?.none)
    json.field("language", String?.none)
    json.field("text", "")
    json.arrayField("blocks") { _ in }
    json.field("error", "\(failure.kind.rawValue): \(failure.reason)")
  }
}
