// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The container of all index files: named sections with a checksum for each 64 KiB, checked on first touch.
///
///     File      --> Section{n} Checksum{m} Entry{n} Footer
///     Section   --> bytes, starting at a multiple of 16 (zero bytes between sections)
///     Checksum  --> CRC-32C (4 bytes) of each 64 KiB of the file before the checksums, the last one shorter
///     Entry     --> Identifier (4 bytes) zero (4 bytes) Offset (8 bytes) Length (8 bytes)
///     Footer    --> Checksums offset (8) n (4) Kind (4) Version (4) CRC-32C (4) "syntopix" (8)
///
/// Integers are little-endian. The footer's CRC covers everything from the first checksum up to itself. A reader that
/// meets another version refuses the file; unknown sections are ignored. Example: a file with the one section 7 = `61 62`
/// is `61 62` (no padding: padding comes only before a section), then at offset 2 one checksum, one entry and the footer.
/// Kind is 1 for a segment, 2 for its concepts, 3 for its deletes. Version is 7.
///
/// Surface ids, which queries read far apart, have a checksum for each 256 tokens besides (see `ForwardEncoder`): a reader of
/// tokens compares that one, and `verify` compares those of the whole file.
package enum SectionFormat {
  package static let version: UInt32 = 7
  package static let magic: UInt64 = 0x7869_706f_746e_7973  // "syntopix"
  package static let chunk = 1 << 16
  package static let footerLength = 32
}

/// What a section file is for; the fourth field of its footer.
package enum SectionFileKind: UInt32, Sendable {
  case segment = 1
  case concepts = 2
  case deletes = 3
}

/// An open section file.
///
/// Unchecked: the mapped bytes do not change, and the flags of checked chunks are atomic.
package final class SectionFile: @unchecked Sendable {
  package let path: String
  package let length: Int
  private let file: MappedFile
  private let checksums: Int
  private let dataEnd: Int
  private let entries: [UInt32: Range<Int>]
  private let compared: ComparedChunks
  private let chunkCount: Int

  package init(path: String, kind: SectionFileKind) throws {
    file = try MappedFile(path: path)
    self.path = path
    let bytes = file.bytes
    length = bytes.count
    let table = try SectionTable(bytes, path: path, kind: kind)
    (checksums, dataEnd, entries) = (table.checksums, table.checksums, table.entries)
    chunkCount = (dataEnd + SectionFormat.chunk - 1) / SectionFormat.chunk
    compared = ComparedChunks(count: chunkCount)
  }

  /// The section of that identifier; empty where the file has none.
  package func section(_ identifier: UInt32) -> Section {
    Section(file: self, range: entries[identifier] ?? 0..<0)
  }

  package func has(_ identifier: UInt32) -> Bool { entries[identifier] != nil }

  package var sections: [(identifier: UInt32, length: Int)] {
    entries.map { ($0.key, $0.value.count) }.sorted { $0.identifier < $1.identifier }
  }

  /// The sections in the order in which they lie in the file.
  var sectionsAsWritten: [(identifier: UInt32, length: Int)] {
    entries.sorted { ($0.value.lowerBound, $0.key) < ($1.value.lowerBound, $1.key) }.map { ($0.key, $0.value.count) }
  }

  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[range]) }

  /// Compares the checksums of all chunks that `range` touches and that nobody has touched before.
  func check(_ range: Range<Int>) throws {
    guard !range.isEmpty else { return }
    for chunk in range.lowerBound / SectionFormat.chunk...(range.upperBound - 1) / SectionFormat.chunk {
      guard chunk < chunkCount else { throw IndexError.damaged(path: path, what: "a section lies outside the file") }
      if isChecked(chunk: chunk) { continue }
      try check(chunk: chunk, holds: bytes(extent(ofChunk: chunk)))
    }
  }

  /// Whether the checksum of a chunk was compared before; the chunk must be one of the file's.
  func isChecked(chunk: Int) -> Bool { compared.contains(chunk) }

  /// Compares the checksum of a chunk with that of its bytes, wherever they were read.
  func check(chunk: Int, holds bytes: UnsafeRawBufferPointer) throws {
    guard CRC32C.of(bytes) == checksum(ofChunk: chunk) else {
      throw IndexError.damaged(path: path, what: "checksum of chunk \(chunk) differs")
    }
    compared.insert(chunk)
  }

  /// Where a chunk stands in the file.
  func extent(ofChunk chunk: Int) -> Range<Int> {
    chunk * SectionFormat.chunk..<min((chunk + 1) * SectionFormat.chunk, dataEnd)
  }

  private func checksum(ofChunk chunk: Int) -> UInt32 {
    UInt32(littleEndian: file.bytes.loadUnaligned(fromByteOffset: checksums + 4 * chunk, as: UInt32.self))
  }

  func releasePages() { file.advise(.dontNeed, 0..<length) }

  /// The chunks whose checksums differ, all of them compared anew.
  package func damagedChunks() -> [Int] {
    (0..<chunkCount).filter { CRC32C.of(bytes(extent(ofChunk: $0))) != checksum(ofChunk: $0) }
  }
}

