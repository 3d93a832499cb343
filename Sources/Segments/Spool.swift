// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// What a merge needs again later, put aside in a file: memory does not grow with it.
///
/// Bytes are appended until the first of them is read. The file goes with the last reference to the spool.
final class Spool {
  private static let piece = 1 << 20
  private let path: String
  private var writer: FileWriter
  private var file: MappedFile?

  init(path: String) throws {
    self.path = path
    writer = try FileWriter(path: path, bufferSize: 1 << 16)
  }

  deinit { try? Files.remove(path) }

  /// Bytes appended so far.
  var count: Int { writer.length }

  func append(_ bytes: UnsafeRawBufferPointer) throws { try writer.append(bytes) }

  /// Appends numbers and tells where they stand.
  func append(_ numbers: [UInt32]) throws -> Range<Int> {
    let start = count
    try numbers.withUnsafeBytes { try append($0) }
    return start..<count
  }

  /// The numbers that were appended at `range`.
  func numbers(_ range: Range<Int>) throws -> [UInt32] {
    let file = try finished()
    defer { file.advise(.dontNeed, range) }
    return [UInt32](unsafeUninitializedCapacity: range.count / 4) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      count = range.count / 4
    }
  }

  /// Appends everything to the open section of `other`.
  func copy(to other: inout SectionFileWriter) throws {
    let file = try finished()
    for start in stride(from: 0, to: count, by: Self.piece) {
      let part = start..<min(start + Self.piece, count)
      try other.append(UnsafeRawBufferPointer(rebasing: file.bytes[part]))
      // Mapped pages count as memory of the process.
      file.advise(.dontNeed, part)
    }
  }

  private func finished() throws -> MappedFile {
    if let file { return file }
    try writer.finish(syncs: false)
    let mapped = try MappedFile(path: path)
    file = mapped
    return mapped
  }
}

/// A section that grows beside another one: in memory while it is short, then on disk.
struct SpooledBuffer: ~Copyable {
  private static let most = 1 << 18
  var bytes: ByteBuffer
  private let path: String?
  private var spool: Spool?

  /// Without a path, everything stays in memory.
  init(capacity: Int, aside path: String?) {
    bytes = ByteBuffer(capacity: capacity)
    self.path = path
  }

  /// All bytes so far.
  var count: Int { (spool?.count ?? 0) + bytes.count }

  /// Puts aside what has been gathered, if it is much.
  mutating func drain() throws {
    guard bytes.count >= Self.most, let path else { return }
    let spool = try spool ?? Spool(path: path)
    try spool.append(bytes.bytes)
    self.spool = spool
    bytes.removeAll()
  }

  mutating func write(_ section: UInt32, to file: inout SectionFileWriter) throws {
    try file.begin(section)
    try spool?.copy(to: &file)
    try file.append(bytes.bytes)
  }
}
