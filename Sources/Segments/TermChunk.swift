// SPDX-License-Identifier: Apache-2.0

/// A run of terms whose postings are merged together, apart from all other runs: what one thread does at a time.
internal import Bytes

/// Unchecked: one thread at a time fills, encodes and empties a chunk.
final class TermChunk: @unchecked Sendable {
  /// A term, and where its postings come from.
  struct Term {
    var key: [UInt8]
    var relations: [UInt32]
    /// The word whose postings the term shares.
    var sharedWith: UInt32?
    var parts: [Part]

    /// Throws unless the merged list has as many documents and occurrences as the dictionaries say.
    func check(_ list: EncodedList, _ merger: SegmentMerger) throws {
      let documents = parts.reduce(0) { $0 + $1.info.documents }
      let occurrences = parts.reduce(0) { $0 + $1.info.occurrences }
      if list.documents == documents, list.occurrences == occurrences { return }
      throw IndexError.damaged(
        path: merger.segments[parts.first?.segment ?? 0].path,
        what: "the postings of '\(String(decoding: key.dropFirst(2), as: UTF8.self))' do not agree with the dictionary")
    }
  }
  struct Part {
    var segment: Int
    var info: TermInfo
  }
  private(set) var terms: [Term] = []
  /// About the occurrences of all terms.
  private(set) var weight = 0
  /// The terms' lists, one after another, and what the dictionary must know of each that is not shared.
  private(set) var bytes = ByteBuffer()
  private(set) var lists: [EncodedList] = []

  func add(_ term: Term) {
    terms.append(term)
    // A short list costs some work, and more memory than occurrences do.
    weight += term.parts.reduce(32) { $0 + $1.info.writtenOccurrences }
  }

  /// Encodes the lists of all terms.
  func encode(_ merger: SegmentMerger, _ starts: [Field: [UInt32]]) throws {
    let walk = PostingsWalk()
    var encoder = PostingsEncoder()
    // Counts are the file's word: no memory is taken for them before the postings have been seen.
    var out = ByteBuffer(capacity: min(2 * weight, 1 << 20))
    for term in terms where term.sharedWith == nil {
      let withPositions = TermNamespace(rawValue: term.key[0]).hasPositions
      encoder.expect(documents: term.parts.reduce(0) { $0 + $1.info.writtenDocuments })
      if let starts = starts[Field(rawValue: term.key[1])] {
        for part in term.parts { try Self.append(part, withPositions, merger, starts, walk, &encoder) }
      }
      let list = encoder.finish(into: &out, withPositions: withPositions)
      try term.check(list, merger)
      lists.append(list)
    }
    bytes = out
  }

  /// Appends the live postings of a part by their new numbers.
  private static func append(
    _ part: Part, _ withPositions: Bool, _ merger: SegmentMerger, _ starts: [UInt32], _ walk: PostingsWalk,
    _ encoder: inout PostingsEncoder
  ) throws {
    let segment = merger.segments[part.segment]
    try walk.begin(part.info, in: segment.postingsSection)
    try merger.documents[part.segment].withUnsafeBufferPointer { numbers in
      try starts.withUnsafeBufferPointer { starts in
        while case let count = try walk.nextBlock(), count > 0 {
          var from = 0
          while from < count {
            let to = min(count, from + encoder.room)
            var pending = 0
            for index in from..<to {
              let (old, frequency) = (Int(walk.documents[index]), walk.frequencies[index])
              guard old < numbers.count else { throw IndexError.damaged(path: segment.path, what: "unknown document") }
              let document = Int(numbers[old])
              if document == Int(UInt32.max) {
                // Positions of the documents before, then none of this one's.
                if withPositions {
                  try copy(pending, walk, &encoder)
                  try skip(Int(frequency), walk)
                }
                pending = 0
                continue
              }
              encoder.add(
                document: numbers[old], frequency: frequency, length: starts[document &+ 1] &- starts[document])
              pending &+= Int(frequency)
            }
            if withPositions { try copy(pending, walk, &encoder) }
            from = to
          }
        }
      }
    }
  }

  private static func copy(_ count: Int, _ walk: PostingsWalk, _ encoder: inout PostingsEncoder) throws {
    var left = count
    while left > 0 {
      let gaps = try walk.nextGaps(left)
      encoder.add(positionGaps: gaps)
      left -= gaps.count
    }
  }

  private static func skip(_ count: Int, _ walk: PostingsWalk) throws {
    var left = count
    while left > 0 { left -= try walk.nextGaps(left).count }
  }

  func removeAll() {
    terms.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    weight = 0
    bytes = ByteBuffer()
  }
}
