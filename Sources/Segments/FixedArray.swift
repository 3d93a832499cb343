// SPDX-License-Identifier: Apache-2.0

/// An array of fixed-width integers, one value a document or a chunk: as it lies in a section, or unpacked from one.
///
/// Little-endian, as every machine we build for. An index outside gives zero: indices come from files nobody vouches for.
package struct FixedArray<Element: FixedWidthInteger & BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: the mapped bytes do not change, and `owner` keeps them alive.
  @usableFromInline let base: UnsafePointer<Element>?
  package let count: Int
  private let owner: AnyObject

  /// The whole section, checksums compared.
  package init(_ section: Section, type: Element.Type = Element.self) throws {
    let bytes = try section.checked()
    base = bytes.baseAddress?.assumingMemoryBound(to: Element.self)
    count = bytes.count / MemoryLayout<Element>.size
    owner = section.file
  }

  /// Values that were unpacked from a section.
  init(unpacked values: [Element]) {
    let memory = UnpackedMemory(values)
    base = UnsafePointer(memory.base)
    count = values.count
    owner = memory
  }

  /// Values that `body` writes, with room for some more that do not count.
  init(count: Int, room: Int, _ body: (UnsafeMutablePointer<Element>) throws -> Void) rethrows {
    let memory = UnpackedMemory<Element>(room: room)
    try body(memory.base)
    (base, self.count, owner) = (UnsafePointer(memory.base), count, memory)
  }

  /// The low bits of values that were unpacked from a section.
  init(narrowing values: [UInt32]) {
    self.init(
      unpacked: [Element](unsafeUninitializedCapacity: values.count) { narrow, count in
        for index in 0..<values.count {
          narrow.initializeElement(at: index, to: Element(truncatingIfNeeded: values[index]))
        }
        count = values.count
      })
  }

  @inlinable package subscript(index: Int) -> Element {
    guard let base, index >= 0, index < count else { return 0 }
    return base[index]
  }

  /// The values where they lie; valid as long as this array lives.
  @inlinable package var values: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }
}

/// Owns the values of an array that does not lie in a file.
private final class UnpackedMemory<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>

  init(room: Int) { base = .allocate(capacity: max(room, 1)) }

  convenience init(_ values: [Element]) {
    self.init(room: values.count)
    values.withUnsafeBufferPointer { if let from = $0.baseAddress { base.initialize(from: from, count: $0.count) } }
  }

  deinit { base.deallocate() }
}

/// The lengths, in tokens, of one field of all documents of a segment.
package struct DocumentLengths: Sendable {
  /// Index of each document's first token in the segment's stream of that field, and one more for the end.
  @usableFromInline let starts: FixedArray<UInt32>

  package init(starts: FixedArray<UInt32>) { self.starts = starts }

  /// Lengths are a `PackedRun`; in memory they are added up.
  init(_ section: Section) throws { starts = try PackedRun.readStarts(section) }

  /// Writes the lengths between ascending `starts`, of which there is one more than documents.
  static func write(
    starts: UnsafeBufferPointer<UInt32>, _ section: UInt32, to file: inout SectionFileWriter
  ) throws {
    var lengths: [UInt32] = []
    lengths.reserveCapacity(starts.count)
    for index in 1..<max(starts.count, 1) { lengths.append(starts[index] &- starts[index - 1]) }
    try PackedRun.write(lengths, section, to: &file)
  }

  /// Exact; zero for a document outside the segment.
  @inlinable package subscript(document: UInt32) -> UInt32 {
    let index = Int(document)
    guard let base = starts.base, index &+ 1 < starts.count else { return 0 }
    return base[index &+ 1] &- base[index]
  }

  /// Where a document's tokens begin in the stream of its field, and how many there are; none of one outside the segment.
  @inlinable package func tokens(of document: UInt32) -> (first: Int, count: Int) {
    let index = Int(document)
    guard let base = starts.base, index &+ 1 < starts.count else { return (0, 0) }
    return (Int(base[index]), max(Int(base[index &+ 1]) &- Int(base[index]), 0))
  }

  package var count: Int { max(starts.count - 1, 0) }

  /// Where each document starts, and the end; valid as long as these lengths live.
  package var values: UnsafeBufferPointer<UInt32> { starts.values }
}
