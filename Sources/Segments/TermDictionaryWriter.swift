// SPDX-License-Identifier: Apache-2.0

/// The ordered dictionary of a segment's terms: blocks of 16 front-coded entries under a sparse index.
///
///     Terms     --> Block{n/16}
///     Block     --> Entry{16}                            (the last one may hold fewer)
///     Entry     --> Shared Length Suffix Info Relations?
///     Info      --> 0 Target                             the term's postings are those of the term with that ordinal
///               |   1 Document Frequency Position        one posting; Frequency = 1, and the namespace has positions
///               |   1 Document Frequency Bytes           one posting, its positions are a list of so many bytes
///               |   1 Document Frequency                 one posting; the namespace has no positions
///               |   Documents More Bytes Split?          More = occurrences - documents
///     Relations --> Count Ordinal{Count}
///     Index     --> (PostingsPlace (8) BlockPlace (4) zero (4)){blocks + 1}
///
/// All but the bytes of Suffix are varints. Shared bytes are those in common with the key before; the first of a block
/// shares none. Lists lie in the order of the terms: a list starts where the one before ended, the first of a block at
/// PostingsPlace. Split is the length of Documents in the list, and stands where the namespace has positions. Relations
/// stand in the namespaces of stems (the words that have the stem) and of joined forms (the words of each attested way to
/// join it, one after another). The last index entry tells where both sections end.
///
/// Example: the body words `co` (documents 3 and 4, list of 6 bytes, 2 of them documents and 3 occurrences) and `cow`
/// (once, in document 9 at position 1) are `00 04 00 00 63 6f 02 01 06 03` and `04 01 77 01 09 01 01`.
package import Bytes

package struct TermDictionaryWriter: ~Copyable {
  static let blockSize = 16
  private var terms = ByteBuffer(capacity: 1 << 16)
  private var index = ByteBuffer(capacity: 1 << 12)
  private var previous: [UInt8] = []
  private var place = 0
  package private(set) var count: UInt32 = 0

  package init() {}

  /// Adds a term with the list just written behind all lists before. Keys must ascend.
  package mutating func add(_ key: [UInt8], list: EncodedList, relations: [UInt32] = []) {
    let hasPositions = key[0] < 0x10
    addKey(key)
    terms.append(varint: list.documents)
    if list.documents == 1 {
      terms.append(varint: list.document)
      terms.append(varint: list.occurrences)
      if hasPositions { terms.append(varint: list.occurrences == 1 ? Int(list.position) : list.length) }
    } else {
      terms.append(varint: list.occurrences - list.documents)
      terms.append(varint: list.length)
      if hasPositions { terms.append(varint: list.documentsLength) }
    }
    place += list.length
    addRelations(key, relations)
  }

  /// Adds a term whose postings are those of another one, written before.
  package mutating func add(_ key: [UInt8], sameAs target: UInt32, relations: [UInt32]) {
    addKey(key)
    terms.append(varint: 0)
    terms.append(varint: target)
    addRelations(key, relations)
  }

  private mutating func addKey(_ key: [UInt8]) {
    var shared = 0
    if Int(count) % TermDictionaryWriter.blockSize == 0 {
      addIndexEntry()
    } else {
      let limit = min(key.count, previous.count)
      while shared < limit, key[shared] == previous[shared] { shared += 1 }
    }
    terms.append(varint: shared)
    terms.append(varint: key.count - shared)
    key.withUnsafeBytes { terms.append(bytes: UnsafeRawBufferPointer(rebasing: $0[shared...])) }
    previous = key
    count += 1
  }

  private mutating func addRelations(_ key: [UInt8], _ relations: [UInt32]) {
    guard key[0] > 0 else { return }
    terms.append(varint: relations.count)
    for ordinal in relations { terms.append(varint: ordinal) }
  }

  private mutating func addIndexEntry() {
    index.append(little: UInt64(place))
    index.append(little: UInt32(truncatingIfNeeded: terms.count))
    index.append(little: UInt32(0))
  }

  /// Writes the two sections.
  package mutating func write(to file: inout SectionFileWriter, terms termsID: UInt32, index indexID: UInt32) throws {
    addIndexEntry()
    try file.section(termsID, terms)
    try file.section(indexID, index)
  }
}
