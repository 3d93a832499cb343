// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Marks on tokens of a field: those in windows around hits, and those of hits. However windows overlap, a token is marked
/// once. Only chunks in which something is marked take memory.
///
/// Unchecked: one thread at a time has it; whoever hands it on touches it no more.
package final class TokenMarks: @unchecked Sendable {
  /// The chunks in which tokens are marked, ascending.
  @exclusivity(unchecked) private var numbers: UnsafeMutablePointer<Int>
  @exclusivity(unchecked) @usableFromInline private(set) var chunkCount = 0
  @exclusivity(unchecked) @usableFromInline private(set) var lastChunk = -1
  /// For each of these chunks a bit for each token, the lowest of each word first; a word more, which marks never reach.
  @exclusivity(unchecked) @usableFromInline private(set) var windows: UnsafeMutablePointer<UInt64>
  @exclusivity(unchecked) @usableFromInline private(set) var hits: UnsafeMutablePointer<UInt64>
  /// Chunks that there is memory for.
  private var capacity = 64
  /// Where the window marked last begins.
  @exclusivity(unchecked) @usableFromInline private(set) var latest = 0
  /// Whether every window began at or behind the one before.
  @exclusivity(unchecked) @usableFromInline private(set) var isOrdered = true
  /// Where parts of the stream end that are counted apart, ascending, and the row each is counted under.
  private(set) var parts: [(end: Int, row: UInt32)] = []
  @usableFromInline static let wordsOfChunk = ForwardEncoder.chunk / 64

  package init() {
    numbers = .allocate(capacity: capacity)
    windows = Vector<UInt64>.zeros(capacity * Self.wordsOfChunk + 1)
    hits = Vector<UInt64>.zeros(capacity * Self.wordsOfChunk + 1)
  }

  deinit {
    numbers.deallocate()
    windows.deallocate()
    hits.deallocate()
  }

  package var isEmpty: Bool { chunkCount == 0 }

  /// Tokens of the chunks in which tokens are marked.
  package var tokenCount: Int { chunkCount * ForwardEncoder.chunk }

  /// The chunks in which tokens are marked; valid as long as this object lives and is not changed.
  var chunks: UnsafeBufferPointer<Int> { UnsafeBufferPointer(start: numbers, count: chunkCount) }

  /// Says that the tokens behind those of the last part, up to `end`, are counted under another row.
  package func addPart(upTo end: Int, row: UInt32) {
    if let last = parts.last, last.row == row {
      parts[parts.count - 1].end = end
    } else {
      parts.append((end, row))
    }
  }

  /// Marks the tokens of a hit, and all of the window around it. No window may begin before one that is marked already:
  /// such a one is left out, and whoever counts is told.
  ///
  /// - Precondition: the window holds the hit, which is not empty.
  @inlinable
  package func mark(hit: Range<Int>, window: Range<Int>) {
    precondition(window.lowerBound <= hit.lowerBound && hit.upperBound <= window.upperBound && !hit.isEmpty)
    guard window.lowerBound >= latest else {
      isOrdered = false
      return
    }
    latest = window.lowerBound
    if (window.upperBound &- 1) >> 8 > lastChunk { take(window) }
    // The chunks from the first one of the window before to the last one of all follow upon each other.
    let origin = (lastChunk &- chunkCount &+ 1) << 8
    Self.set(windows, window.lowerBound &- origin, window.count)
    Self.set(hits, hit.lowerBound &- origin, hit.count)
  }

  /// Makes room for the marks of a window that reaches behind the last chunk.
  @usableFromInline @inline(never)
  func take(_ window: Range<Int>) {
    let last = (window.upperBound - 1) / ForwardEncoder.chunk
    for number in max(window.lowerBound / ForwardEncoder.chunk, lastChunk + 1)...last {
      if chunkCount == capacity { grow() }
      numbers[chunkCount] = number
      (windows + chunkCount * Self.wordsOfChunk).update(repeating: 0, count: Self.wordsOfChunk)
      (hits + chunkCount * Self.wordsOfChunk).update(repeating: 0, count: Self.wordsOfChunk)
      chunkCount += 1
    }
    lastChunk = last
  }

  private func grow() {
    let words = capacity * Self.wordsOfChunk
    func moved(_ marks: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<UInt64> {
      let new = Vector<UInt64>.zeros(2 * words + 1)
      new.update(from: marks, count: words)
      marks.deallocate()
      return new
    }
    (windows, hits) = (moved(windows), moved(hits))
    let more = UnsafeMutablePointer<Int>.allocate(capacity: 2 * capacity)
    more.update(from: numbers, count: capacity)
    numbers.deallocate()
    (numbers, capacity) = (more, 2 * capacity)
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
    (chunkCount, lastChunk, latest, isOrdered) = (0, -1, 0, true)
    parts.removeAll(keepingCapacity: true)
  }
}