/// The table at the end of a section file, parsed and checked.
private struct SectionTable {
  var checksums = 0
  var entries: [UInt32: Range<Int>] = [:]

  init(_ bytes: UnsafeRawBufferPointer, path: String, kind: SectionFileKind) throws {
    func damaged(_ what: String) -> IndexError { .damaged(path: path, what: what) }
    guard bytes.count >= SectionFormat.footerLength else { throw damaged("it is too short to be an index file") }
    var footer = ByteCursor(bytes, at: bytes.count - SectionFormat.footerLength)
    let start = footer.read(UInt64.self)
    let count = footer.read(UInt32.self)
    let foundKind = footer.read(UInt32.self)
    let version = footer.read(UInt32.self)
    let crc = footer.read(UInt32.self)
    guard footer.read(UInt64.self) == SectionFormat.magic else {
      throw damaged("it does not end as an index file does")
    }
    guard version == SectionFormat.version else {
      throw IndexError.version(path: path, found: version, wanted: SectionFormat.version)
    }
    guard start <= UInt64(bytes.count - SectionFormat.footerLength) else { throw damaged("its table is misplaced") }
    checksums = Int(start)
    let covered = UnsafeRawBufferPointer(rebasing: bytes[checksums..<bytes.count - 12])
    guard CRC32C.of(covered) == crc else { throw damaged("the checksum of its table differs") }
    guard foundKind == kind.rawValue else { throw damaged("it is a file of another kind (\(foundKind))") }
    let chunks = (checksums + SectionFormat.chunk - 1) / SectionFormat.chunk
    var cursor = ByteCursor(bytes, at: checksums)
    cursor.skip(4 * chunks)
    for _ in 0..<count where !cursor.failed {
      let identifier = cursor.read(UInt32.self)
      _ = cursor.read(UInt32.self)
      let (offset, length) = (cursor.read(UInt64.self), cursor.read(UInt64.self))
      guard offset <= start, length <= start - offset else { throw damaged("section \(identifier) is misplaced") }
      entries[identifier] = Int(offset)..<Int(offset + length)
    }
    guard !cursor.failed else { throw damaged("its table is cut short") }
  }
}

/// One section of an open file. Reading through `checked` compares the checksums of the chunks it touches.
package struct Section: Sendable {
  package let file: SectionFile
  let range: Range<Int>

  package var count: Int { range.count }

  /// The whole section, for readers that check each part before they use it.
  var unchecked: UnsafeRawBufferPointer { file.bytes(range) }

  /// The whole section, checksums compared.
  package func checked() throws -> UnsafeRawBufferPointer { try checked(0..<range.count) }

  /// The bytes of `part` (relative to the section), checksums compared. They live as long as `file`.
  package func checked(_ part: Range<Int>) throws -> UnsafeRawBufferPointer {
    guard part.lowerBound >= 0, part.upperBound <= range.count else {
      throw IndexError.damaged(path: file.path, what: "a structure points outside its section")
    }
    let absolute = range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
    try file.check(absolute)
    return file.bytes(absolute)
  }
}
