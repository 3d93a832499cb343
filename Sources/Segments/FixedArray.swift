// SPDX-License-Identifier: Apache-2.0

/// An array of fixed-width integers as it lies in a section, one value a document or a chunk.
///
/// Little-endian, as every machine we build for. An index outside gives zero: indices come from files nobody vouches for.
package struct FixedArray<Element: FixedWidthInteger & BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: the mapped bytes do not change, and `owner` keeps them alive.
  @usableFromInline let base: UnsafePointer<Element>?
  package let count: Int
  private let owner: SectionFile

  /// The whole section, checksums compared.
  package init(_ section: Section, type: Element.Type = Element.self) throws {
    let bytes = try section.checked()
    base = bytes.baseAddress?.assumingMemoryBound(to: Element.self)
    count = bytes.count / MemoryLayout<Element>.size
    owner = section.file
  }

  @inlinable package subscript(index: Int) -> Element {
    guard let base, index >= 0, index < count else { return 0 }
    return base[index]
  }

  /// The values where they lie; valid as long as this array lives.
  @inlinable package var values: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }
}

/// The lengths, in tokens, of one field of all documents of a segment.
package struct DocumentLengths: Sendable {
  /// Index of each document's first token in the segment's stream of that field, and one more for the end.
  @usableFromInline let starts: FixedArray<UInt32>

  package init(starts: FixedArray<UInt32>) { self.starts = starts }

  /// Exact; zero for a document outside the segment.
  @inlinable package subscript(document: UInt32) -> UInt32 {
    let index = Int(document)
    guard let base = starts.base, index &+ 1 < starts.count else { return 0 }
    return base[index &+ 1] &- base[index]
  }

  package var count: Int { max(starts.count - 1, 0) }

  /// Where each document starts, and the end; valid as long as these lengths live.
  package var values: UnsafeBufferPointer<UInt32> { starts.values }
}
