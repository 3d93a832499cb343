// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Writes a section file from front to back; see `SectionFile` for the format.
package struct SectionFileWriter: ~Copyable {
  private var writer: FileWriter
  private let kind: SectionFileKind
  private var entries: [(identifier: UInt32, start: Int, length: Int)] = []
  private var open: (identifier: UInt32, start: Int)?
  private var checksums: [UInt32] = []
  private var crc: UInt32 = 0
  private var inChunk = 0

  package init(path: String, kind: SectionFileKind) throws(FileError) {
    writer = try FileWriter(path: path)
    self.kind = kind
  }

  package var path: String { writer.path }

  /// Starts a section; everything appended until the next `begin` or `finish` belongs to it.
  package mutating func begin(_ identifier: UInt32) throws(FileError) {
    end()
    let padding = [UInt8](repeating: 0, count: (16 - writer.length % 16) % 16)
    try append(padding)
    open = (identifier, writer.length)
  }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writer.append(bytes)
    var rest = bytes
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(SectionFormat.chunk - inChunk))
      crc = CRC32C.of(part, continuing: crc)
      inChunk += part.count
      if inChunk == SectionFormat.chunk { closeChunk() }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
    }
  }

  package mutating func append(_ bytes: [UInt8]) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { raw in
      do throws(FileError) { try append(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// A whole section of fixed-width integers.
  package mutating func section<T: FixedWidthInteger>(_ identifier: UInt32, _ values: [T]) throws(FileError) {
    try begin(identifier)
    var failure: FileError?
    values.withUnsafeBytes { raw in
      do throws(FileError) { try append(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  package mutating func section(_ identifier: UInt32, _ buffer: borrowing ByteBuffer) throws(FileError) {
    try begin(identifier)
    try append(buffer.bytes)
  }

  /// All sections of a file that was written aside, in their order.
  mutating func append(sectionsOf other: SectionFile) throws {
    let piece = 1 << 22
    for (identifier, length) in other.sectionsAsWritten {
      try begin(identifier)
      for start in stride(from: 0, to: length, by: piece) {
        try append(try other.section(identifier).checked(start..<min(start + piece, length)))
        // Mapped pages count as memory of the process.
        other.releasePages()
      }
    }
  }

  /// Writes the table, syncs unless the file is not meant to last, and closes; returns the length of the file and of each
  /// section.
  @discardableResult
  package mutating func finish(syncs: Bool = true) throws(FileError) -> (length: Int, sections: [UInt32: Int]) {
    end()
    if inChunk > 0 { closeChunk() }
    var table = ByteBuffer()
    for checksum in checksums { table.append(little: checksum) }
    for entry in entries {
      table.append(little: entry.identifier)
      table.append(little: UInt32(0))
      table.append(little: UInt64(entry.start))
      table.append(little: UInt64(entry.length))
    }
    table.append(little: UInt64(writer.length))
    table.append(little: UInt32(entries.count))
    table.append(little: kind.rawValue)
    table.append(little: SectionFormat.version)
    table.append(little: CRC32C.of(table.bytes))
    table.append(little: SectionFormat.magic)
    try writer.append(table.bytes)
    try writer.finish(syncs: syncs)
    return (writer.length, Dictionary(entries.map { ($0.identifier, $0.length) }, uniquingKeysWith: +))
  }

  private mutating func end() {
    guard let current = open else { return }
    entries.append((current.identifier, current.start, writer.length - current.start))
    open = nil
  }

  private mutating func closeChunk() {
    checksums.append(crc)
    (crc, inChunk) = (0, 0)
  }
}
