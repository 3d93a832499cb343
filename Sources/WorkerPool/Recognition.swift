// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Glibc

/// Pages without text are drawn by the worker and read by a `TextRecognizer` outside it: a confined worker may start nothing.
extension ExtractorPool {
  /// The result with the text of its scanned pages, if the pool has a recognizer and finds any.
  func recognizing(
    _ result: Result, at path: [UInt8], with worker: inout WorkerProcess?, isCancelled: () -> Bool
  ) -> Result {
    guard let recognizer else { return result }
    var document: Document
    var wanted: [Int]
    switch result {
    case .success(let found):
      guard found.format == .pdf, found.pageCount > 0 else { return result }
      let written = Set(found.blocks.flatMap { $0.lines.map(\.page) })
      wanted = (1...found.pageCount).filter { !written.contains($0) }
      document = found
    case .failure(let failure):
      guard failure.kind == .noText, let empty = Self.scanned(path, limit: limits.file.inputBytes) else {
        return result
      }
      wanted = Array(1...limits.file.pages)
      document = empty
    }
    guard !wanted.isEmpty else { return result }
    var read: [(page: Int, found: RecognizedPage)] = []
    for page in wanted where !isCancelled() {
      var request = DrawingRequest(path: path, page: page)
      request.resolution = TextRecognizer.resolution
      guard case .success(let picture) = draw(request, with: &worker) else { break }
      document.pageCount = max(document.pageCount, page)
      if let found = recognizer.recognize(picture, page: page), !found.blocks.isEmpty { read.append((page, found)) }
    }
    guard !read.isEmpty else { return result }
    for (page, found) in read {
      let place = document.blocks.firstIndex { ($0.page ?? 0) > page } ?? document.blocks.count
      document.blocks.insert(contentsOf: found.blocks, at: place)
      document.notes.append(
        "page \(page) is scanned and was read by tesseract (\(recognizer.languages)): mean confidence of words "
          + "\(found.confidence) of 100, of the worst paragraph \(found.worst)")
    }
    return .success(document)
  }

  /// The document of a PDF that is all pictures, still without text.
  private static func scanned(_ path: [UInt8], limit: Int) -> Document? {
    guard
      let file = (path + [0]).map({ CChar(bitPattern: $0) }).withUnsafeBufferPointer({ name in
        name.baseAddress.flatMap { fopen($0, "rb") }
      })
    else { return nil }
    defer { fclose(file) }
    let size = FileSize.bytes(of: path)
    guard size > 0, size <= limit else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      // SAFETY: at most `size` bytes are written to a buffer of `size`, and only those are counted.
      count = fread(buffer.baseAddress, 1, size, file)
    }
    return Document(
      id: "", source: String(decoding: path, as: UTF8.self), format: .pdf, contentHash: ContentHash.hexadecimal(bytes))
  }
}
