// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The ordered dictionary of a segment's terms: blocks of sixteen keys (see `TermBlock`) under a sparse index.
///
///     Terms --> Block{(n + 15) / 16}
///     Index --> Prefix{blocks} Place{blocks + 1}
///     Prefix --> 8 bytes: the first bytes of the block's first key, the first one highest, zeros where it is shorter
///     Place  --> BlockPlace (4 bytes) PostingsPlace (6 bytes)
///
/// A place tells where a block starts in Terms and where its first list starts in the section of postings; the last place
/// tells where both sections end. Integers are little-endian: a prefix is compared as one. A term's ordinal is its number
/// in the order of the keys: 16 * block + index in the block.
package struct TermDictionary: Sendable {
  private let terms: Section
  private let index: TermIndex
  let deletes: DeletedDocuments?
  /// The number of blocks.
  let blocks: Int

  /// No ordinal reaches this number.
  package var termCount: Int { blocks * TermBlock.size }

  package init(terms: Section, index: Section, deletes: DeletedDocuments?) {
    (self.terms, self.index, self.deletes) = (terms, TermIndex(index), deletes)
    blocks = self.index.blocks
  }

  /// The term with exactly that key; nil where there is none, or none in a live document.
  package func lookup(_ key: [UInt8]) throws -> TermInfo? { try key.withUnsafeBytes { try lookup($0) } }

  /// As above, of a key in memory.
  package func lookup(_ key: UnsafeRawBufferPointer) throws -> TermInfo? {
    let number = try lastBlock(atMost: key)
    guard let block = try bytes(of: number) else { return nil }
    var term = TermsKernel.Term()
    switch TermsKernel.find(key, in: block.bytes, &term) {
    case .missing: return nil
    case .damaged: throw damaged()
    case .found: break
    }
    var info = TermInfo.none
    let target = try take(term, of: block, number, into: &info)
    info.field = Field(rawValue: key.count > 1 ? key[1] : 0)
    if target != nil || deletes != nil { info = try resolved(info, target: target) }
    return info.documents > 0 ? info : nil
  }

  /// Takes over what the kernel has read of a term of a block, all but the field; returns the ordinal of the word whose
  /// postings it shares, if it does.
  private func take(
    _ term: TermsKernel.Term, of block: BlockBytes, _ number: Int, into info: inout TermInfo
  ) throws -> UInt32? {
    guard max(term.more, term.documents, term.positions) < 1 << 40 else { throw damaged() }
    info.namespace = TermNamespace(rawValue: term.space)
    info.ordinal = UInt32(truncatingIfNeeded: number * TermBlock.size + term.index)
    if info.namespace != .word { info.relations = block.start + term.relations }
    let value = UInt32(truncatingIfNeeded: term.value)
    var target: UInt32?
    switch term.kind {
    case 0:
      target = value
      (info.writtenDocuments, info.writtenOccurrences) = (0, 0)
    case 1:
      guard let position = UInt32(exactly: term.positions) else { throw damaged() }
      (info.writtenDocuments, info.writtenOccurrences) = (1, 1)
      info.postings = .single(document: value, frequency: 1, position: position)
    case 2:
      let frequency = UInt32(truncatingIfNeeded: term.more) &+ 2
      (info.writtenDocuments, info.writtenOccurrences) = (1, Int(frequency))
      info.postings =
        info.namespace.hasPositions
        ? .list(offset: block.place + term.place, documentsLength: Int(value), length: Int(term.positions))
        : .single(document: value, frequency: frequency, position: 0)
    default:
      info.writtenDocuments = Int(value) + 2
      info.writtenOccurrences = info.writtenDocuments + Int(term.more)
      info.postings = .list(
        offset: block.place + term.place, documentsLength: Int(term.documents),
        length: Int(term.documents + term.positions))
    }
    (info.documents, info.occurrences) = (info.writtenDocuments, info.writtenOccurrences)
    return target
  }

  /// What is known of a term with live documents only, of the term whose postings it shares where it does.
  func resolved(_ info: TermInfo, target: UInt32?) throws -> TermInfo {
    var result = info
    if let target {
      let (number, index) = (Int(target) / TermBlock.size, Int(target) % TermBlock.size)
      var term = TermsKernel.Term()
      guard let block = try bytes(of: number), TermsKernel.read(index, of: block.bytes, &term) == .found,
        term.space == TermNamespace.word.rawValue
      else { throw damaged() }
      // Only one step is taken: a word that itself shares postings would lead on, perhaps in a circle.
      guard try take(term, of: block, number, into: &result) == nil else { throw damaged() }
    }
    deletes?.correct(&result)
    (result.ordinal, result.namespace, result.relations) = (info.ordinal, info.namespace, info.relations)
    return result
  }

  /// Walks all terms whose key is not below `key`, in order of their keys' bytes.
  package func cursor(from key: [UInt8]) throws -> TermCursor {
    var cursor = TermCursor(dictionary: self, block: try key.withUnsafeBytes { try lastBlock(atMost: $0) })
    try cursor.move(notBelow: key)
    return cursor
  }

  /// A walk for those who follow keys themselves; it stands before all keys that are not below `key`, or before more.
  package func scanner(from key: UnsafeRawBufferPointer) throws -> TermScanner {
    TermScanner(dictionary: self, block: try lastBlock(atMost: key))
  }

  /// The term with that ordinal.
  package func term(ordinal: UInt32) throws -> (key: [UInt8], info: TermInfo)? {
    guard var cursor = try cursor(at: ordinal) else { return nil }
    return (cursor.key, try cursor.info)
  }

  /// A walk that stands at the term with that ordinal.
  private func cursor(at ordinal: UInt32) throws -> TermCursor? {
    let block = Int(ordinal) / TermBlock.size
    guard block < blocks else { return nil }
    var cursor = TermCursor(dictionary: self, block: block)
    for _ in 0...Int(ordinal) % TermBlock.size {
      guard try cursor.next() else { return nil }
    }
    return cursor
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

  // MARK: Blocks

  /// A block as it lies: where in the section of terms, and where its first list starts in that of postings.
  typealias BlockBytes = (bytes: UnsafeRawBufferPointer, start: Int, place: Int)

  /// The bytes of the block of that number; nil behind the last.
  private func bytes(of number: Int) throws -> BlockBytes? {
    guard number >= 0, number < blocks else { return nil }
    guard let place = try index.place(of: number), place.terms.upperBound <= terms.count else { throw damaged() }
    return (try terms.checked(place.terms), place.terms.lowerBound, place.postings)
  }

  /// The block of that number; nil behind the last.
  func block(_ number: Int) throws -> TermBlock? {
    try bytes(of: number).map { TermBlock($0.bytes, start: $0.start, place: $0.place) }
  }

  /// Its bytes alone.
  func blockBytes(_ number: Int) throws -> UnsafeRawBufferPointer? {
    guard number >= 0, number < blocks else { return nil }
    guard let place = try index.place(of: number), place.terms.upperBound <= terms.count else { throw damaged() }
    return try terms.checked(place.terms)
  }

  /// Asks for the bytes of a block, which are about to be read.
  func prefetchBlock(_ number: Int) {
    guard number >= 0, number < blocks, let place = try? index.place(of: number) else { return }
    guard place.terms.upperBound <= terms.count else { return }
    Prefetch.ask(UnsafeRawBufferPointer(rebasing: terms.unchecked[place.terms]))
  }

  /// The last block whose first key is at most `key`; the first block if there is none.
  private func lastBlock(atMost key: UnsafeRawBufferPointer) throws -> Int {
    max(try firstBlock(above: key, from: 0, to: blocks) - 1, 0)
  }

  /// The last block from `first` on whose first key is at most `key`, found by galloping; nil if not even `first` is one.
  func lastBlock(from first: Int, atMost key: UnsafeRawBufferPointer) throws -> Int? {
    guard first >= 0, first < blocks else { return nil }
    let wanted = TermIndex.prefix(key)
    // Blocks with a lower prefix are below; the last of them is a place to search from.
    var (low, step) = (first, 1)
    guard try index.prefix(low) <= wanted else { return nil }
    while low + step < blocks, try index.prefix(low + step) < wanted {
      low += step
      step *= 2
    }
    let found = try firstBlock(above: key, from: low, to: min(low + step, blocks))
    return found > first ? found - 1 : nil
  }

  /// The first block whose first key is above `key`; of those with a prefix not below its own, the first one is among
  /// `low` ... `high`.
  private func firstBlock(above key: UnsafeRawBufferPointer, from low: Int, to high: Int) throws -> Int {
    let wanted = TermIndex.prefix(key)
    var low = try index.lowerBound(wanted, from: low, to: high)
    guard low < blocks, try index.prefix(low) == wanted else { return low }
    var high = wanted == .max ? blocks : try index.lowerBound(wanted + 1, from: low, to: blocks)
    while low < high {
      let middle = (low &+ high) >> 1
      if try isFirstKey(of: middle, above: key) { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  private func isFirstKey(of number: Int, above key: UnsafeRawBufferPointer) throws -> Bool {
    guard var block = try block(number) else { return true }
    let first = block.nextKey().suffix
    guard !block.isDamaged else { throw damaged() }
    for index in 0..<min(first.count, key.count) where first[index] != key[index] { return first[index] > key[index] }
    return first.count > key.count
  }
}
