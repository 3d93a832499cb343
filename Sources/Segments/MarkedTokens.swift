// SPDX-License-Identifier: Apache-2.0

/// Counts the types of marked tokens: only chunks that hold marks are decoded, as far as these go, and bits lead from token
/// to token.
extension TypeReader {
  /// Counts the tokens that `marks` has: those of windows that belong to no hit under the row of their part of the stream
  /// (0 where there are no parts), those of hits under the row behind it.
  ///
  /// - Parameter counts: as wide as there are types.
  package func count(_ marks: TokenMarks, into counts: TypeCounts) throws {
    precondition(counts.width == typeCount)
    let chunks = marks.chunks
    guard let last = chunks.last else { return }
    counts.makeRow((marks.parts.map(\.row).max() ?? 0) + 1)
    var walk = MarkedWalk(marks, counts.rows)
    defer { withExtendedLifetime(marks) {} }
    guard marks.isOrdered, last * Self.size + walk.marked(chunks.count - 1) <= forward.tokenCount else {
      throw forward.damaged()
    }
    forget()
    let limits = chunks.indices.map { walk.marked($0) }
    func window(at start: Int) -> Range<Int> { start..<min(start + Self.window, chunks.count) }
    var places = window(at: 0)
    forward.askForIDs(of: chunks[places], upTo: limits[places])
    while !places.isEmpty {
      // The next ones come from memory while these are decoded.
      let next = window(at: places.upperBound)
      forward.askForIDs(of: chunks[next], upTo: limits[next])
      guard try decode(UnsafeBufferPointer(rebasing: chunks[places]), upTo: limits[places]) < typeCount else {
        throw forward.damaged()
      }
      for (lane, place) in places.enumerated() { walk.count(place, chunks[place], types + lane * Self.size) }
      places = next
    }
  }
}

/// A walk over the chunks in which tokens are marked.
private struct MarkedWalk {
  private static let words = ForwardEncoder.chunk / 64
  private let windows: UnsafePointer<UInt64>
  private let hits: UnsafePointer<UInt64>
  private let parts: [(end: Int, row: UInt32)]
  private let rows: [UnsafeMutablePointer<UInt32>]
  /// The part that the next token to be counted lies in or behind.
  private var part = 0

  /// - Parameter marks: must live as long as this value.
  init(_ marks: TokenMarks, _ rows: [UnsafeMutablePointer<UInt32>]) {
    (windows, hits, parts) = (UnsafePointer(marks.windows), UnsafePointer(marks.hits), marks.parts)
    self.rows = rows
  }

  /// How many tokens of a chunk stand before the end of its last window; the chunk is given by its place among those
  /// with marks.
  func marked(_ place: Int) -> Int {
    for word in (0..<Self.words).reversed() {
      let window = windows[place &* Self.words &+ word]
      if window != 0 { return 64 &* word &+ 64 &- window.leadingZeroBitCount }
    }
    return 0
  }

  /// Counts what is marked in a chunk whose types are given.
  mutating func count(_ place: Int, _ chunk: Int, _ types: UnsafePointer<UInt32>) {
    for word in 0..<Self.words {
      let index = place &* Self.words &+ word
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
