// SPDX-License-Identifier: Apache-2.0

/// Asks where sentences begin without taking a whole `DocumentStructure` apart.
internal import Bytes

extension SegmentReader {
  /// Whether a sentence begins behind `start` and before `end`, tokens of a field of a document.
  package func sentenceBegins(
    between start: UInt32, and end: UInt32, of document: UInt32, _ field: Field
  ) throws -> Bool {
    let record = try structureRecord(document, field)
    guard !record.isEmpty else { return false }
    var cursor = ByteCursor(record)
    let flags = cursor.read(UInt8.self)
    _ = cursor.varint()
    if flags & 1 != 0 { cursor.skip(1) } else { Self.skipBlocks(&cursor) }
    var token: UInt32 = 0
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      token &+= cursor.varint32()
      if token > start { return token < end && !cursor.failed }
    }
    return false
  }

  private static func skipBlocks(_ cursor: inout ByteCursor) {
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      _ = cursor.varint()
      cursor.skip(2)
      _ = cursor.varint()
      _ = cursor.varint()
    }
  }
}
