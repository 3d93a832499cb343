// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// A block of the term dictionary: up to sixteen keys, then what is known of each.
///
///     Block     --> Length Key{1...16} Info{1...16}       Length: of all keys together
///     Key       --> Head Shared? Suffix? byte{suffix}     the first key of a block shares nothing
///     Head      --> one byte: shared (4 bits, low), suffix (4 bits, high); 15 = Shared, Suffix follow, less 15
///     Info      --> (Target << 2 | 0) Relations?                                      another term's postings
///               |   (Document << 2 | 1) Position? Relations?                          one posting, frequency 1
///               |   (Document << 2 | 2) Frequency - 2 Bytes? Relations?               one posting, positions in a list
///               |   (Documents - 2 << 2 | 3) More DocumentBytes PositionBytes? Relations?
///     Relations --> Count Ordinal{Count}
///
/// All but heads and the bytes of keys are varints. `shared` bytes are those in common with the key before. More is
/// occurrences - documents. Position, Bytes and PositionBytes stand where the namespace has positions; Relations in the
/// namespaces of stems (the words that have the stem) and of joined forms (the words of each attested way to join it, one
/// after another). Target is the ordinal of the term whose postings the term shares; ordinals count the terms of the whole
/// dictionary. A term's list starts where the one before ended; Bytes, or DocumentBytes + PositionBytes, is its length.
///
/// Example: the body words `co` (documents 3 and 4, 3 occurrences, 2 bytes of documents and 2 of positions) and `cow`
/// (once, in document 9 at position 1): length `07`, keys `40 00 00 63 6f` and `14 77`, infos `03 01 02 02` and `25 01`.
struct TermBlock {
  static let size = 16
  private let bytes: UnsafeRawBufferPointer
  /// Where the block lies in its section, and where its first list starts.
  private let start: Int
  private let place: Int
  private(set) var keys: ByteCursor
  private var infos: ByteCursor
  private let keysEnd: Int

  init(_ bytes: UnsafeRawBufferPointer, start: Int, place: Int) {
    (self.bytes, self.start, self.place) = (bytes, start, place)
    keys = ByteCursor(bytes)
    let length = keys.varint(below: bytes.count + 1)
    keysEnd = min(keys.position + length, bytes.count)
    infos = ByteCursor(bytes, at: keysEnd)
    if keys.position + length > bytes.count { keys.fail() }
    nextPlace = place
  }

  // MARK: Keys

  /// Keys read so far; which of them have positions, and which relations.
  private(set) var keyCount = 0
  private var positional: UInt32 = 0
  private var related: UInt32 = 0

  var hasMoreKeys: Bool { keys.position < keysEnd && keyCount < TermBlock.size }
  var isDamaged: Bool { keys.failed || infos.failed }

  /// The next key: how many bytes it shares with the one before, and the rest.
  @inline(__always)
  mutating func nextKey() -> (shared: Int, suffix: UnsafeRawBufferPointer) {
    let head = Int(keys.byte())
    var (shared, length) = (head & 15, head >> 4)
    if shared == 15 { shared += keys.varint(below: 1 << 32) }
    if length == 15 { length += keys.varint(below: 1 << 32) }
    let suffix = keys.bytes(length)
    let bit = UInt32(1) << UInt32(keyCount)
    // What is left of a damaged block may be shorter than the length says: then there are no bytes.
    if shared == 0, !suffix.isEmpty {
      if TermNamespace(rawValue: suffix[0]).hasPositions { positional |= bit }
      if suffix[0] != TermNamespace.word.rawValue { related |= bit }
    } else if keyCount > 0 {
      positional |= (positional << 1) & bit
      related |= (related << 1) & bit
    }
    keyCount += 1
    return (shared, suffix)
  }

  // MARK: Infos

  private(set) var infoCount = 0
  private var nextPlace: Int
  /// The ordinal of the term whose postings the term of the last info shares.
  private(set) var target: UInt32?

  /// Reads on to the info of key number `index`, which has been read; at most once for each key, in order.
  mutating func readInfo(_ index: Int, into info: inout TermInfo) {
    while infoCount <= index, !infos.failed { readNext(into: &info) }
    (info.documents, info.occurrences) = (info.writtenDocuments, info.writtenOccurrences)
  }

  @inline(__always)
  private mutating func readNext(into info: inout TermInfo) {
    let hasPositions = positional >> UInt32(infoCount) & 1 == 1
    let head = infos.varint()
    let value = UInt32(truncatingIfNeeded: head >> 2)
    target = nil
    switch head & 3 {
    case 0:
      target = value
      (info.writtenDocuments, info.writtenOccurrences) = (0, 0)
    case 1:
      (info.writtenDocuments, info.writtenOccurrences) = (1, 1)
      info.postings = .single(document: value, frequency: 1, position: hasPositions ? infos.varint32() : 0)
    case 2:
      let frequency = UInt32(truncatingIfNeeded: infos.varint()) &+ 2
      (info.writtenDocuments, info.writtenOccurrences) = (1, Int(frequency))
      if hasPositions {
        take(documentBytes: Int(value), length: infos.varint(below: 1 << 40), into: &info)
      } else {
        info.postings = .single(document: value, frequency: frequency, position: 0)
      }
    default:
      info.writtenDocuments = Int(value) + 2
      info.writtenOccurrences = info.writtenDocuments + infos.varint(below: 1 << 40)
      let documents = infos.varint(below: 1 << 40)
      take(documentBytes: documents, length: documents + (hasPositions ? infos.varint(below: 1 << 40) : 0), into: &info)
    }
    if related >> UInt32(infoCount) & 1 == 1 {
      info.relations = start + infos.position
      let count = infos.varint(below: infos.remaining + 1)
      for _ in 0..<count { _ = infos.varint() }
    }
    infoCount += 1
  }

  /// Calls `body` with each relation of a term whose info was read from this block; false where they are ill-formed.
  func eachRelation(of info: TermInfo, _ body: (UInt32) -> Void) -> Bool {
    var cursor = ByteCursor(bytes, at: info.relations - start)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) { body(cursor.varint32()) }
    return !cursor.failed
  }

  @inline(__always)
  private mutating func take(documentBytes: Int, length: Int, into info: inout TermInfo) {
    info.postings = .list(offset: nextPlace, documentsLength: documentBytes, length: length)
    nextPlace += length
  }
}
