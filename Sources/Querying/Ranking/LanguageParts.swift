// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// A query of stems taken apart by language: a word stands for a stem in each language, but nearly every document is in one.
/// So the long lists of each language are walked by themselves, a list for each word, and what they find is put together; the
/// documents of short lists, and the few in several languages, which are left out there, are looked at one by one.
struct LanguageParts {
  /// The bit of each language with long lists; the one with the longest first.
  private(set) var long: [UInt32] = []
  /// A bit for each of the other languages.
  private(set) var few: UInt32 = 0
  let multilingual: MultilingualDocuments
  /// Languages with no more postings are not worth a walk of their own: to set out takes longer than to go.
  private static let fewPostings = 256

  /// Nil where a query is not to be taken apart in a segment: its words have no stems in several languages, or documents
  /// match that have none of them, which would be found in each language.
  init?(_ shape: TermShape, _ segment: SegmentReader, _ number: Int) throws {
    var (all, common): (UInt32, UInt32) = (0, .max)
    var isDefinite = false
    for group in shape.groups {
      var (own, isOfStems): (UInt32, Bool) = (0, true)
      for set in group {
        if case .stems = set.kind {} else { isOfStems = false }
        for info in set.terms[number] { own |= info.languageBit }
      }
      all |= own
      if isOfStems { (common, isDefinite) = (common & own, true) }
    }
    guard isDefinite, all & (all &- 1) != 0 else { return nil }
    multilingual = try segment.multilingual
    guard multilingual.pays(segment) else { return nil }
    divide(common, shape, number)
  }

  private mutating func divide(_ languages: UInt32, _ shape: TermShape, _ number: Int) {
    var (parts, rest): ([(postings: Int, bit: UInt32)], UInt32) = ([], languages)
    while rest != 0 {
      let bit = rest & (0 &- rest)
      rest &= rest - 1
      var postings = 0
      for group in shape.groups {
        for set in group {
          for info in set.terms[number] where info.languageBit == bit { postings += info.writtenDocuments }
        }
      }
      if postings > Self.fewPostings { parts.append((postings, bit)) } else { few |= bit }
    }
    if parts.count > 1 { parts.sort { $0.postings > $1.postings } }
    long = parts.map(\.bit)
  }
}

extension TermInfo {
  /// The bit of the language that it is a stem of; 0 for others.
  var languageBit: UInt32 { namespace.stemLanguage.map { 1 << UInt32($0 & 31) } ?? 0 }
}

extension MultilingualDocuments {
  /// Whether they are so few beside the segment that it pays to look at them one by one.
  func pays(_ segment: SegmentReader) -> Bool { documents.count <= segment.documentCount / 8 }

  /// In how many lists of stems live documents stand a second time: one in three lists counts for two.
  func repetitions(in infos: [TermInfo], of segment: SegmentReader) throws -> Int {
    if documents.isEmpty { return 0 }
    let longest = infos.indices.max { infos[$0].writtenDocuments < infos[$1].writtenDocuments } ?? 0
    var most = try segment.postings(infos[longest])
    var others = try infos.indices.filter { $0 != longest }.map { try segment.postings(infos[$0]) }
    var (place, repetitions) = (0, 0)
    while place < documents.count {
      let document = documents[place]
      var (next, found) = (PostingsCursor.end, 0)
      for index in others.indices {
        next = min(next, others[index].advance(to: document))
        if others[index].document == document { found += 1 }
      }
      if found > 0, !segment.isDeleted(document) {
        repetitions += found - (most.advance(to: document) == document ? 0 : 1)
      }
      place = next > document ? documents.firstIndex(notBelow: next, from: place + 1) : place + 1
    }
    return repetitions
  }
}
