// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Writes the postings section of a segment, term by term, and fills the dictionary beside it.
package struct PostingsWriter: ~Copyable {
  var encoder = PostingsEncoder()
  private var dictionary = TermDictionaryWriter()
  private var out = ByteBuffer(capacity: 1 << 16)
  private var group = PostingsGroup()

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
  mutating func add(occurrences: UnsafeBufferPointer<UInt32>, _ stream: OccurrencesKernel) {
    encoder.expect(documents: occurrences.count)
    var index = 0
    while index < occurrences.count {
      // As many documents at most, so that none begins a block before the positions of those before it are written.
      let end = index + min(occurrences.count - index, encoder.room)
      group.gather(UnsafeBufferPointer(rebasing: occurrences[index..<end]), stream)
      // The last document's other occurrences.
      var next = end
      let border = stream.starts[group.lastDocument + 1]
      while next < occurrences.count, occurrences[next] < border { next += 1 }
      group.close(occurrences: next - index)
      encoder.add(group, lengthsFrom: stream.starts)
      if end - index < Self.few {
        for gap in group.gaps(end: end - index) { encoder.add(positionGap: gap) }
      } else {
        encoder.add(positionGaps: group.gaps(end: end - index))
      }
      for place in end..<next { encoder.add(positionGap: occurrences[place] &- occurrences[place - 1] &- 1) }
      index = next
    }
  }

  /// Fewer numbers are copied one by one, since a call takes longer.
  private static let few = 16

  /// Adds documents and frequencies only: each document stands as often in `occurrences` as it holds the term.
  ///
  /// - Parameter starts: where each document starts in its stream.
  mutating func add(documents occurrences: UnsafeBufferPointer<UInt32>, starts: UnsafeBufferPointer<UInt32>) {
    encoder.expect(documents: occurrences.count)
    var index = 0
    while index < occurrences.count {
      var end = index + min(occurrences.count - index, encoder.room)
      group.gather(documents: UnsafeBufferPointer(rebasing: occurrences[index..<end]))
      while end < occurrences.count, occurrences[end] == occurrences[end - 1] { end += 1 }
      group.close(occurrences: end - index)
      encoder.add(group, lengthsFrom: starts)
      index = end
    }
  }
}
