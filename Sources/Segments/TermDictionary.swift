// SPDX-License-Identifier: Apache-2.0

/// Reads the ordered dictionary of a segment; see `TermDictionaryWriter` for the format.
package import Bytes

package struct TermDictionary: Sendable {
  private let terms: Section
  private let index: Section
  let deletes: DeletedDocuments?
  /// The number of blocks.
  let blocks: Int

  init(terms: Section, index: Section, deletes: DeletedDocuments?) {
    (self.terms, self.index, self.deletes) = (terms, index, deletes)
    blocks = max(index.count / 16 - 1, 0)
  }

  /// The term with exactly that key; nil where there is none, or none in a live document.
  package func lookup(_ key: [UInt8]) throws -> TermInfo? {
    var cursor = try cursor(from: key)
    guard try cursor.next(), cursor.key == key else { return nil }
    let info = try cursor.info
    return info.documents > 0 ? info : nil
  }

  /// Walks all terms whose key is not below `key`, in order of their keys' bytes.
  package func cursor(from key: [UInt8]) throws -> TermCursor {
    var (low, high) = (0, blocks)
    while low < high {
      let middle = (low + high) / 2
      if try firstKey(of: middle, isAtMost: key) { low = middle + 1 } else { high = middle }
    }
    var cursor = TermCursor(dictionary: self, block: max(low - 1, 0))
    try cursor.move(notBelow: key)
    return cursor
  }

  /// The term with that ordinal.
  package func term(ordinal: UInt32) throws -> (key: [UInt8], info: TermInfo)? {
    let block = Int(ordinal) / TermDictionaryWriter.blockSize
    guard block < blocks else { return nil }
    var cursor = TermCursor(dictionary: self, block: block)
    for _ in 0...Int(ordinal) % TermDictionaryWriter.blockSize {
      guard try cursor.next() else { return nil }
    }
    return (cursor.key, try cursor.info)
  }

  /// The ordinals a stem's words have, or the words of each attested way to join a joined form, one after another.
  package func relations(of info: TermInfo) throws -> [UInt32] {
    guard info.namespace != .word else { return [] }
    var cursor = ByteCursor(try terms.checked(), at: info.relations)
    let count = cursor.varint(below: cursor.remaining + 1)
    var ordinals: [UInt32] = []
    for _ in 0..<count { ordinals.append(cursor.varint32()) }
    guard !cursor.failed else { throw damaged() }
    return ordinals
  }

  func damaged() -> IndexError { .damaged(path: terms.file.path, what: "the term dictionary is ill-formed") }

  /// Where a block's entries lie and where its first list starts.
  func block(_ number: Int) throws -> (bytes: UnsafeRawBufferPointer, start: Int, place: Int)? {
    guard number >= 0, number < blocks else { return nil }
    let entry = try index.checked(16 * number..<16 * number + 32)
    let place = entry.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let start = Int(entry.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let end = Int(entry.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
    guard start <= end, end <= terms.count, place < UInt64(1) << 48 else { throw damaged() }
    return (try terms.checked(start..<end), start, Int(place))
  }

  /// The last block from `first` on whose first key is at most `key`, found by galloping; nil if not even `first` is one.
  func lastBlock(from first: Int, atMost key: [UInt8]) throws -> Int? {
    guard try firstKey(of: first, isAtMost: key) else { return nil }
    var (low, step) = (first, 1)
    while try firstKey(of: low + step, isAtMost: key) {
      low += step
      step *= 2
    }
    var high = min(low + step, blocks)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try firstKey(of: middle, isAtMost: key) { low = middle } else { high = middle }
    }
    return low
  }

  private func firstKey(of number: Int, isAtMost key: [UInt8]) throws -> Bool {
    guard let block = try block(number) else { return false }
    var cursor = ByteCursor(block.bytes)
    _ = cursor.varint()
    let first = cursor.bytes(cursor.varint(below: cursor.remaining + 1))
    guard !cursor.failed else { throw damaged() }
    let shared = min(first.count, key.count)
    for index in 0..<shared where first[index] != key[index] { return first[index] < key[index] }
    return first.count <= key.count
  }
}

/// Walks the dictionary in order. `key` and `info` are those of the term that the last `next()` moved to.
package struct TermCursor {
  private let dictionary: TermDictionary
  private var block: Int
  private var reader = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
  private var blockStart = 0
  private var place = 0
  private var inBlock = 0
  /// Whether the next call to `next` shall stay where the cursor stands.
  private var holds = false
  /// Namespace byte, field byte, form.
  package private(set) var key: [UInt8] = []
  private var raw = TermInfo(
    ordinal: 0, documents: 0, occurrences: 0, namespace: .word, field: .body, writtenDocuments: 0,
    writtenOccurrences: 0, postings: .list(offset: 0, documentsLength: 0, length: 0), relations: 0)
  private var target: UInt32?

  init(dictionary: TermDictionary, block: Int) {
    self.dictionary = dictionary
    self.block = block - 1
  }

  /// The form without its namespace and field.
  package var form: ArraySlice<UInt8> { key.dropFirst(2) }
  package var namespace: TermNamespace { raw.namespace }
  package var field: Field { raw.field }

  /// What is known of the current term; counts are those of live documents, and may be zero.
  package var info: TermInfo {
    get throws {
      var info = raw
      if let target {
        guard let same = try dictionary.term(ordinal: target), same.info.namespace == .word else {
          throw dictionary.damaged()
        }
        info = same.info
        (info.ordinal, info.namespace, info.relations) = (raw.ordinal, raw.namespace, raw.relations)
        return info
      }
      dictionary.deletes?.correct(&info)
      return info
    }
  }

  /// The current term as written, deleted documents included; nil where it shares another term's postings.
  var ownInfo: TermInfo? { target == nil ? raw : nil }

  /// The ordinal of the term whose postings the current one shares, if it does.
  var sharedOrdinal: UInt32? { target }

  /// Moves to the next term; false behind the last.
  package mutating func next() throws -> Bool {
    if holds {
      holds = false
      return true
    }
    if reader.isAtEnd {
      guard let next = try dictionary.block(block + 1) else { return false }
      block += 1
      reader = ByteCursor(next.bytes)
      (blockStart, place, inBlock) = (next.start, next.place, 0)
    }
    try readEntry()
    inBlock += 1
    return true
  }

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
    if let found = try dictionary.lastBlock(from: block + 1, atMost: wanted) {
      (block, holds) = (found - 1, false)
      reader = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    while try next() {
      if !key.lexicographicallyPrecedes(wanted) { return true }
    }
    return false
  }

  private mutating func readEntry() throws {
    let shared = reader.varint(below: key.count + 1)
    let suffix = reader.bytes(reader.varint(below: reader.remaining + 1))
    key.removeLast(key.count - shared)
    key.append(contentsOf: suffix)
    guard key.count >= 2, !reader.failed else { throw dictionary.damaged() }
    raw.ordinal = UInt32(truncatingIfNeeded: block * TermDictionaryWriter.blockSize + inBlock)
    (raw.namespace, raw.field) = (TermNamespace(rawValue: key[0]), Field(rawValue: key[1]))
    target = nil
    try readInfo()
    if raw.namespace != .word {
      raw.relations = blockStart + reader.position
      for _ in 0..<reader.varint(below: reader.remaining + 1) { _ = reader.varint() }
    }
    guard !reader.failed else { throw dictionary.damaged() }
    (raw.documents, raw.occurrences) = (raw.writtenDocuments, raw.writtenOccurrences)
  }

  private mutating func readInfo() throws {
    let hasPositions = raw.namespace.hasPositions
    raw.writtenDocuments = reader.varint(below: 1 << 32)
    switch raw.writtenDocuments {
    case 0: target = reader.varint32()
    case 1:
      let document = reader.varint32()
      let frequency = reader.varint32()
      raw.writtenOccurrences = Int(frequency)
      let last = hasPositions ? reader.varint32() : 0
      if frequency == 1 || !hasPositions {
        raw.postings = .single(document: document, frequency: frequency, position: last)
      } else {
        raw.postings = .list(offset: place, documentsLength: Int(document), length: Int(last))
        place += Int(last)
      }
    default:
      raw.writtenOccurrences = raw.writtenDocuments + reader.varint(below: 1 << 40)
      let length = reader.varint(below: 1 << 40)
      let split = hasPositions ? reader.varint(below: length + 1) : length
      raw.postings = .list(offset: place, documentsLength: split, length: length)
      place += length
    }
  }
}
