// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Reads whole lists one after another, block by block, from front to back: what merging does with all of them.
///
/// One walk serves any number of lists and allocates nothing for each. See `PostingsEncoder` for the format.
final class PostingsWalk {
  /// The documents and frequencies of the block last read.
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  private let gaps: UnsafeMutablePointer<UInt32>
  // No method is entered again while it runs.
  private let input: PostingsInput
  @exclusivity(unchecked) private var segment = 0
  @exclusivity(unchecked) private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  @exclusivity(unchecked) private var place = 0
  @exclusivity(unchecked) private var last = UInt32.max
  @exclusivity(unchecked) private var postingsLeft = 0
  @exclusivity(unchecked) private var positionBytes = UnsafeRawBufferPointer(start: nil, count: 0)
  @exclusivity(unchecked) private var positionPlace = 0
  @exclusivity(unchecked) private var positionsLeft = 0
  @exclusivity(unchecked) private var hasFullBlocks = false
  @exclusivity(unchecked) private var gapsTaken = 0
  @exclusivity(unchecked) private var gapCount = 0

  init(_ input: PostingsInput) {
    self.input = input
    documents = .allocate(capacity: PackedBlock.size)
    frequencies = .allocate(capacity: PackedBlock.size)
    gaps = .allocate(capacity: PackedBlock.size)
  }

  deinit {
    documents.deallocate()
    frequencies.deallocate()
    gaps.deallocate()
  }

  /// Begins a list of a segment; nothing else may be read of that segment before the list is done with.
  ///
  /// - Parameter withPositions: whether positions will be asked for.
  func begin(_ info: TermInfo, of segment: Int, withPositions: Bool) throws {
    self.segment = segment
    (place, last, positionPlace, gapsTaken, gapCount) = (0, .max, 0, 0, 0)
    (postingsLeft, positionsLeft) = (info.writtenDocuments, info.writtenOccurrences)
    hasFullBlocks = positionsLeft >= PackedBlock.size
    bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    if info.writtenDocuments == 1 { frequencies[0] = UInt32(truncatingIfNeeded: info.writtenOccurrences) }
    switch info.postings {
    case .single(let document, _, let position):
      (documents[0], gaps[0]) = (document, position)
      (gapCount, positionsLeft) = (1, 0)
    case .list(let offset, let documentsLength, let length):
      if info.writtenDocuments == 1 {
        documents[0] = UInt32(truncatingIfNeeded: documentsLength)
        if withPositions { positionBytes = try input.list(offset..<offset + length, of: segment) }
        return
      }
      guard documentsLength <= length else { throw damaged() }
      let list = try input.list(offset..<offset + (withPositions ? length : documentsLength), of: segment)
      bytes = UnsafeRawBufferPointer(rebasing: list[..<documentsLength])
      positionBytes = UnsafeRawBufferPointer(rebasing: list[documentsLength...])
      if postingsLeft >= PackedBlock.size { try skipHead() }
    }
  }

  private func damaged() -> IndexError { .damaged(path: input.path(segment), what: "a list of postings is ill-formed") }

  private func skipHead() throws {
    guard bytes.count > Impacts.byteCount else { throw damaged() }
    let entries = (postingsLeft + PackedBlock.size - 1) / PackedBlock.size
    place = Impacts.byteCount + 1 + EntryLayout(byte: bytes[Impacts.byteCount]).length * entries
  }

  /// Reads the next block and returns how many postings it has; 0 behind the last.
  func nextBlock() throws -> Int {
    guard bytes.count > 0 else {
      // A list of one document, which the dictionary holds.
      defer { postingsLeft = 0 }
      return min(postingsLeft, 1)
    }
    let count = min(postingsLeft, PackedBlock.size)
    guard count > 0 else { return 0 }
    postingsLeft -= count
    if count < PackedBlock.size {
      guard
        ExpGolomb.readPostings(
          bytes, at: place, count, base: last, documents: documents, frequencies: frequencies) != nil
      else { throw damaged() }
      return count
    }
    guard let middle = PackedBlock.readSums(bytes, at: place, base: last, into: documents),
      let end = PackedBlock.read(bytes, at: middle, into: frequencies)
    else { throw damaged() }
    for index in 0..<count { frequencies[index] &+= 1 }
    (place, last) = (end, documents[count - 1])
    return count
  }

  /// The next gaps between positions, at most `count` of them; at least one if `count` is not 0.
  func nextGaps(_ count: Int) throws -> UnsafeBufferPointer<UInt32> {
    if gapsTaken == gapCount, count > 0 { try readGaps() }
    let part = min(count, gapCount - gapsTaken)
    defer { gapsTaken += part }
    return UnsafeBufferPointer(start: gaps + gapsTaken, count: part)
  }

  private func readGaps() throws {
    (gapsTaken, gapCount) = (0, min(positionsLeft, PackedBlock.size))
    positionsLeft -= gapCount
    let end =
      gapCount == PackedBlock.size
      ? PackedBlock.read(positionBytes, at: positionPlace, into: gaps)
      : ExpGolomb.read(positionBytes, at: positionPlace + (hasFullBlocks ? 1 : 0), gapCount, into: gaps)
    guard let end, gapCount > 0 else {
      gapCount = 0
      throw damaged()
    }
    positionPlace = end
  }
}
