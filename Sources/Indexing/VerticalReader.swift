// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Reads the texts in a part of a `.vrt` file and hands them on one by one.

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
  /// The first line that has cells behind its last column.
  private(set) var firstWide: Int?
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

  /// The text that ends before the next line, if one does; `startAfresh` makes room for the one behind it.
  func text(endingBefore line: UnsafeBufferPointer<UInt8>) -> VerticalText? {
    guard line.first == UInt8(ascii: "<") else { return nil }
    switch (VerticalScanner.line(Self.content(line)), document.isEmpty) {
    case (.openText, false), (.closeText, false): return self.text
    // A text without tokens is a document too; a tag that merely stands around others is none.
    case (.closeText, true): return open
    default: return nil
    }
  }

  /// The text that is open, with or without tokens.
  var text: VerticalText { open ?? VerticalText(id: file) }

  mutating func startAfresh() {
    open = nil
    document.startAfresh()
  }

  /// Takes the next line; returns why it was passed over, if it was.
  mutating func take(_ given: UnsafeBufferPointer<UInt8>) -> Stray? {
    line += 1
    defer { place += given.count + 1 }
    var bytes = Self.content(given)
    if place == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = UnsafeBufferPointer(rebasing: bytes[3...]) }
    guard bytes.count <= LineReader.longest else { return stray(.tooLarge, "is longer than 64 MiB") }
    let kind = VerticalScanner.line(bytes)
    // The source of a text starts with its tag, wherever the file was cut.
    if case .openText = kind { document.startSource() }
    document.addSource(bytes)
    if case .token = kind {
      guard document.addToken(bytes) else { return stray(.undecodable, "is not UTF-8") }
      if document.wideLines > 0, firstWide == nil { firstWide = line }
      return nil
    }
    guard (try? UTF8Span(validating: bytes.span)) != nil else { return stray(.undecodable, "is not UTF-8") }
    switch kind {
    case .openText(let id, let metadata):
      // A text without an id is named by its place, which stays while the file does.
      open = VerticalText(id: id ?? "\(file)#\(place)", metadata: metadata)
    case .openBlock(let kind): document.openBlock(kind)
    case .closeBlock: document.closeBlock()
    case .sentence: document.startSentence()
    case .glue: document.glue()
    case .stray(let reason): return stray(.damaged, reason)
    case .token, .closeText, .columns, .nothing: break
    }
    return nil
  }

  private static func content(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    line.last == 0x0D ? UnsafeBufferPointer(rebasing: line.dropLast()) : line
  }

  private func stray(_ kind: FileFailure.Kind, _ reason: String) -> Stray { (line, FileFailure(kind, reason)) }
}

/// The columns that the header of a file names.
enum VerticalHeader {
  /// Empty where the first lines hold no header.
  static func columns(_ file: InputFile) -> [String] {
    for line in file.read(0..<1 << 14).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(32) {
      if case .columns(let names) = line.withUnsafeBufferPointer({ VerticalScanner.line($0) }) { return names }
    }
    return []
  }
}
