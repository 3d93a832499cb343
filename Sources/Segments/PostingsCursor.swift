// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Walks a term's postings in ascending order of documents, a block of 128 at a time; see `PostingsEncoder` for the
/// format. Deleted documents are not left out: ask the segment's `deletes`.
///
/// A cursor is a handle: copies share the decoded block, so use one of them only. Malformed bytes end the list.

/// Memory for decoded blocks, owned by one cursor.
@usableFromInline package final class PostingsBuffer {
  @usableFromInline let documents: UnsafeMutablePointer<UInt32>
  @usableFromInline let frequencies: UnsafeMutablePointer<UInt32>
  /// Keeps the mapped bytes alive.
  let owner: SectionFile?

  /// So many documents behind the last one, always `end`, let searches run past the block without asking.
  static let slack = 16

  init(owner: SectionFile?) {
    documents = .allocate(capacity: 2 * PackedBlock.size + Self.slack)
    frequencies = documents + PackedBlock.size + Self.slack
    (documents + PackedBlock.size).initialize(repeating: .max, count: Self.slack)
    self.owner = owner
  }

  deinit { documents.deallocate() }
}

package struct PostingsCursor {
  /// The value of `document` behind the last one.
  @inlinable package static var end: UInt32 { .max }

  @usableFromInline let buffer: PostingsBuffer
  @usableFromInline let documents: UnsafeMutablePointer<UInt32>
  @usableFromInline let frequencies: UnsafeMutablePointer<UInt32>
  /// The current document; `end` behind the last one. A new cursor stands on the first.
  package internal(set) var document: UInt32
  @usableFromInline var index = 0
  /// Number of postings in the decoded block.
  package internal(set) var blockCount = 0
  /// Last document of the decoded block.
  package internal(set) var blockLast: UInt32
  /// Index of the decoded block in the list, and the number of blocks.
  package internal(set) var block = 0
  package let blocks: Int
  /// Documents of the list, deleted ones included.
  package let count: Int

  /// The bytes of Documents, and of Positions.
  let bytes: UnsafeRawBufferPointer
  let positionBytes: UnsafeRawBufferPointer
  let occurrences: Int
  private let blocksStart: Int
  private let layout: EntryLayout
  /// Where the packed frequencies of the decoded block start; nil once they are decoded.
  @usableFromInline var packedFrequencies: Int?
  /// The block that `shallowAdvance` went to.
  private var shallowBlock = 0
  var positionReader: PositionReader

  init(
    documents bytes: UnsafeRawBufferPointer, positions: UnsafeRawBufferPointer, count: Int, occurrences: Int,
    owner: SectionFile?
  ) {
    buffer = PostingsBuffer(owner: owner)
    (documents, frequencies) = (buffer.documents, buffer.frequencies)
    (self.bytes, positionBytes, self.count, self.occurrences) = (bytes, positions, count, occurrences)
    blocks = (count + PackedBlock.size - 1) / PackedBlock.size
    let isLong = count >= PackedBlock.size
    layout = EntryLayout(byte: isLong && bytes.count > Impacts.byteCount ? bytes[Impacts.byteCount] : 0)
    blocksStart = isLong ? PostingsCursor.firstEntry + layout.length * blocks : 0
    (document, blockLast) = (PostingsCursor.end, PostingsCursor.end)
    positionReader = PositionReader()
    load(block: 0)
  }

  /// A list of one posting, which the dictionary holds.
  init(document: UInt32, frequency: UInt32, position: UInt32?, positions: UnsafeRawBufferPointer, owner: SectionFile?) {
    buffer = PostingsBuffer(owner: owner)
    (documents, frequencies) = (buffer.documents, buffer.frequencies)
    documents[0] = document
    (documents + 1).initialize(repeating: .max, count: PostingsBuffer.slack)
    frequencies[0] = frequency
    (self.document, blockLast, blockCount) = (document, document, 1)
    (bytes, positionBytes) = (UnsafeRawBufferPointer(start: nil, count: 0), positions)
    (count, blocks, blocksStart, occurrences) = (1, 1, 0, Int(frequency))
    layout = EntryLayout(byte: 0)
    positionReader = PositionReader(single: position)
  }

  // MARK: Moving

  /// Moves to the next document and returns it.
  @inlinable @discardableResult package mutating func next() -> UInt32 {
    index &+= 1
    if index < blockCount {
      document = documents[index]
      return document
    }
    return loadNext()
  }

  /// Moves to the first document at or behind `target` and returns it; stays where that is the current one.
  @inlinable @discardableResult package mutating func advance(to target: UInt32) -> UInt32 {
    if target <= document { return document }
    if target > blockLast { return skip(to: target) }
    var at = index &+ 1
    while documents[at &+ 7] < target { at &+= 8 }
    while documents[at] < target { at &+= 1 }
    index = at
    document = documents[at]
    return document
  }

  @usableFromInline mutating func loadNext() -> UInt32 {
    move(toBlock: block + 1)
  }

  @usableFromInline mutating func skip(to target: UInt32) -> UInt32 {
    guard let found = blockHolding(target, from: block + 1) else { return finish() }
    load(block: found)
    if document < target, target <= blockLast {
      var at = 0
      while documents[at] < target { at += 1 }
      index = at
      document = documents[at]
    } else if target > blockLast {
      return finish()
    }
    return document
  }

  private mutating func finish() -> UInt32 {
    (document, blockLast, blockCount, index, block) = (Self.end, Self.end, 0, 0, max(blocks - 1, 0))
    return Self.end
  }

  // MARK: Whole blocks

  /// No block has more postings.
  package static var blockSize: Int { PackedBlock.size }

  /// The documents of the decoded block, from the current one on.
  @inlinable package var restOfBlock: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: documents + index, count: max(blockCount &- index, 0))
  }

  /// The frequencies that belong to `restOfBlock`.
  @inlinable package mutating func frequenciesOfRest() -> UnsafeBufferPointer<UInt32> {
    if packedFrequencies != nil { decodeFrequencies() }
    return UnsafeBufferPointer(start: frequencies + index, count: max(blockCount &- index, 0))
  }

  /// The frequencies of the decoded block.
  @inlinable package mutating func frequenciesOfBlock() -> UnsafePointer<UInt32> {
    if packedFrequencies != nil { decodeFrequencies() }
    return UnsafePointer(frequencies)
  }

  /// Moves to the first document of the next block; false behind the last.
  @inlinable package mutating func nextBlock() -> Bool { loadNext() != PostingsCursor.end }

  /// Moves to the first document of any block of a list of several, also of one passed over; false where there is none.
  package mutating func open(block wanted: Int) -> Bool {
    guard count >= PackedBlock.size, wanted >= 0, wanted < blocks else { return false }
    shallowBlock = 0
    load(block: wanted)
    return document != Self.end
  }

  /// Moves back to the first document.
  package mutating func rewind() {
    shallowBlock = 0
    if count > 1 { return load(block: 0) }
    (index, blockCount, document, blockLast) = (0, 1, documents[0], documents[0])
  }

  /// Moves on by so many documents of the decoded block, which must hold them.
  @inlinable package mutating func move(by step: Int) {
    index = min(index &+ step, max(blockCount &- 1, 0))
    document = documents[index]
  }

  /// Occurrences in the current document.
  @inlinable package var frequency: UInt32 {
    mutating get {
      if packedFrequencies != nil { decodeFrequencies() }
      return index < blockCount ? frequencies[index] : 0
    }
  }

  // MARK: Score bounds

  /// The bound of the whole list; nil for lists of fewer than 128 documents, which have none.
  package var listImpacts: Impacts? {
    count >= PackedBlock.size && blocksStart <= bytes.count ? Impacts(reading: bytes, at: 0) : nil
  }

  /// Finds the block that would hold `target`, at or behind the current one, without decoding it, and returns its last
  /// document (`end` behind the last block). Targets must not descend below the current document.
  package mutating func shallowAdvance(to target: UInt32) -> UInt32 {
    if target <= blockLast, blockCount > 0 {
      shallowBlock = block
      return blockLast
    }
    let from = max(shallowBlock, block + (blockCount > 0 ? 1 : 0))
    guard let found = blockHolding(target, from: from) else {
      shallowBlock = blocks
      return Self.end
    }
    shallowBlock = found
    return lastDocument(of: found)
  }

  /// The bound of the block that `shallowAdvance` went to; nil behind the last and for short lists.
  package var shallowImpacts: Impacts? {
    guard count >= PackedBlock.size, shallowBlock < blocks else { return nil }
    return Impacts(reading: bytes, at: entry(shallowBlock) + layout.impacts)
  }

  // MARK: Blocks

  /// The list's impacts and a byte of layout stand before the entries.
  private static let firstEntry = Impacts.byteCount + 1

  private func entry(_ block: Int) -> Int { PostingsCursor.firstEntry + layout.length * block }

  private func lastDocument(of block: Int) -> UInt32 {
    count >= PackedBlock.size ? layout.last(bytes, entry(block)) : blockLast
  }

  /// The first block from `from` on whose last document is at or behind `target`, by galloping.
  private func blockHolding(_ target: UInt32, from: Int) -> Int? {
    guard count >= PackedBlock.size, from < blocks else { return nil }
    var low = from
    var step = 1
    while low + step < blocks, layout.last(bytes, entry(low + step - 1)) < target {
      low += step
      step *= 2
    }
    var high = min(low + step, blocks)
    while low < high {
      let middle = (low + high) / 2
      if layout.last(bytes, entry(middle)) < target { low = middle + 1 } else { high = middle }
    }
    return low < blocks ? low : nil
  }

  /// The entries as they lie, and how.
  struct Entries {
    let bytes: UnsafeRawBufferPointer
    let layout: EntryLayout
    /// Where they end in Documents.
    let end: Int
  }

  /// The entries of a list with whole blocks.
  var entries: Entries? {
    let end = PostingsCursor.firstEntry + layout.length * blocks
    guard count >= PackedBlock.size, end <= bytes.count else { return nil }
    return Entries(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[PostingsCursor.firstEntry..<end]), layout: layout, end: end)
  }

  /// Reads what stands behind the last whole block, and returns how many documents that are.
  func readTail(_ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>) -> Int {
    let (whole, rest) = (count / PackedBlock.size, count % PackedBlock.size)
    guard rest > 0, whole > 0,
      ExpGolomb.readPostings(
        bytes, at: blocksStart + layout.place(bytes, entry(whole)), rest, base: lastDocument(of: whole - 1),
        documents: documents, frequencies: frequencies) != nil
    else { return 0 }
    return rest
  }

  /// Where the positions of a block begin: the start of a block of positions, and an index in it.
  func positionsPlace(of block: Int) -> (start: Int, index: Int) {
    count >= PackedBlock.size ? layout.positions(bytes, entry(block)) : (0, 0)
  }

  /// Where a block of 128 lies, the document before it, and its last document; nil for the tail and behind it.
  @inline(__always)
  func wholeBlock(_ block: Int) -> (place: Int, base: UInt32, last: UInt32)? {
    guard block > 0, block < count / PackedBlock.size else { return nil }
    let place = blocksStart &+ layout.place(bytes, entry(block))
    return (place, layout.last(bytes, entry(block - 1)), layout.last(bytes, entry(block)))
  }

  /// Moves to the first document of a block behind the decoded one, and returns it.
  mutating func move(toBlock wanted: Int) -> UInt32 {
    guard wanted < blocks, blockCount > 0 else { return finish() }
    load(block: wanted)
    return document
  }

  private mutating func load(block wanted: Int) {
    block = wanted
    index = 0
    positionReader.leaveBlock()
    let base = wanted == 0 ? UInt32.max : lastDocument(of: wanted - 1)
    let place = blocksStart + (count >= PackedBlock.size ? layout.place(bytes, entry(wanted)) : 0)
    let rest = count - wanted * PackedBlock.size
    let sound = rest >= PackedBlock.size ? loadPacked(at: place, base: base) : loadTail(rest, at: place, base: base)
    if sound { document = documents[0] } else { _ = finish() }
  }

  private mutating func loadPacked(at place: Int, base: UInt32) -> Bool {
    guard let behind = PackedBlock.readSums(bytes, at: place, base: base, into: documents) else { return false }
    packedFrequencies = behind
    blockCount = PackedBlock.size
    blockLast = documents[PackedBlock.size - 1]
    return true
  }

  private mutating func loadTail(_ rest: Int, at place: Int, base: UInt32) -> Bool {
    guard rest > 0,
      ExpGolomb.readPostings(bytes, at: place, rest, base: base, documents: documents, frequencies: frequencies) != nil
    else { return false }
    (documents + rest).update(repeating: Self.end, count: PostingsBuffer.slack)
    packedFrequencies = nil
    (blockCount, blockLast) = (rest, documents[rest - 1])
    return true
  }

  @usableFromInline mutating func decodeFrequencies() {
    guard let place = packedFrequencies else { return }
    packedFrequencies = nil
    guard PackedBlock.read(bytes, at: place, into: frequencies) != nil else {
      return frequencies.update(repeating: 1, count: PackedBlock.size)
    }
    for index in 0..<PackedBlock.size { frequencies[index] &+= 1 }
  }
}
