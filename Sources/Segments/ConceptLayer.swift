// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The concepts of a segment's documents, in a file of its own: a changed lexicon replaces this file and no other.
///
///     File      --> Names Places Hits Terms TermIndex Postings                          sections 1...6
///     Names     --> LexiconHash Concepts Rules Roles Broader                            strings with lengths
///     Concepts, Rules, Roles, Broader --> Count String{Count}                           Broader: of each concept, or empty
///     Places    --> (4 bytes){documents + 1}: where each document's hits start in Hits
///     Hits      --> (Start Tokens Concept Rule Marks Roles?)*
///     Marks     --> one byte: strength | polarity << 2 | 128 where Roles follow
///     Roles     --> Count (Role Start Tokens){Count}
///
/// Start is a varint, the difference to the hit before; Tokens, Concept and Rule are varints; a role's Start is a zigzag
/// difference to the hit's start. Hits ascend by start, then by end, concept and rule. Terms, TermIndex and Postings are
/// as in the segment (`TermDictionaryWriter`, `PostingsEncoder`): the key is `00 00` and the concept's id, a posting's
/// frequency is its number of hits, its positions are the hits' starts, each distinct one once; where hits of one concept
/// start together, the frequency counts starts.

/// A mention of a concept as stored; numbers are indices into the layer's `concepts`, `rules` and `roles`.
package struct StoredHit: Sendable, Equatable, Hashable {
  package var concept: UInt32
  package var start: UInt32
  /// Behind the last token.
  package var end: UInt32
  package var rule: UInt32
  /// Raw values of `Strength` and `Polarity`.
  package var strength: UInt8
  package var polarity: UInt8
  package var roles: [StoredRole]

  package init(
    concept: UInt32, start: UInt32, end: UInt32, rule: UInt32, strength: UInt8, polarity: UInt8,
    roles: [StoredRole] = []
  ) {
    (self.concept, self.start, self.end, self.rule) = (concept, start, end, rule)
    (self.strength, self.polarity, self.roles) = (strength, polarity, roles)
  }
}

package struct StoredRole: Sendable, Equatable, Hashable {
  package var role: UInt32
  package var start: UInt32
  package var end: UInt32

  package init(role: UInt32, start: UInt32, end: UInt32) { (self.role, self.start, self.end) = (role, start, end) }
}

/// What the numbers in stored hits stand for.
package struct ConceptNames: Sendable, Equatable {
  package var lexiconHash: String
  package var concepts: [String]
  package var rules: [String]
  package var roles: [String]
  /// For each concept the one above it, or an empty string.
  package var broader: [String]

  package init(
    lexiconHash: String, concepts: [String] = [], rules: [String] = [], roles: [String] = [], broader: [String] = []
  ) {
    (self.lexiconHash, self.concepts, self.rules, self.roles) = (lexiconHash, concepts, rules, roles)
    self.broader = broader
  }
}

package struct ConceptLayer: Sendable {
  package let names: ConceptNames
  package let file: SectionFile
  private let places: FixedArray<UInt32>
  private let hits: Section
  private let dictionary: TermDictionary
  private let postingsSection: Section
  private let deletes: DeletedDocuments?
  private let numbers: [String: UInt32]

  package init(path: String, deletes: DeletedDocuments?) throws {
    let file = try SectionFile(path: path, kind: .concepts)
    self.file = file
    self.deletes = deletes
    names = try Self.names(file.section(1))
    places = try FixedArray(file.section(2))
    hits = file.section(3)
    // Corrections speak of the segment's terms, not of concepts.
    dictionary = TermDictionary(terms: file.section(4), index: file.section(5), deletes: nil)
    postingsSection = file.section(6)
    numbers = Dictionary(names.concepts.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private static func names(_ section: Section) throws -> ConceptNames {
    var cursor = ByteCursor(try section.checked())
    var names = ConceptNames(lexiconHash: cursor.string())
    func list(_ cursor: inout ByteCursor) -> [String] {
      (0..<cursor.varint(below: cursor.remaining + 1)).map { _ in cursor.string() }
    }
    (names.concepts, names.rules, names.roles) = (list(&cursor), list(&cursor), list(&cursor))
    names.broader = list(&cursor)
    guard !cursor.failed else { throw IndexError.damaged(path: section.file.path, what: "the names are ill-formed") }
    return names
  }

  package func concept(_ id: String) -> UInt32? { numbers[id] }

  /// The hits of one document, by start.
  package func hits(of document: UInt32) throws -> [StoredHit] {
    let (start, end) = (Int(places[Int(document)]), Int(places[Int(document) + 1]))
    guard start < end else { return [] }
    var cursor = ByteCursor(try hits.checked(start..<end))
    var found: [StoredHit] = []
    var last: UInt32 = 0
    while !cursor.isAtEnd {
      last &+= cursor.varint32()
      let end = last &+ cursor.varint32()
      let (concept, rule) = (cursor.varint32(), cursor.varint32())
      let marks = cursor.read(UInt8.self)
      var hit = StoredHit(
        concept: concept, start: last, end: end, rule: rule, strength: marks & 3, polarity: marks >> 2 & 31)
      if marks & 128 != 0 { hit.roles = Self.roles(&cursor, hit.start) }
      found.append(hit)
    }
    guard !cursor.failed else { throw IndexError.damaged(path: file.path, what: "the hits are ill-formed") }
    return found
  }

  private static func roles(_ cursor: inout ByteCursor, _ hitStart: UInt32) -> [StoredRole] {
    (0..<cursor.varint(below: cursor.remaining + 1)).map { _ in
      let role = cursor.varint32()
      let start = UInt32(truncatingIfNeeded: Int(hitStart) &+ cursor.zigzag())
      return StoredRole(role: role, start: start, end: start &+ cursor.varint32())
    }
  }

  /// What is known of a concept's postings, nil where it never occurs. Deleted documents are not subtracted.
  package func lookup(_ id: String) throws -> TermInfo? {
    try dictionary.lookup(TermKey.bytes(.word, .body, id.utf8))
  }

  /// Documents with hits of a concept, and the hits' starts.
  package func postings(_ info: TermInfo) throws -> PostingsCursor { try info.cursor(in: postingsSection) }
}

extension TermInfo {
  /// A cursor over the term's postings in the section that holds its list.
  func cursor(in section: Section) throws -> PostingsCursor {
    switch postings {
    case .single(let document, let frequency, let position):
      let none = UnsafeRawBufferPointer(start: nil, count: 0)
      return PostingsCursor(
        document: document, frequency: frequency, position: frequency == 1 ? position : nil, positions: none,
        owner: section.file)
    case .list(let offset, let documentsLength, let length):
      let bytes = try section.checked(offset..<offset + length)
      if writtenDocuments == 1 {
        return PostingsCursor(
          document: UInt32(truncatingIfNeeded: documentsLength),
          frequency: UInt32(truncatingIfNeeded: writtenOccurrences),
          position: nil, positions: bytes, owner: section.file)
      }
      return PostingsCursor(
        documents: UnsafeRawBufferPointer(rebasing: bytes[..<documentsLength]),
        positions: UnsafeRawBufferPointer(rebasing: bytes[documentsLength...]), count: writtenDocuments,
        occurrences: writtenOccurrences, owner: section.file)
    }
  }
}
