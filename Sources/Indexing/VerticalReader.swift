// SPDX-License-Identifier: Apache-2.0

/// Reads the texts in a part of a `.vrt` file and hands them on one by one.
internal import Documents

/// What is known of a text besides its tokens.
struct VerticalText {
  var id: String
  var metadata = Metadata()
}

struct VerticalReader {
  typealias Stray = (line: Int, failure: FileFailure)
  private let document: VerticalDocument
  private let file: String
  private var open: VerticalText?
  /// Lines read so far.
  private(set) var line = 0
  /// Offset in the file of the next line.
  private(set) var place: Int

  /// - Parameters:
  ///   - document: takes the tokens of one text after another.
  ///   - file: the file's id, which is that of tokens outside any text.
  ///   - start: where the part starts in the file.
  init(_ document: VerticalDocument, file: String, start: Int) {
    (self.document, self.file, place) = (document, file, start)
    document.startAfresh()
  }

  /// Takes the next line; returns why it was passed over, if it was. `body` is called with a text that the line ends.
  mutating func take(_ given: UnsafeBufferPointer<UInt8>, _ body: (VerticalText) throws -> Void) throws -> Stray? {
    line += 1
    defer { place += given.count + 1 }
    var bytes = given.last == 0x0D ? UnsafeBufferPointer(rebasing: given.dropLast()) : given
    if place == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = UnsafeBufferPointer(rebasing: bytes[3...]) }
    guard bytes.count <= LineReader.longest else { return stray(.tooLarge, "is longer than 64 MiB") }
    guard (try? UTF8Span(validating: bytes.span)) != nil else { return stray(.undecodable, "is not UTF-8") }
    let kind = VerticalScanner.line(bytes)
    var refused: Stray?
    if case .openText(let id, let metadata) = kind {
      refused = try close(body)
      // A text without an id is named by its place, which stays while the file does.
      open = VerticalText(id: id ?? "\(file)#\(place)", metadata: metadata)
    }
    document.addSource(bytes)
    switch kind {
    case .token: if !document.isTooLong { document.addToken(bytes) }
    case .closeText: refused = try close(body)
    case .openBlock(let kind): document.openBlock(kind)
    case .closeBlock: document.closeBlock()
    case .sentence: document.startSentence()
    case .glue: document.glue()
    case .stray(let reason): refused = stray(.damaged, reason)
    case .openText, .columns, .nothing: break
    }
    return refused
  }

  /// Ends the text that is open; to be called behind the last line too.
  mutating func close(_ body: (VerticalText) throws -> Void) throws -> Stray? {
    defer {
      open = nil
      document.startAfresh()
    }
    guard !document.isEmpty else { return nil }
    guard !document.isTooLong else { return stray(.tooLarge, "ends a text of more than 2 GiB") }
    try body(open ?? VerticalText(id: file))
    return nil
  }

  private func stray(_ kind: FileFailure.Kind, _ reason: String) -> Stray { (line, FileFailure(kind, reason)) }
}

/// The columns that the header of a file names.
enum VerticalHeader {
  /// Empty where the first lines hold no header.
  static func columns(_ file: InputFile) -> [String] {
    for line in file.read(0..<1 << 14).split(separator: 0x0A).prefix(32) {
      if case .columns(let names) = line.withUnsafeBufferPointer({ VerticalScanner.line($0) }) { return names }
    }
    return []
  }
}
