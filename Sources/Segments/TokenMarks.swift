// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Marks on tokens of a field: those in windows around hits, and those of hits. However windows overlap, a token is marked
/// once.

// Unchecked: one thread at a time has it; whoever hands it on touches it no more.
package final class TokenMarks: @unchecked Sendable {
  /// Index in the stream of the token that the first bit stands for, a multiple of 256.
  @exclusivity(unchecked) package private(set) var first = 0
  /// Behind the last token that may be marked.
  @exclusivity(unchecked) package private(set) var limit = 0
  /// A bit for each token, the lowest of each word first; a word more, which marks never reach.
  @exclusivity(unchecked) @usableFromInline private(set) var windows: UnsafeMutablePointer<UInt64>
  @exclusivity(unchecked) @usableFromInline private(set) var hits: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  /// Where parts of the stream end that are counted apart, ascending, and the row each is counted under.
  private(set) var parts: [(end: Int, row: UInt32)] = []

  package init() {
    capacity = 1 << 10
    (windows, hits) = (Vector<UInt64>.zeros(capacity + 1), Vector<UInt64>.zeros(capacity + 1))
  }

  deinit {
    windows.deallocate()
    hits.deallocate()
  }

  package var isEmpty: Bool { limit == first }

  /// Lets tokens up to `end` be marked, and from `start` on where none are as yet.
  package func open(_ start: Int, _ end: Int) {
    if isEmpty {
      first = start / ForwardEncoder.chunk * ForwardEncoder.chunk
      limit = first
    }
    precondition(start >= first && end >= start)
    limit = max(limit, end)
    let words = wordCount
    guard words > capacity else { return }
    let grown = max(words, 2 * capacity)
    windows = Self.moved(windows, capacity, to: grown)
    hits = Self.moved(hits, capacity, to: grown)
    capacity = grown
  }

  private static func moved(
    _ words: UnsafeMutablePointer<UInt64>, _ count: Int, to grown: Int
  ) -> UnsafeMutablePointer<UInt64> {
    let new = Vector<UInt64>.zeros(grown + 1)
    new.update(from: words, count: count)
    words.deallocate()
    return new
  }

  /// Words of whole chunks up to the limit.
  private var wordCount: Int {
    (limit - first + ForwardEncoder.chunk - 1) / ForwardEncoder.chunk * (ForwardEncoder.chunk / 64)
  }

  /// Chunks that may hold marks, by their places behind the first one.
  var chunkCount: Int { wordCount / (ForwardEncoder.chunk / 64) }

  /// Says that the tokens behind those of the last part, up to `end`, are counted under another row.
  package func addPart(upTo end: Int, row: UInt32) {
    if let last = parts.last, last.row == row {
      parts[parts.count - 1].end = end
    } else {
      parts.append((end, row))
    }
  }

  /// Marks the tokens of a hit, and all of the window around it.
  ///
  /// - Precondition: neither is empty, and both lie between `first` and `limit`.
  @inlinable
  package func mark(hit: Range<Int>, window: Range<Int>) {
    precondition(min(hit.lowerBound, window.lowerBound) >= first && max(hit.upperBound, window.upperBound) <= limit)
    Self.set(windows, window.lowerBound &- first, window.count)
    Self.set(hits, hit.lowerBound &- first, hit.count)
  }

  @inlinable @inline(__always)
  static func set(_ words: UnsafeMutablePointer<UInt64>, _ start: Int, _ count: Int) {
    var (start, left) = (start, count)
    while left > 0 {
      let (word, shift, some) = (start >> 6, UInt64(truncatingIfNeeded: start & 63), min(left, 64))
      let bits = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- some)
      words[word] |= bits &<< shift
      words[word &+ 1] |= (bits >> 1) &>> (63 &- shift)
      (start, left) = (start &+ 64, left &- some)
    }
  }

  /// Takes all marks and parts away.
  package func removeAll() {
    windows.update(repeating: 0, count: wordCount + 1)
    hits.update(repeating: 0, count: wordCount + 1)
    parts.removeAll(keepingCapacity: true)
    limit = first
  }
}
