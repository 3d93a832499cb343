// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The new ordinals of a segment's words while dictionaries are merged: they ascend, so mostly a byte holds the step from
/// one to the next.
///
/// Unchecked: one thread fills it, others read it only once that is done.
final class OrdinalMap: @unchecked Sendable {
  private static let group = 16
  /// For each word a varint: 0 where it is gone, else how far its ordinal is from that of the last word that is not.
  @exclusivity(unchecked) private var steps = ByteBuffer(capacity: 1 << 10)
  /// For every 16th word, where its step stands, and the ordinal that it starts from.
  @exclusivity(unchecked) private var marks = Vector<UInt32>(capacity: 1 << 7)
  @exclusivity(unchecked) private(set) var count = 0
  /// One more than the last ordinal.
  @exclusivity(unchecked) private var next: UInt32 = 0

  /// Adds the next word; `ordinal` is `.max` where it is gone.
  func append(_ ordinal: UInt32) {
    if count % Self.group == 0 {
      marks.append(UInt32(truncatingIfNeeded: steps.count))
      marks.append(next)
    }
    count += 1
    guard ordinal != .max else { return steps.append(UInt8(0)) }
    steps.append(varint: ordinal &- next &+ 1)
    next = ordinal &+ 1
  }

  /// The new ordinal of a word; `.max` where it is gone or was never there.
  subscript(word: UInt32) -> UInt32 {
    let word = Int(word)
    guard word < count else { return .max }
    let mark = 2 * (word / Self.group)
    var cursor = ByteCursor(steps.bytes, at: Int(marks[mark]))
    var next = marks[mark + 1]
    for _ in 0..<word % Self.group { next &+= cursor.varint32() }
    let step = cursor.varint32()
    return step == 0 ? .max : next &+ step &- 1
  }

  /// The new ordinals of all words.
  var all: [UInt32] {
    var cursor = ByteCursor(steps.bytes)
    var next: UInt32 = 0
    return (0..<count).map { _ in
      let step = cursor.varint32()
      next &+= step
      return step == 0 ? .max : next &- 1
    }
  }
}
