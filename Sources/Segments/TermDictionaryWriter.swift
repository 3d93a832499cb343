// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Writes the ordered dictionary of a segment, term by term; see `TermDictionary` and `TermBlock` for the format.
package struct TermDictionaryWriter: ~Copyable {
  private var terms = ByteBuffer(capacity: 1 << 16)
  private var prefixes = ByteBuffer(capacity: 1 << 12)
  private var places = ByteBuffer(capacity: 1 << 12)
  /// The block that is being filled.
  private var keys = ByteBuffer(capacity: 1 << 10)
  private var infos = ByteBuffer(capacity: 1 << 10)
  private var previous: [UInt8] = []
  /// Where the next list will start, and where the block's first one does.
  private var place = 0
  private var blockPlace = 0
  package private(set) var count: UInt32 = 0

  package init() {}

  /// Adds a term with the list just written behind all lists before. Keys must ascend.
  package mutating func add(_ key: [UInt8], list: EncodedList, relations: [UInt32] = []) {
    key.withUnsafeBytes { add($0, list: list, relations: relations[...]) }
  }

  /// As above, of a key in memory.
  mutating func add(_ key: UnsafeRawBufferPointer, list: EncodedList, relations: ArraySlice<UInt32>) {
    let hasPositions = TermNamespace(rawValue: key[0]).hasPositions
    addKey(key)
    if list.documents == 1 {
      let isOnce = list.occurrences == 1
      infos.append(varint: UInt64(list.document) << 2 | (isOnce ? 1 : 2))
      if !isOnce { infos.append(varint: list.occurrences - 2) }
      if hasPositions { infos.append(varint: isOnce ? Int(list.position) : list.length) }
    } else {
      infos.append(varint: UInt64(list.documents - 2) << 2 | 3)
      infos.append(varint: list.occurrences - list.documents)
      infos.append(varint: list.documentsLength)
      if hasPositions { infos.append(varint: list.length - list.documentsLength) }
    }
    place += list.length
    addRelations(key, relations)
  }

  /// Adds a term whose postings are those of another one, written before.
  package mutating func add(_ key: [UInt8], sameAs target: UInt32, relations: [UInt32]) {
    key.withUnsafeBytes { add($0, sameAs: target, relations: relations[...]) }
  }

  /// As above, of a key in memory.
  mutating func add(_ key: UnsafeRawBufferPointer, sameAs target: UInt32, relations: ArraySlice<UInt32>) {
    addKey(key)
    infos.append(varint: UInt64(target) << 2)
    addRelations(key, relations)
  }

  private mutating func addKey(_ key: UnsafeRawBufferPointer) {
    var shared = 0
    if Int(count) % TermBlock.size == 0 {
      closeBlock()
      prefixes.append(little: TermIndex.prefix(key))
    } else {
      let limit = min(key.count, previous.count)
      while shared < limit, key[shared] == previous[shared] { shared += 1 }
    }
    let length = key.count - shared
    keys.append(UInt8(min(shared, 15) | min(length, 15) << 4))
    if shared >= 15 { keys.append(varint: shared - 15) }
    if length >= 15 { keys.append(varint: length - 15) }
    keys.append(bytes: UnsafeRawBufferPointer(rebasing: key[shared...]))
    previous.removeLast(previous.count - shared)
    previous.append(contentsOf: key[shared...])
    count += 1
  }

  private mutating func addRelations(_ key: UnsafeRawBufferPointer, _ relations: ArraySlice<UInt32>) {
    guard key[0] > 0 else { return }
    infos.append(varint: relations.count)
    for ordinal in relations { infos.append(varint: ordinal) }
  }

  private mutating func closeBlock() {
    if count > 0 {
      addPlace(blockPlace)
      terms.append(varint: keys.count)
      terms.append(bytes: keys.bytes)
      terms.append(bytes: infos.bytes)
    }
    keys.removeAll()
    infos.removeAll()
    blockPlace = place
  }

  private mutating func addPlace(_ postings: Int) {
    places.append(little: UInt32(truncatingIfNeeded: terms.count))
    places.append(little: UInt32(truncatingIfNeeded: postings))
    places.append(little: UInt16(truncatingIfNeeded: postings >> 32))
  }

  /// Writes the two sections.
  package mutating func write(to file: inout SectionFileWriter, terms termsID: UInt32, index indexID: UInt32) throws {
    closeBlock()
    addPlace(place)
    prefixes.append(bytes: places.bytes)
    try file.section(termsID, terms)
    try file.section(indexID, prefixes)
  }
}
