// SPDX-License-Identifier: Apache-2.0

/// Walks the dictionary in order. `key` and `info` are those of the term that the last `next()` moved to.
internal import Bytes

package struct TermCursor {
  private let dictionary: TermDictionary
  /// The block the cursor stands in, or the one before its first.
  private var number: Int
  private var block = TermBlock(UnsafeRawBufferPointer(start: nil, count: 0), start: 0, place: 0)
  /// Whether the next call to `next` shall stay where the cursor stands.
  private var holds = false
  /// Namespace byte, field byte, form.
  package private(set) var key: [UInt8] = []
  private var raw = TermInfo.none

  init(dictionary: TermDictionary, block: Int) {
    self.dictionary = dictionary
    number = block - 1
  }

  /// The form without its namespace and field.
  package var form: ArraySlice<UInt8> { key.dropFirst(2) }
  package var namespace: TermNamespace { TermNamespace(rawValue: key.first ?? 0) }
  package var field: Field { Field(rawValue: key.count > 1 ? key[1] : 0) }

  /// What is known of the current term; counts are those of live documents, and may be zero.
  package var info: TermInfo {
    mutating get throws {
      try readInfo()
      return try dictionary.resolved(raw, target: block.target)
    }
  }

  /// The current term as written, deleted documents included; nil where it shares another term's postings.
  var ownInfo: TermInfo? {
    mutating get throws {
      try readInfo()
      return block.target == nil ? raw : nil
    }
  }

  private mutating func readInfo() throws {
    let index = block.keyCount - 1
    guard block.infoCount <= index else { return }
    block.readInfo(index, into: &raw)
    guard !block.isDamaged else { throw dictionary.damaged() }
    raw.ordinal = UInt32(truncatingIfNeeded: number * TermBlock.size + index)
    (raw.namespace, raw.field) = (namespace, field)
  }

  /// Moves to the next term; false behind the last.
  package mutating func next() throws -> Bool {
    if holds {
      holds = false
      return true
    }
    if !block.hasMoreKeys {
      guard let next = try dictionary.block(number + 1) else { return false }
      (block, number) = (next, number + 1)
    }
    try readKey()
    return true
  }

  private mutating func readKey() throws {
    let (shared, suffix) = block.nextKey()
    guard shared <= key.count, !block.isDamaged else { throw dictionary.damaged() }
    key.removeLast(key.count - shared)
    key.append(contentsOf: suffix)
    guard key.count >= 2 else { throw dictionary.damaged() }
  }

  /// Moves to the first term that is not below `wanted`; the next call to `next` stays there.
  mutating func move(notBelow wanted: [UInt8]) throws {
    while try next() {
      if !key.lexicographicallyPrecedes(wanted) {
        holds = true
        return
      }
    }
  }

  /// Moves forward to the first term whose key is not below `wanted`, past whole blocks where it can; false behind the
  /// last.
  package mutating func seek(notBelow wanted: [UInt8]) throws -> Bool {
    if let found = try dictionary.lastBlock(from: number + 1, atMost: wanted) {
      number = found - 1
      block = TermBlock(UnsafeRawBufferPointer(start: nil, count: 0), start: 0, place: 0)
      (holds, key) = (false, [])
    }
    while try next() {
      if !key.lexicographicallyPrecedes(wanted) { return true }
    }
    return false
  }
}
