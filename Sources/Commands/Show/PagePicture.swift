// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import WorkerPool

/// Has a worker draw a page of a PDF with marks, and writes the picture whole or not at all.
struct PagePicture {
  var document: ShownDocument
  var directory: String
  var page: Int
  var resolution: Int
  var marks: ShownMarks

  /// The same twelve hues as on a terminal, as 0xRRGGBB.
  private static let colours = [
    0x7DDC7D, 0x7DDCDC, 0x8FA8FF, 0xE08FE0, 0xFFD84D, 0xFF8A80, 0xB6F2A0, 0xA0F2F2, 0xB8C8FF, 0xF2B8F2, 0xFFE9A0,
    0xFFB3AB,
  ]

  func write(to file: String) throws {
    guard let name = document.source, let source = try SourcePath.find(name, index: directory) else {
      throw CommandFailure("the file of '\(document.id)' is not below the recorded roots any more; build again")
    }
    guard try Files.read(source).withUnsafeBytes({ SHA256.of($0) }) == document.contentHash else {
      throw CommandFailure("\(source) has changed since it was indexed, so the marks would be misplaced; build again")
    }
    var request = DrawingRequest(path: Array(source.utf8), page: page)
    request.resolution = resolution
    request.marks = marks.marks.map { mark in
      DrawingRequest.Mark(
        start: mark.range.lowerBound, end: mark.range.upperBound,
        color: PagePicture.colours[mark.number % PagePicture.colours.count])
    }
    let pool = try ExtractorPool(workers: 1)
    switch pool.draw(request) {
    case .success(let picture): try picture.withUnsafeBytes { try Files.write($0, to: file) }
    case .failure(let failure): throw CommandFailure("'\(source)' could not be drawn: \(failure.reason)")
    }
  }
}
