// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// A run of terms whose postings are merged together, apart from all other runs: what one thread does at a time.
///
/// Unchecked: one thread at a time fills, encodes and empties a chunk; no method is entered again while it runs.
final class TermChunk: @unchecked Sendable {
  /// Memory beyond this is not kept for the next terms.
  private static let mostKept = 1 << 20
  /// A term: where its key, its parts and its relations end in the chunk's; each begins where the one before ends.
  private struct Term {
    var keyEnd: Int
    var partEnd: Int
    var relationEnd: Int
    /// The word whose postings the term shares.
    var sharedWith: UInt32?
  }
  /// A segment's postings of a term.
  struct Part {
    var segment: Int
    var info: TermInfo
  }
  @exclusivity(unchecked) private var terms: [Term] = []
  @exclusivity(unchecked) private var keys: [UInt8] = []
  @exclusivity(unchecked) private var parts: [Part] = []
  @exclusivity(unchecked) private var relations: [UInt32] = []
  /// For each segment, where those lists stand that follow one another.
  @exclusivity(unchecked) private var runs: [Range<Int>] = []
  /// About what the terms take in memory and in time.
  @exclusivity(unchecked) private(set) var weight = 0
  /// The terms' lists, one after another, and what the dictionary must know of each that is not shared.
  private(set) var bytes = ByteBuffer()
  @exclusivity(unchecked) private var lists: [EncodedList] = []

  var isEmpty: Bool { terms.isEmpty }

  /// Adds a part of the term that `endTerm` will name.
  ///
  /// - Parameter isShared: whether its list is that of another term and stands elsewhere.
  func addPart(_ segment: Int, _ info: TermInfo, isShared: Bool) {
    parts.append(Part(segment: segment, info: info))
    guard !isShared, case .list(let start, _, let length) = info.postings, length > 0 else { return }
    let run = runs[segment]
    runs[segment] =
      run.isEmpty ? start..<start + length : min(run.lowerBound, start)..<max(run.upperBound, start + length)
  }

  /// The parts added since the last term ended.
  var openParts: ArraySlice<Part> { parts[(terms.last?.partEnd ?? 0)...] }

  func endTerm(_ key: [UInt8], relations own: [UInt32], sharedWith word: UInt32?) {
    weight += openParts.reduce(64) { $0 + 32 + $1.info.writtenOccurrences }
    keys += key
    relations += own
    terms.append(
      Term(keyEnd: keys.count, partEnd: parts.count, relationEnd: relations.count, sharedWith: word))
  }

  /// Enters the encoded terms in a dictionary.
  func enter(in dictionary: inout TermDictionaryWriter) {
    keys.withUnsafeBytes { keys in
      var (key, relation, list) = (0, 0, 0)
      for term in terms {
        let (own, related) = (
          UnsafeRawBufferPointer(rebasing: keys[key..<term.keyEnd]), relations[relation..<term.relationEnd]
        )
        if let word = term.sharedWith {
          dictionary.add(own, sameAs: word, relations: related)
        } else {
          dictionary.add(own, list: lists[list], relations: related)
          list += 1
        }
        (key, relation) = (term.keyEnd, term.relationEnd)
      }
    }
  }

  /// Encodes the lists of all terms.
  func encode(_ merger: SegmentMerger, _ sizes: [Field: DocumentSizes], _ input: PostingsInput) throws {
    try input.load(runs)
    let walk = PostingsWalk(input)
    var encoder = PostingsEncoder()
    // Counts are the file's word: no memory is taken for them before the postings have been seen.
    bytes.reserve(min(2 * weight, 1 << 19))
    var (key, part) = (0, 0)
    for term in terms {
      defer { (key, part) = (term.keyEnd, term.partEnd) }
      if term.sharedWith != nil { continue }
      let own = parts[part..<term.partEnd]
      let withPositions = TermNamespace(rawValue: keys[key]).hasPositions
      encoder.expect(documents: own.reduce(0) { $0 + $1.info.writtenDocuments })
      if let sizes = sizes[Field(rawValue: keys[key + 1])] {
        for part in own { try Self.append(part, withPositions, merger, sizes, walk, &encoder) }
      }
      let list = encoder.finish(into: &bytes, withPositions: withPositions)
      try check(list, own, key: keys[key..<term.keyEnd], merger)
      lists.append(list)
    }
  }

