// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The postings of all terms of a query in one segment, in memory that loops reach without copies or counting.

/// One term: where a walk stands, and what its occurrences are worth.
struct TermWalk {
  var cursor: PostingsCursor
  let weight: TermWeight
  /// Place of its leaf among those of the query.
  let leaf: Int
  /// No document scores more.
  let bound: Float

  /// Bound of the block that would hold `document`, and the last document of that block.
  @inline(__always)
  mutating func blockBound(_ document: UInt32) -> (bound: Float, last: UInt32) {
    let last = cursor.shallowAdvance(to: document)
    guard let impacts = cursor.shallowImpacts else { return (bound, last) }
    return (weight.bound(impacts), last)
  }
}

extension TermWalk {
  /// The block that can score most; nil for lists without bounds.
  var bestBlock: Int? {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: cursor.blocks) { bounds in
      guard let base = bounds.baseAddress, cursor.writeBounds(weight.bounded, to: base) else { return nil }
      return bounds.indices.max { bounds[$0] < bounds[$1] }
    }
  }
}

final class TermWalks {
  let terms: UnsafeMutableBufferPointer<TermWalk>
  let excluded: UnsafeMutableBufferPointer<PostingsCursor>
  let segment: SegmentReader
  /// Which of the index's segments it is.
  let number: Int
  let lengths: DocumentLengths
  /// What the dictionary says of the terms.
  let infos: [TermInfo]
  /// The number of leaves of each group.
  let groups: [Int]
  let leafCount: Int
  /// Whether all leaves, of one term each, are joined by OR, or all by AND.
  let isSimple: Bool
  let clock: QueryClock
  /// Whether documents in several languages are among those excluded.
  let leavesOut: Bool
  private let hasDeletes: Bool
  private let starts: UnsafeBufferPointer<UInt32>

  /// Nil where a group has no term in the segment, so that nothing matches.
  ///
  /// - Parameter languages: a bit for each language whose stems are walked, over the documents that are in one language
  ///   only; nil for all lists and documents.
  init?(
    _ shape: TermShape, idfs: [Double], segment: SegmentReader, number: Int, averageLength: Double, limit: TimeLimit,
    languages: UInt32? = nil
  ) throws {
    var (walks, unwanted): ([TermWalk], [PostingsCursor]) = ([], [])
    var (infos, counts): ([TermInfo], [Int]) = ([], [])
    lengths = try segment.lengths(.body)
    var (leaf, place) = (0, 0)
    for group in shape.groups {
      let before = leaf
      for set in group {
        let weight = TermWeight(idf: idfs[place], averageLength: averageLength, lengths: lengths)
        let first = walks.count
        for info in set.terms[number] where info.isSpoken(in: languages) {
          let cursor = try segment.postings(info)
          let bound = cursor.listImpacts.map(weight.bound) ?? weight.factor
          walks.append(TermWalk(cursor: cursor, weight: weight, leaf: leaf, bound: bound))
          infos.append(info)
        }
        place += 1
        if languages == nil || walks.count > first { leaf += 1 }
      }
      if walks.last.map({ $0.leaf < before }) ?? true { return nil }
      counts.append(leaf - before)
    }
    for set in shape.excluded {
      for info in set.terms[number] where info.isSpoken(in: languages) { unwanted.append(try segment.postings(info)) }
    }
    var leavesOut = false
    if languages != nil {
      let multilingual = try segment.multilingual
      leavesOut = !multilingual.documents.isEmpty
      if leavesOut { unwanted.append(multilingual.postings) }
    }
    (self.segment, self.number) = (segment, number)
    clock = QueryClock(limit)
    starts = lengths.values
    hasDeletes = segment.deletes != nil
    (groups, leafCount, self.infos, self.leavesOut) = (counts, leaf, infos, leavesOut)
    isSimple = walks.count == leaf && (groups.count == 1 || groups.count == leaf)
    terms = .allocate(capacity: walks.count)
    _ = terms.initialize(from: walks)
    excluded = .allocate(capacity: unwanted.count)
    _ = excluded.initialize(from: unwanted)
  }

  deinit {
    terms.deinitialize()
    terms.deallocate()
    excluded.deinitialize()
    excluded.deallocate()
  }

  /// The classes of the lengths; nil where the segment's are not to be had.
  /// Bounds of single postings cost as much as some hundred scores.
  private static let leastBounded = 500
  /// Whether the first list is so long that bounds of its postings pay.
  var isLong: Bool { terms[0].cursor.count > Self.leastBounded }
  /// Those bounds; nil for shorter lists.
  var postingBounds: ScoreBounds? { isLong ? lengthClasses.map { terms[0].weight.bounds(classes: $0) } : nil }

  var lengthClasses: LengthClasses? { try? segment.lengthClasses }

  /// Tokens of a document's body; zero for one outside the segment.
  @inline(__always) func length(_ document: UInt32) -> UInt32 {
    let index = Int(document)
    return index &+ 1 < starts.count ? starts[index &+ 1] &- starts[index] : 0
  }

  /// Lets documents be asked from the first on again.
  func rewindExcluded() { for index in excluded.indices { excluded[index].rewind() } }

  /// Whether a document is deleted or excluded; documents must not descend.
  @inline(__always) func isOut(_ document: UInt32) -> Bool {
    for index in excluded.indices where excluded[index].advance(to: document) == document { return true }
    return isDeleted(document)
  }

  @inline(__always) func isDeleted(_ document: UInt32) -> Bool { hasDeletes && segment.isDeleted(document) }
}

extension TermInfo {
  /// Whether it is a stem of one of the languages, where any are given, or no stem.
  fileprivate func isSpoken(in languages: UInt32?) -> Bool {
    guard let languages, let own = namespace.stemLanguage else { return true }
    return languages >> UInt32(own & 31) & 1 == 1
  }
}
