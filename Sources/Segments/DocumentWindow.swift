// SPDX-License-Identifier: Apache-2.0

/// A run of documents with a table for each leaf of a query: how often it occurs in each of them. Postings are poured in
/// block by block; then a kernel finds the documents that match and score enough, eight at a time.
///
/// Pays where lists are long beside the number of documents; see `WindowKernel`. Not safe to share between threads.
internal import Bytes

package final class DocumentWindow {
  /// Documents of a whole window.
  package static let size = 2048
  package struct Totals: Sendable {
    package var documents = 0
    package var hits = 0
  }

  /// First document of the window.
  package private(set) var base: UInt32 = 0
  /// Documents of the current window: fewer at the end of a segment.
  package private(set) var count = 0
  private let tables: UnsafeMutablePointer<UInt32>
  private let excluded: UnsafeMutablePointer<UInt32>
  private let candidates: UnsafeMutablePointer<UInt32>
  private let factors: UnsafeMutableBufferPointer<Float>
  private let groups: UnsafeMutableBufferPointer<UInt32>
  private let constant: Float
  private let slope: Float
  private let lengths: DocumentLengths
  private var excludes = false
  private var sums: (documents: UInt64, hits: UInt64) = (0, 0)

  /// - Parameters:
  ///   - groups: the number of leaves of each group; a document must have a leaf of each.
  ///   - factors: what each leaf is worth; with `constant` and `slope` as in `window.h`.
  package init(groups: [Int], factors: [Float], constant: Float, slope: Float, lengths: DocumentLengths) {
    tables = .allocate(capacity: factors.count * Self.size)
    tables.initialize(repeating: 0, count: factors.count * Self.size)
    excluded = .allocate(capacity: Self.size)
    excluded.initialize(repeating: 0, count: Self.size)
    candidates = .allocate(capacity: Self.size + 8)
    self.factors = .allocate(capacity: factors.count)
    _ = self.factors.initialize(from: factors)
    self.groups = .allocate(capacity: groups.count)
    _ = self.groups.initialize(from: groups.map { UInt32($0) })
    (self.constant, self.slope, self.lengths) = (constant, slope, lengths)
  }

  deinit {
    tables.deallocate()
    excluded.deallocate()
    candidates.deallocate()
    factors.deallocate()
    groups.deallocate()
  }

  /// Documents and hits of all windows scanned with `counting`.
  package var totals: Totals { Totals(documents: Int(sums.documents), hits: Int(sums.hits)) }

  /// Starts an empty window of at most `limit` documents at `base`.
  package func open(at base: UInt32, limit: Int = DocumentWindow.size) {
    for leaf in 0..<factors.count { (tables + leaf * Self.size).update(repeating: 0, count: count) }
    if excludes { excluded.update(repeating: 0, count: count) }
    self.base = base
    count = max(min(limit, Self.size, lengths.count - Int(base)), 0)
    excludes = false
  }

  /// How many bytes are not zero.
  package static func countNonzero(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { WindowKernel.countNonzero(bytes) }

  /// The first document behind the window.
  package var end: UInt32 { base &+ UInt32(truncatingIfNeeded: count) }

  /// Adds the frequencies of a leaf in this window; the cursor moves to its first document behind it.
  package func add(_ cursor: inout PostingsCursor, leaf: Int) {
    cursor.pour(into: UnsafeMutableBufferPointer(start: tables + leaf * Self.size, count: count), base: base)
  }

  /// Takes out the documents of an excluded term.
  package func exclude(_ cursor: inout PostingsCursor) {
    excludes = true
    cursor.pour(into: UnsafeMutableBufferPointer(start: excluded, count: count), base: base)
  }

  package func exclude(_ deletes: DeletedDocuments) {
    for slot in 0..<count where deletes.contains(base &+ UInt32(slot)) {
      excluded[slot] = 1
      excludes = true
    }
  }

  /// The documents that match and score at least `threshold` (about: sums are in single precision), ascending, as
  /// indices in the window; valid until the next call.
  package func scan(scoring threshold: Float?, counting: Bool) -> UnsafeBufferPointer<UInt32> {
    guard Int(base) + count < lengths.starts.count, let starts = lengths.starts.base,
      let factors = factors.baseAddress
    else { return UnsafeBufferPointer(start: nil, count: 0) }
    let request = WindowKernel.Request(
      tables: tables, stride: Self.size, groups: UnsafeBufferPointer(groups), excluded: excludes ? excluded : nil,
      factors: factors, constant: constant, slope: slope,
      starts: threshold == nil ? nil : starts + Int(base), size: count)
    let found = withUnsafeMutablePointer(to: &sums) { sums in
      WindowKernel.scan(
        request, threshold: threshold ?? 0, candidates: candidates, totals: counting ? sums : nil)
    }
    return UnsafeBufferPointer(start: candidates, count: found)
  }

  /// How often a leaf occurs in a document of the window.
  @inline(__always) package func frequency(leaf: Int, at index: UInt32) -> UInt32 {
    tables[leaf &* Self.size &+ Int(index)]
  }
}

extension PostingsCursor {
  /// Adds the frequency of each document to the entry of `table` that belongs to it (`base` has the first), up to the end
  /// of the table, and moves to the first document behind. Documents before `base` are passed over.
  fileprivate mutating func pour(into table: UnsafeMutableBufferPointer<UInt32>, base: UInt32) {
    let size = UInt32(truncatingIfNeeded: table.count)
    guard let out = table.baseAddress, advance(to: base) != PostingsCursor.end else { return }
    repeat {
      let (documents, frequencies) = (restOfBlock, frequenciesOfRest())
      var step = 0
      while step < documents.count {
        let slot = documents[step] &- base
        if slot >= size { break }
        out[Int(slot)] &+= frequencies[step]
        step &+= 1
      }
      if step < documents.count {
        move(by: step)
        return
      }
    } while nextBlock()
  }
}