  /// Throws unless the merged list has as many documents and occurrences as the dictionaries say.
  private func check(
    _ list: EncodedList, _ parts: ArraySlice<Part>, key: ArraySlice<UInt8>, _ merger: SegmentMerger
  ) throws {
    let documents = parts.reduce(0) { $0 + $1.info.documents }
    let occurrences = parts.reduce(0) { $0 + $1.info.occurrences }
    if list.documents == documents, list.occurrences == occurrences { return }
    throw IndexError.damaged(
      path: merger.segments[parts.first?.segment ?? 0].path,
      what: "the postings of '\(String(decoding: key.dropFirst(2), as: UTF8.self))' do not agree with the dictionary")
  }

  /// Appends the live postings of a part by their new numbers.
  private static func append(
    _ part: Part, _ withPositions: Bool, _ merger: SegmentMerger, _ sizes: DocumentSizes, _ walk: PostingsWalk,
    _ encoder: inout PostingsEncoder
  ) throws {
    let (first, most) = (merger.documents[part.segment].first, merger.documents[part.segment].count)
    try walk.begin(part.info, of: part.segment, withPositions: withPositions)
    while case let count = try walk.nextBlock(), count > 0 {
      var highest: UInt32 = 0
      let documents = walk.documents
      for index in 0..<count { highest = max(highest, documents[index]) }
      guard Int(highest) < most else {
        throw IndexError.damaged(path: merger.segments[part.segment].path, what: "unknown document")
      }
      if merger.documents[part.segment].moved.isEmpty {
        try append(count, from: first, withPositions, sizes, walk, &encoder)
      } else {
        try append(count, merger.documents[part.segment].moved, withPositions, sizes, walk, &encoder)
      }
    }
  }

  /// Appends a block of a part none of whose documents is deleted: its first document is number `first`.
  private static func append(
    _ count: Int, from first: UInt32, _ withPositions: Bool, _ sizes: DocumentSizes, _ walk: PostingsWalk,
    _ encoder: inout PostingsEncoder
  ) throws {
    var from = 0
    while from < count {
      let some = min(count - from, encoder.room)
      let occurrences = encoder.add(
        some, walk.documents + from, raisedBy: first, frequencies: walk.frequencies + from, sizes)
      if withPositions { try copy(occurrences, walk, &encoder) }
      from += some
    }
  }

  /// Appends the live ones of a block; `moved` tells the number of each document of the segment.
  private static func append(
    _ count: Int, _ moved: [UInt32], _ withPositions: Bool, _ sizes: DocumentSizes, _ walk: PostingsWalk,
    _ encoder: inout PostingsEncoder
  ) throws {
    var from = 0
    while from < count {
      let to = min(count, from + encoder.room)
      var pending = 0
      for index in from..<to {
        let (document, frequency) = (moved[Int(walk.documents[index])], walk.frequencies[index])
        if document == .max {
          // Positions of the documents before, then none of this one's.
          if withPositions {
            try copy(pending, walk, &encoder)
            try skip(Int(frequency), walk)
          }
          pending = 0
          continue
        }
        encoder.add(document: document, frequency: frequency, length: sizes[document])
        pending &+= Int(frequency)
      }
      if withPositions { try copy(pending, walk, &encoder) }
      from = to
    }
  }

  private static func copy(_ count: Int, _ walk: PostingsWalk, _ encoder: inout PostingsEncoder) throws {
    var left = count
    while left > 0 {
      let gaps = try walk.nextGaps(left)
      encoder.add(positionGaps: gaps)
      left -= gaps.count
    }
  }

  private static func skip(_ count: Int, _ walk: PostingsWalk) throws {
    var left = count
    while left > 0 { left -= try walk.nextGaps(left).count }
  }

  /// Forgets everything; the next terms are of so many segments.
  func startAfresh(segments: Int) {
    terms.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    relations.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    runs = Array(repeating: 0..<0, count: segments)
    weight = 0
    bytes.removeAll()
    if bytes.capacity > Self.mostKept { bytes = ByteBuffer() }
  }
}
