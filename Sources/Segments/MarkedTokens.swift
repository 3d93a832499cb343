// SPDX-License-Identifier: Apache-2.0

/// Counts the types of marked tokens: only chunks that hold marks are decoded, and bits lead from token to token.
extension TypeReader {
  /// Counts the tokens that `marks` has: those of windows that belong to no hit under the row of their part of the stream
  /// (0 where there are no parts), those of hits under the row behind it.
  ///
  /// - Parameter counts: as wide as there are types.
  package func count(_ marks: TokenMarks, into counts: TypeCounts) throws {
    precondition(counts.width == typeCount)
    guard marks.limit <= forward.tokenCount else { throw forward.damaged() }
    counts.makeRow((marks.parts.map(\.row).max() ?? 0) + 1)
    forget()
    var walk = MarkedWalk(marks, counts.rows)
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.window) { numbers in
      defer { withExtendedLifetime(marks) {} }
      while true {
        let gathered = UnsafeBufferPointer(rebasing: numbers[..<walk.gather(numbers)])
        if gathered.isEmpty { return }
        guard try decode(gathered) < typeCount else { throw forward.damaged() }
        for (lane, chunk) in gathered.enumerated() { walk.count(chunk, types + lane * Self.size) }
      }
    }
  }
}

/// A walk over the chunks in which tokens are marked.
private struct MarkedWalk {
  private static let words = ForwardEncoder.chunk / 64
  private let windows: UnsafePointer<UInt64>
  private let hits: UnsafePointer<UInt64>
  private let parts: [(end: Int, row: UInt32)]
  /// The first chunk, and how many there are.
  private let first: Int
  private let chunks: Int
  private let rows: [UnsafeMutablePointer<UInt32>]
  /// The chunk that is looked at next, by its place behind the first one, and the part that the next token to be counted
  /// lies in or behind.
  private var next = 0
  private var part = 0

  /// - Parameter marks: must live as long as this value.
  init(_ marks: TokenMarks, _ rows: [UnsafeMutablePointer<UInt32>]) {
    (windows, hits, parts) = (UnsafePointer(marks.windows), UnsafePointer(marks.hits), marks.parts)
    (first, chunks, self.rows) = (marks.first / ForwardEncoder.chunk, marks.chunkCount, rows)
  }

  /// Fills `numbers` with the next chunks that hold marks; returns how many there are.
  mutating func gather(_ numbers: UnsafeMutableBufferPointer<Int>) -> Int {
    var count = 0
    while next < chunks, count < numbers.count {
      let word = next &* Self.words
      if windows[word] | windows[word &+ 1] | windows[word &+ 2] | windows[word &+ 3] != 0 {
        numbers[count] = first &+ next
        count &+= 1
      }
      next &+= 1
    }
    return count
  }

  /// Counts what is marked in a chunk whose types are given.
  mutating func count(_ chunk: Int, _ types: UnsafePointer<UInt32>) {
    for word in 0..<Self.words {
      let index = (chunk &- first) &* Self.words &+ word
      let (window, hit) = (windows[index], hits[index])
      if window == 0 { continue }
      if parts.isEmpty {
        Self.add(window & ~hit, types + 64 * word, to: rows[0])
        Self.add(hit, types + 64 * word, to: rows[1])
      } else {
        countParts(window, hit, token: chunk &* ForwardEncoder.chunk &+ 64 * word, types + 64 * word)
      }
    }
  }

  private mutating func countParts(_ window: UInt64, _ hit: UInt64, token: Int, _ types: UnsafePointer<UInt32>) {
    var rest = UInt64.max
    while rest != 0, part < parts.count {
      let (end, row) = parts[part]
      let own = end > token ? rest & (end - token < 64 ? 1 << UInt64(end - token) - 1 : .max) : 0
      Self.add(window & ~hit & own, types, to: rows[Int(row)])
      Self.add(hit & own, types, to: rows[Int(row) + 1])
      rest &= ~own
      if rest != 0 { part += 1 }
    }
  }

  @inline(__always)
  private static func add(_ bits: UInt64, _ types: UnsafePointer<UInt32>, to row: UnsafeMutablePointer<UInt32>) {
    var bits = bits
    while bits != 0 {
      row[Int(types[bits.trailingZeroBitCount])] &+= 1
      bits &= bits &- 1
    }
  }
}
