// SPDX-License-Identifier: Apache-2.0

/// A set of up to 192 word classes, small enough to be kept for every word of a vocabulary.
package struct ClassSet: Sendable, Hashable {
  package static let capacity = 192

  private var a: UInt64 = 0
  private var b: UInt64 = 0
  private var c: UInt64 = 0

  package init() {}

  package init(_ member: Int) {
    self.init()
    insert(member)
  }

  /// Writes or reads the set's three words.
  mutating func archive(_ archive: inout LexiconArchive) {
    archive.bits(&a)
    archive.bits(&b)
    archive.bits(&c)
  }

  package var isEmpty: Bool { a | b | c == 0 }

  package mutating func insert(_ member: Int) {
    let bit = UInt64(1) << UInt64(member & 63)
    switch member >> 6 {
    case 0: a |= bit
    case 1: b |= bit
    case 2: c |= bit
    default: break
    }
  }

  package func contains(_ member: Int) -> Bool {
    let word = member >> 6 == 0 ? a : member >> 6 == 1 ? b : member >> 6 == 2 ? c : 0
    return word >> UInt64(member & 63) & 1 == 1
  }

  package mutating func formUnion(_ other: ClassSet) {
    a |= other.a
    b |= other.b
    c |= other.c
  }

  package func subtracting(_ other: ClassSet) -> ClassSet {
    var result = self
    result.a &= ~other.a
    result.b &= ~other.b
    result.c &= ~other.c
    return result
  }

  package func intersects(_ other: ClassSet) -> Bool { a & other.a | b & other.b | c & other.c != 0 }

  /// Calls `body` with each member, ascending.
  package func forEach(_ body: (Int) -> Void) {
    var offset = 0
    for word in [a, b, c] {
      var rest = word
      while rest != 0 {
        body(offset + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
      offset += 64
    }
  }
}
