// SPDX-License-Identifier: Apache-2.0

/// One line of a JSON-lines file as a document.
///
/// `id` and `text` are wanted; all other fields are metadata.
package enum JSONLine {
  /// The document that `bytes` hold; throws why they hold none.
  package static func document(_ bytes: Span<UInt8>, source: String) throws(FileFailure) -> Document {
    var id = ""
    var metadata = Metadata()
    var text: String?
    do throws(JSONSyntaxError) {
      var scanner = JSONScanner()
      try scanner.object(in: bytes) { (scanner, name) throws(JSONSyntaxError) in
        let value = try scanner.value(in: bytes)
        switch name {
        case "id": id = value.scalarText ?? ""
        case "text": text = value.string
        default: metadata.set(name, value)
        }
      }
      try scanner.end(in: bytes)
    } catch {
      throw FileFailure(.damaged, "\(error)")
    }
    guard !id.isEmpty else { throw FileFailure(.damaged, "has no \"id\": give each line an id of its own") }
    guard let text else { throw FileFailure(.damaged, "has no \"text\" that is a string") }
    var document = Document(id: id, source: source, format: .jsonLines, blocks: ParagraphBlocks.split(text))
    // A copy would count a reference for each field.
    swap(&document.metadata, &metadata)
    document.metadata.setDateFromYear()
    return document
  }
}
