// SPDX-License-Identifier: Apache-2.0

/// All words within an edit distance of one word, followed code point by code point with a few bit operations each (Wu and
/// Manber 1992, doi:10.1145/135239.135244, with the transposition of neighbours added).
///
/// For short walks over sorted terms, where the states of a `TermAutomaton` would cost more to build than to use.
package struct EditDistanceWalk: Sendable {
  /// Bit i of row k: the text so far is within k edits of the word's first i code points.
  package struct State: Sendable, Equatable {
    @usableFromInline var rows: InlineRows
    /// Bit i of row k: all but the last code point, which is the word's i + 1st, are within k edits of its first i.
    @usableFromInline var swaps: InlineRows
    @inlinable init(rows: InlineRows, swaps: InlineRows) { (self.rows, self.swaps) = (rows, swaps) }
  }
  @usableFromInline package typealias InlineRows = SIMD4<UInt64>

  /// The bit of every place in the word at which a code point stands, ascending by code point.
  @usableFromInline let letters: [(scalar: UInt32, places: UInt64)]
  /// The same for code points of ASCII.
  @usableFromInline let ascii: [UInt64]
  @usableFromInline let distance: Int
  @usableFromInline let length: Int
  package let start: State

  /// Nil for words of more than 62 code points, and for distances above 3.
  package init?(_ word: String, distance: Int) {
    let scalars = Array(word.unicodeScalars)
    guard scalars.count <= 62, (0..<4).contains(distance) else { return nil }
    var places: [UInt32: UInt64] = [:]
    for (index, scalar) in scalars.enumerated() { places[scalar.value, default: 0] |= 1 << UInt64(index) }
    ascii = (0..<128).map { places[$0] ?? 0 }
    letters = places.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    (self.distance, length) = (distance, scalars.count)
    var rows = InlineRows()
    for edits in 0...distance { rows[edits] = (1 << UInt64(min(edits, scalars.count) + 1)) &- 1 }
    start = State(rows: rows, swaps: InlineRows())
  }

  @inlinable package func next(_ state: State, _ scalar: UInt32) -> State {
    let places = places(of: scalar)
    let all: UInt64 = (1 << UInt64(length &+ 1)) &- 1
    var result = State(rows: InlineRows(), swaps: InlineRows())
    result.rows[0] = (state.rows[0] & places) << 1
    var edits = 1
    while edits <= distance {
      let before = state.rows[edits &- 1]
      let matched = (state.rows[edits] & places) << 1
      let swapped = (state.swaps[edits] & places) << 2
      let deleted = result.rows[edits &- 1] << 1
      result.rows[edits] = (matched | swapped | deleted | before | before << 1) & all
      result.swaps[edits] = before & (places >> 1)
      edits &+= 1
    }
    return result
  }

  @inlinable @inline(__always) func places(of scalar: UInt32) -> UInt64 {
    if scalar < 128 { return ascii[Int(scalar)] }
    for letter in letters where letter.scalar == scalar { return letter.places }
    return 0
  }

  @inlinable package func isDead(_ state: State) -> Bool { state.rows[distance] == 0 }

  @inlinable package func isAccepting(_ state: State) -> Bool {
    state.rows[distance] >> UInt64(length) & 1 == 1
  }

  /// The first code point above `scalar` that does not lead to a dead state.
  @inlinable package func nextAlive(_ state: State, after scalar: UInt32) -> UInt32? {
    if distance > 0, state.rows[distance &- 1] != 0 { return scalar < 0x10FFFF ? scalar &+ 1 : nil }
    let useful = state.rows[distance] | state.swaps[distance]
    for letter in letters where letter.scalar > scalar && letter.places & useful != 0 { return letter.scalar }
    return nil
  }
}
