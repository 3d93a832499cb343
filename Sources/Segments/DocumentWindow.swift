// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// A run of documents with a table for each leaf of a query: how often it occurs in each of them, a byte a document.
/// Postings are poured in block by block; then a kernel finds the documents that match and score enough, many at a time.
///
/// None of its methods is entered again while it runs, so properties are not checked for overlapping accesses.
///
/// Pays where lists are long beside the number of documents; see `WindowKernel` and `PostingsKernel`. Not safe to share
/// between threads.
package final class DocumentWindow {
  /// Documents of a whole window: with the tables of a few leaves they stay in the nearest cache.
  package static let size = 4096
  /// The same where no threshold rises from window to window: fewer blocks lie in two windows.
  package static let largeSize = 16384
  /// Room that tables of documents have behind the last.
  package static let slack = PostingsKernel.slack
  package struct Totals: Sendable {
    package var documents = 0
    package var hits = 0
  }

  /// What a byte does not hold of a frequency.
  private struct Excess {
    var leaf: Int
    var slot: Int
    var excess: UInt32
  }

  /// The most documents a window may have, and how far the tables of two leaves are apart.
  package let size: Int
  private let stride: Int
  /// First document of the window.
  @exclusivity(unchecked) package private(set) var base: UInt32 = 0
  /// Documents of the current window: fewer at the end of a segment.
  @exclusivity(unchecked) package private(set) var count = 0
  private let tables: UnsafeMutablePointer<UInt8>
  private let excluded: UnsafeMutablePointer<UInt8>
  private let candidates: UnsafeMutablePointer<UInt32>
  private let groups: UnsafeMutableBufferPointer<UInt32>
  private let leafCount: Int
  private let documentCount: Int
  private let bounds: ScoreBounds?
  /// The first leaf of the current window; those before it are left out.
  @exclusivity(unchecked) private var firstLeaf = 0
  /// The leaves before it have entries.
  @exclusivity(unchecked) private var lastLeaf = 0
  @exclusivity(unchecked) private var excludes = false
  @exclusivity(unchecked) private var excesses: [Excess] = []
  @exclusivity(unchecked) private var sums: (documents: UInt64, hits: UInt64) = (0, 0)

  /// - Parameters:
  ///   - groups: the number of leaves of each group; a document must have a leaf of each.
  ///   - documents: those of the segment.
  ///   - bounds: nil where no scores will be asked.
  package init(groups: [Int], documents: Int, bounds: ScoreBounds?, size: Int = DocumentWindow.size) {
    (leafCount, documentCount) = (groups.reduce(0, +), documents)
    (self.size, stride) = (size, size + Self.slack)
    self.bounds = bounds
    tables = .allocate(capacity: leafCount * stride)
    tables.initialize(repeating: 0, count: leafCount * stride)
    excluded = .allocate(capacity: stride)
    excluded.initialize(repeating: 0, count: stride)
    candidates = .allocate(capacity: size)
    self.groups = .allocate(capacity: groups.count)
    _ = self.groups.initialize(from: groups.map { UInt32($0) })
  }

  deinit {
    tables.deallocate()
    excluded.deallocate()
    candidates.deallocate()
    groups.deallocate()
  }

  /// Documents and hits of all windows scanned with `counting`.
  package var totals: Totals { Totals(documents: Int(sums.documents), hits: Int(sums.hits)) }

  /// Starts an empty window of at most `limit` documents at `base`.
  ///
  /// - Parameter first: where all leaves are of one group, the first one that is looked at in the window.
  package func open(at base: UInt32, limit: Int, from first: Int = 0) {
    for leaf in firstLeaf..<max(lastLeaf, firstLeaf) { (tables + leaf * stride).update(repeating: 0, count: count) }
    lastLeaf = 0
    if groups.count == 1 { (firstLeaf, groups[0]) = (first, UInt32(leafCount - first)) }
    if excludes { excluded.update(repeating: 0, count: count) }
    if !excesses.isEmpty { excesses.removeAll() }
    self.base = base
    count = max(min(limit, size, documentCount - Int(base)), 0)
    excludes = false
  }

  /// How many of `count` documents have a byte that is not zero, or a set bit; behind the last, `slack` bytes and the rest of
  /// the last word of bits are zero.
  package static func countMarked(
    _ bytes: UnsafeBufferPointer<UInt8>, _ bits: UnsafeBufferPointer<UInt64>, count: Int
  ) -> Int {
    guard let bytes = bytes.baseAddress, let words = bits.baseAddress, bits.count > count / 64 else { return 0 }
    return WindowKernel.countMarked(bytes, words, count: count)
  }

  /// The first document behind the window.
  package var end: UInt32 { base &+ UInt32(truncatingIfNeeded: count) }

  /// Adds the frequencies of a leaf in this window; the cursor moves to its first document behind it.
  ///
  /// - Parameter isFirst: whether nothing was added for this leaf yet.
  package func add(_ cursor: inout PostingsCursor, leaf: Int, isFirst: Bool) {
    let table = PostingsKernel.Table(entries: tables + leaf * stride, first: base, size: count)
    lastLeaf = max(lastLeaf, leaf + 1)
    if isFirst {
      cursor.pour(into: table) { excesses.append(Excess(leaf: leaf, slot: $0, excess: $1)) }
    } else {
      cursor.add(to: table) { excesses.append(Excess(leaf: leaf, slot: $0, excess: $1)) }
    }
  }

  /// Takes out the documents of an excluded term.
  package func exclude(_ cursor: inout PostingsCursor) {
    excludes = true
    cursor.mark(in: .init(entries: excluded, first: base, size: count))
  }

  package func exclude(_ deletes: DeletedDocuments) {
    for slot in 0..<count where deletes.contains(base &+ UInt32(slot)) {
      excluded[slot] = 1
      excludes = true
    }
  }

  /// Adds up the documents that hold the first leaf, which was added, and the second of two, and their hits; the cursor
  /// of the second moves to its first document behind the window. Those of `excluded` and the deleted ones are left out.
  package func meet(
    _ second: inout PostingsCursor, excluded: UnsafeMutableBufferPointer<PostingsCursor>, _ deletes: DeletedDocuments?
  ) {
    let table = PostingsKernel.Table(entries: tables, first: base, size: count)
    for index in excluded.indices { excluded[index].takeOut(of: table) }
    if let deletes {
      for slot in 0..<count where deletes.contains(base &+ UInt32(slot)) { tables[slot] = 0 }
    }
    if excesses.isEmpty { return second.meet(table, &sums) }
    add(&second, leaf: 1, isFirst: true)
    scanTotals()
  }

  /// The documents that match and may score `threshold` or more, ascending, as indices in the window; valid until the
  /// next call.
  package func scan(scoring threshold: Float, counting: Bool) -> UnsafeBufferPointer<UInt32> {
    let found = scan(threshold, candidates, counting: counting)
    return UnsafeBufferPointer(start: candidates, count: excesses.isEmpty ? found : addExcessive(to: found, counting))
  }

  /// Of the documents in which all leaves occur, those that may score `threshold` or more by what the leaves have in
  /// common, for which the bounds are.
  func candidates(scoring threshold: Float, as scores: WindowKernel.Scores) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(
      start: candidates, count: scan(threshold, candidates, as: scores, ignoringBounds: threshold <= 0, counting: false)
    )
  }

  /// The entries of a leaf, a byte a document, and whether a byte does not hold all frequencies.
  func table(_ leaf: Int) -> UnsafePointer<UInt8> { UnsafePointer(tables + leaf * stride) }

  /// Calls `body` with the documents in which a leaf occurs more than 255 times, ascending, and how much more.
  func forEachExcess(of leaf: Int, _ body: (_ slot: UInt32, _ more: UInt32) -> Void) {
    for excess in excesses where excess.leaf == leaf { body(UInt32(excess.slot), excess.excess) }
  }

  /// Adds up the documents that match and their hits.
  package func scanTotals() {
    _ = scan(0, nil, counting: true)
    for excess in excesses where matches(excess.slot) { sums.hits += UInt64(excess.excess) }
  }

  private func scan(
    _ threshold: Float, _ candidates: UnsafeMutablePointer<UInt32>?, as scores: WindowKernel.Scores = .added,
    ignoringBounds: Bool = false, counting: Bool
  ) -> Int {
    let bounds = ignoringBounds ? nil : bounds
    var request = WindowKernel.Request(
      tables: tables + firstLeaf * stride, stride: stride, groups: UnsafeBufferPointer(groups),
      excluded: excludes ? excluded : nil, bounds: bounds.map { $0.bytes + firstLeaf * WindowKernel.boundsLength },
      classes: bounds.map { $0.classes.classes + Int(base) }, size: count)
    request.scores = scores
    return withUnsafeMutablePointer(to: &sums) { sums in
      WindowKernel.scan(
        request, least: bounds?.units(threshold) ?? 0, candidates: candidates, totals: counting ? sums : nil)
    }
  }

  /// The kernel knows no frequencies above 255: documents with such are candidates whatever they seem to score.
  private func addExcessive(to found: Int, _ counting: Bool) -> Int {
    var slots = Set(UnsafeBufferPointer(start: candidates, count: found))
    for excess in excesses where matches(excess.slot) {
      slots.insert(UInt32(excess.slot))
      if counting { sums.hits += UInt64(excess.excess) }
    }
    _ = UnsafeMutableBufferPointer(start: candidates, count: slots.count).update(fromContentsOf: slots.sorted())
    return slots.count
  }

  private func matches(_ slot: Int) -> Bool {
    if excludes, excluded[slot] != 0 { return false }
    var leaf = firstLeaf
    return groups.allSatisfy { size in
      defer { leaf += Int(size) }
      return (leaf..<leaf + Int(size)).contains { tables[$0 * stride + slot] != 0 }
    }
  }

  /// How often a leaf occurs in a document of the window.
  @inline(__always) package func frequency(leaf: Int, at index: UInt32) -> UInt32 {
    let shown = UInt32(tables[leaf &* stride &+ Int(index)])
    return shown < 255 || excesses.isEmpty ? shown : wholeFrequency(shown, leaf, Int(index))
  }

  private func wholeFrequency(_ shown: UInt32, _ leaf: Int, _ slot: Int) -> UInt32 {
    excesses.reduce(shown) { $1.leaf == leaf && $1.slot == slot ? $0 &+ $1.excess : $0 }
  }
}
