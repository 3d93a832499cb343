// SPDX-License-Identifier: Apache-2.0

/// Writes the postings section of a segment, term by term, and fills the dictionary beside it.
package import Bytes

package struct PostingsWriter: ~Copyable {
  var encoder = PostingsEncoder()
  private var dictionary = TermDictionaryWriter()
  private var out = ByteBuffer(capacity: 1 << 16)

  package init() {}

  /// Ordinal of the next term.
  var nextOrdinal: UInt32 { dictionary.count }

  /// Ends the list that the encoder was given and enters it under `key`.
  mutating func finishTerm(
    _ key: [UInt8], relations: [UInt32] = [], withPositions: Bool = true, to file: inout SectionFileWriter
  ) throws {
    let list = encoder.finish(into: &out, withPositions: withPositions)
    dictionary.add(key, list: list, relations: relations)
    if out.count > 1 << 20 { try flush(to: &file) }
  }

  mutating func addAlias(_ key: [UInt8], of target: UInt32, relations: [UInt32]) {
    dictionary.add(key, sameAs: target, relations: relations)
  }

  private mutating func flush(to file: inout SectionFileWriter) throws {
    try file.append(out.bytes)
    out.removeAll()
  }

  /// Ends the postings section and writes the dictionary's two.
  mutating func finish(
    to file: inout SectionFileWriter, terms: UInt32 = SegmentSection.terms, index: UInt32 = SegmentSection.termIndex
  ) throws {
    try flush(to: &file)
    try dictionary.write(to: &file, terms: terms, index: index)
  }

  /// Adds the postings of one term from the tokens it stands at, ascending.
  @inline(__always)
  mutating func add(occurrences: UnsafeBufferPointer<UInt32>, _ finder: DocumentFinder) {
    var index = 0
    let count = occurrences.count
    encoder.expect(documents: count)
    while index < count {
      let document = finder.document(of: occurrences[index])
      let start = finder.starts[Int(document)]
      let end = finder.starts[Int(document) + 1]
      var last = index + 1
      while last < count, occurrences[last] < end { last += 1 }
      encoder.add(document: document, frequency: UInt32(truncatingIfNeeded: last - index), length: end - start)
      var previous = start &- 1
      while index < last {
        encoder.add(positionGap: occurrences[index] &- previous &- 1)
        previous = occurrences[index]
        index += 1
      }
    }
  }

  /// Adds documents and frequencies only: each document stands as often in `occurrences` as it holds the term.
  ///
  /// - Parameter starts: where each document starts in its stream.
  @inline(__always)
  mutating func add(documents occurrences: UnsafeBufferPointer<UInt32>, starts: UnsafeBufferPointer<UInt32>) {
    var index = 0
    let count = occurrences.count
    encoder.expect(documents: count)
    while index < count {
      let document = occurrences[index]
      var last = index + 1
      while last < count, occurrences[last] == document { last += 1 }
      let length = starts[Int(document) + 1] - starts[Int(document)]
      encoder.add(document: document, frequency: UInt32(truncatingIfNeeded: last - index), length: length)
      index = last
    }
  }
}
