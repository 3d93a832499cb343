// SPDX-License-Identifier: Apache-2.0

/// Walks the dictionary in order and gives of each key only what differs from the key before: who follows keys through
/// an automaton need not look at the rest again, and keys that are passed over cost their two lengths.
///
///     var isThere = try scanner.seek(notBelow: wanted, common: 0)
///     while isThere { first `scanner.shared` bytes of the key known, then `scanner.suffix` ... try scanner.next() }
package struct TermScanner {
  private let dictionary: TermDictionary
  /// The block the scanner stands in, or the one before its first.
  private var number: Int
  private var block = TermBlock(UnsafeRawBufferPointer(start: nil, count: 0), start: 0, place: 0)
  /// How many bytes the current key shares with the one that the caller knows: the last one given, or the one wanted.
  package private(set) var shared = 0
  /// The rest of the current key; valid as long as the dictionary.
  package private(set) var suffix = UnsafeRawBufferPointer(start: nil, count: 0)
  private var raw = TermInfo.none

  /// Stands before the first key of a block.
  init(dictionary: TermDictionary, block: Int) {
    self.dictionary = dictionary
    number = block - 1
  }

  /// Moves to the next key; false behind the last.
  package mutating func next() throws -> Bool {
    if !block.hasMoreKeys, try !enter(number + 1) { return false }
    (shared, suffix) = block.nextKey()
    guard !block.isDamaged else { throw dictionary.damaged() }
    return true
  }

  private mutating func enter(_ next: Int) throws -> Bool {
    guard let found = try dictionary.block(next) else { return false }
    (block, number) = (found, next)
    return true
  }

  /// Moves forward to the first key that is not below `wanted`, past whole blocks where it can; false behind the last.
  ///
  /// - Parameter common: how many bytes the current key, which is below `wanted`, has in common with it.
  package mutating func seek(notBelow wanted: UnsafeRawBufferPointer, common: Int) throws -> Bool {
    var common = common
    if let found = try dictionary.lastBlock(from: number + 1, atMost: wanted) {
      guard try enter(found) else { return false }
      common = 0
    }
    while true {
      if !block.hasMoreKeys {
        guard try enter(number + 1) else { return false }
        common = 0
      }
      (shared, suffix) = block.nextKey()
      if block.isDamaged { throw dictionary.damaged() }
      // A key that goes on like the one before where that one differed is below `wanted`, too.
      if shared > common { continue }
      if shared < common { return true }
      let most = min(suffix.count, wanted.count &- common)
      var same = 0
      while same < most, suffix[same] == wanted[common &+ same] { same &+= 1 }
      if same == most ? common &+ same == wanted.count : suffix[same] > wanted[common &+ same] { return true }
      common &+= same
    }
  }

  /// What is known of the current term; counts are those of live documents, and may be zero.
  package mutating func info(_ namespace: TermNamespace, _ field: Field) throws -> TermInfo {
    try readInfo(namespace, field)
    return try resolved(raw, target: block.target)
  }

  /// The current term as written, and the ordinal of the term whose postings it shares, if it does: then nothing but the
  /// relations is known.
  mutating func writtenInfo(_ namespace: TermNamespace, _ field: Field) throws -> (info: TermInfo, target: UInt32?) {
    try readInfo(namespace, field)
    return (raw, block.target)
  }

  /// The same with live documents only, and with the postings of that other term.
  func resolved(_ info: TermInfo, target: UInt32?) throws -> TermInfo {
    target == nil && dictionary.deletes == nil ? info : try dictionary.resolved(info, target: target)
  }

  /// Calls `body` with each relation of the current term, whose info was read.
  func eachRelation(_ body: (UInt32) -> Void) throws {
    guard block.eachRelation(of: raw, body) else { throw dictionary.damaged() }
  }

  /// The current term as written, deleted documents included; nil where it shares another term's postings.
  mutating func ownInfo(_ namespace: TermNamespace, _ field: Field) throws -> TermInfo? {
    try readInfo(namespace, field)
    return block.target == nil ? raw : nil
  }

  private mutating func readInfo(_ namespace: TermNamespace, _ field: Field) throws {
    let index = block.keyCount - 1
    guard block.infoCount <= index else { return }
    block.readInfo(index, into: &raw)
    guard !block.isDamaged else { throw dictionary.damaged() }
    raw.ordinal = UInt32(truncatingIfNeeded: number * TermBlock.size + index)
    (raw.namespace, raw.field) = (namespace, field)
  }
}
