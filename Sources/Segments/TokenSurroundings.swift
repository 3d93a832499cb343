// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Asks single things of a document's structure without taking the whole of it apart.
///
/// Where one token stands.
package struct TokenSurroundings: Sendable, Equatable {
  /// Raw value of the kind of its block; 255 where there is none.
  package var kind: UInt8 = 255
  /// The page, 0 where there are none.
  package var page: UInt32 = 0
  /// Index of its sentence in the field, from 0.
  package var sentence = 0
  /// The gap symbol of what follows the last token of the field.
  package var rest: UInt32?
  /// Whether some tokens of the field are spelled otherwise than their forms.
  package var hasSpellings = false

  package init() {}

  /// The same from a structure that has been taken apart: for many tokens of one document.
  package init(of token: UInt32, in structure: DocumentStructure) {
    if let block = structure.block(of: token) { kind = structure.blocks[block].kind }
    page = structure.page(of: token)
    sentence = structure.sentence(of: token)
    rest = structure.rest
    hasSpellings = !structure.spellings.isEmpty
  }
}

extension SegmentReader {
  /// Where a token of a field of a document stands.
  package func surroundings(of token: UInt32, in document: UInt32, _ field: Field) throws -> TokenSurroundings {
    var found = TokenSurroundings()
    let record = try structureRecord(document, field)
    guard !record.isEmpty else { return found }
    var cursor = ByteCursor(record)
    let flags = cursor.read(UInt8.self)
    let rest = cursor.varint32()
    found.rest = rest == 0 ? nil : rest - 1
    found.hasSpellings = flags & 4 != 0
    if flags & 1 != 0 {
      found.kind = 2
      cursor.skip(1)
    } else {
      Self.readBlocks(&cursor, upTo: token, into: &found)
    }
    var (start, sentence): (UInt32, Int) = (0, -1)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      start &+= cursor.varint32()
      if start > token { break }
      sentence += 1
    }
    found.sentence = max(sentence, 0)
    // Pages that begin within blocks are rare enough to read everything.
    if flags & 2 != 0 { found.page = try structure(document, field).page(of: token) }
    return found
  }

  private static func readBlocks(_ cursor: inout ByteCursor, upTo token: UInt32, into found: inout TokenSurroundings) {
    var (first, page): (UInt32, UInt32) = (0, 0)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      first &+= cursor.varint32()
      let kind = cursor.read(UInt8.self)
      cursor.skip(1)
      page &+= UInt32(truncatingIfNeeded: cursor.zigzag())
      _ = cursor.varint()
      if first <= token { (found.kind, found.page) = (kind, page) }
    }
  }

  /// Whether a sentence begins behind `start` and before `end`, tokens of a field of a document.
  package func sentenceBegins(
    between start: UInt32, and end: UInt32, of document: UInt32, _ field: Field
  ) throws -> Bool {
    let record = try structureRecord(document, field)
    guard !record.isEmpty else { return false }
    var cursor = ByteCursor(record)
    let flags = cursor.read(UInt8.self)
    _ = cursor.varint()
    if flags & 1 != 0 {
      cursor.skip(1)
    } else {
      var ignored = TokenSurroundings()
      Self.readBlocks(&cursor, upTo: 0, into: &ignored)
    }
    var (token, left): (UInt32, Int) = (0, cursor.varint(below: cursor.remaining + 1))
    // Nearly every sentence has fewer than 128 tokens, so that a byte says how many.
    while left > 0, token <= start, cursor.position < record.count {
      let byte = record[cursor.position]
      if byte < 0x80 { cursor.skip(1) }
      token &+= byte < 0x80 ? UInt32(byte) : cursor.varint32()
      left &-= 1
    }
    return token > start && token < end && !cursor.failed
  }
}
