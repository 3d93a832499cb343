// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Presenting
internal import WorkerPool

/// `syntop extract --image`: a page of a PDF with its blocks framed, named by kind and numbered in reading order.
struct OutlinedPage {
  var path: [UInt8]
  /// From 1.
  var page: Int
  var resolution: Int

  private var name: String { String(decoding: path, as: UTF8.self) }

  /// Writes the picture to `file` and the list of its blocks to standard output; without a file, the picture goes there.
  func write(to file: String?, with pool: ExtractorPool) throws {
    let document = try extracted(pool)
    let picture = try drawn(pool)
    guard let file else { return Output.write(picture) }
    try picture.withUnsafeBytes { try Files.write($0, to: file) }
    Output.write(Self.list(document.blocks.onPage(page)))
  }

  /// The document, which is known to be a PDF with such a page.
  private func extracted(_ pool: ExtractorPool) throws -> Document {
    let document: Document
    switch pool.extract(path) {
    case .success(let found): document = found
    case .failure(let failure): throw CommandFailure("\(name): \(failure.reason)")
    }
    guard document.format == .pdf else {
      throw CommandFailure("\(name) is read as \(document.format.rawValue); --image draws pages of PDF files only")
    }
    guard page <= document.pageCount else {
      let pages = document.pageCount == 1 ? "1 page" : "\(document.pageCount) pages"
      throw CommandFailure("\(name) has \(pages); there is no page \(page)")
    }
    return document
  }

  private func drawn(_ pool: ExtractorPool) throws -> [UInt8] {
    var request = DrawingRequest(path: path, page: page)
    request.resolution = resolution
    request.outlinesBlocks = true
    switch pool.draw(request) {
    case .success(let picture): return picture
    case .failure(let failure): throw CommandFailure("\(name) could not be drawn: \(failure.reason)")
    }
  }

  /// A line for each block: its number in the picture, its kind, its first words.
  private static func list(_ blocks: [Block]) -> String {
    var table = TextTable([
      TextTable.Column("block", isNumber: true), TextTable.Column("kind"), TextTable.Column("text", maxWidth: 90),
    ])
    for (index, block) in blocks.enumerated() {
      // No more than fits is looked at, whatever the length of the block.
      let start = String(block.text.prefix(200).map { $0.isWhitespace ? " " : $0 })
      table.add([String(index + 1), block.kind.name, start])
    }
    return table.text()
  }
}
