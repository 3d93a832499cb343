// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The surface forms of a segment, the most frequent first: the strings that token ids stand for.
///
///     Bytes   --> the forms' UTF-8, one after another
///     Offsets --> PackedArray of n + 1 numbers: where each form starts in Bytes, and where the last one ends
///     Terms   --> PackedRun of n numbers, a section for each field: 1 + ordinal of the form's folded word, 0 where the form
///                 does not occur in the field
///
/// Forms of the same frequency stand in the order of their bytes.
package struct SurfaceTable: Sendable {
  private let bytes: Section
  private let text: FixedArray<UInt8>
  private let offsets: PackedArray
  /// Whether every byte is a code point.
  private let isASCII: Bool

  init(_ file: SectionFile) throws {
    bytes = file.section(SegmentSection.surfaceBytes)
    text = try FixedArray(bytes)
    offsets = try PackedArray(file.section(SegmentSection.surfaceOffsets))
    var any: UInt8 = 0
    for byte in text.values { any |= byte }
    isASCII = any < 0x80
  }

  package var count: Int { max(offsets.count - 1, 0) }

  /// For each form, the ordinal of its folded word in a field; `.max` where it does not occur there.
  static func terms(_ section: Section) throws -> FixedArray<UInt32> {
    try PackedRun.readLessOne(section)
  }

  static func writeTerms(_ ordinals: [UInt32], _ field: Field, to file: inout SectionFileWriter) throws {
    try PackedRun.write(ordinals.map { $0 &+ 1 }, SegmentSection.surfaceTerms(field), to: &file)
  }

  /// The form's UTF-8; empty for an id outside the table. Valid as long as the segment is open.
  package func utf8(_ surface: UInt32) -> UnsafeRawBufferPointer {
    let (first, last) = offsets.pair(at: Int(surface))
    let (start, end) = (Int(first), Int(last))
    guard start < end, end <= text.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text.values)[start..<end])
  }

  package func string(_ surface: UInt32) -> String { String(decoding: utf8(surface), as: UTF8.self) }

  /// Length in bytes and in code points.
  func lengths(_ surface: UInt32) -> (bytes: Int, codePoints: Int) {
    if isASCII {
      let (start, end) = offsets.pair(at: Int(surface))
      let length = start < end && end <= text.count ? Int(end &- start) : 0
      return (length, length)
    }
    let form = utf8(surface)
    var points = 0
    for byte in form where byte & 0xc0 != 0x80 { points += 1 }
    return (form.count, points)
  }
}

extension SurfaceTable {
  /// The length of some forms together.
  func totalLengths(_ forms: UnsafeBufferPointer<UInt32>) -> (bytes: Int, codePoints: Int) {
    if isASCII, let length = offsets.rise(over: forms, limit: text.count) { return (length, length) }
    var total = (bytes: 0, codePoints: 0)
    for form in forms {
      let (bytes, codePoints) = lengths(form)
      total = (total.bytes &+ bytes, total.codePoints &+ codePoints)
    }
    return total
  }
}

/// What stands between tokens: each distinct pair of a gap code and the characters themselves, the most frequent first.
///
///     Gaps --> Count (Code Length Bytes){Count}      Code one byte; Count and Length varints
package struct GapTable: Sendable {
  private let codes: FixedArray<UInt8>
  private let starts: FixedArray<UInt32>
  private let points: FixedArray<UInt32>
  private let text: FixedArray<UInt8>

  init(_ section: Section) throws {
    var cursor = ByteCursor(try section.checked())
    let count = section.count == 0 ? 0 : cursor.varint(below: section.count + 1)
    var (codes, starts, points, text) = ([UInt8](), [UInt32(0)], [UInt32](), [UInt8]())
    for _ in 0..<count {
      codes.append(cursor.read(UInt8.self))
      let bytes = cursor.bytes(cursor.varint(below: cursor.remaining + 1))
      text.append(contentsOf: bytes)
      starts.append(UInt32(truncatingIfNeeded: text.count))
      points.append(bytes.reduce(0) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) })
    }
    guard !cursor.failed else {
      throw IndexError.damaged(path: section.file.path, what: "the table of gaps is ill-formed")
    }
    (self.codes, self.starts) = (FixedArray(unpacked: codes), FixedArray(unpacked: starts))
    (self.points, self.text) = (FixedArray(unpacked: points), FixedArray(unpacked: text))
  }

  package var count: Int { codes.count }

  /// The gap code (`Gap` raw value) of a symbol.
  package func code(_ symbol: UInt32) -> UInt8 { codes[Int(symbol)] }

  /// The characters themselves; valid as long as this table lives.
  package func utf8(_ symbol: UInt32) -> UnsafeRawBufferPointer {
    let index = Int(symbol)
    guard index < codes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(text.values)[Int(starts[index])..<Int(starts[index + 1])])
  }

  func lengths(_ symbol: UInt32) -> (bytes: Int, codePoints: Int) {
    let index = Int(symbol)
    return index < codes.count ? (Int(starts[index + 1] - starts[index]), Int(points[index])) : (0, 0)
  }
}
