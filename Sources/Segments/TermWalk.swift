// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Walks over the dictionaries of several segments together, in the order of the keys, and collects terms in chunks.
///
/// Unchecked: one thread at a time walks, and nobody else looks at it meanwhile; no method is entered again while it runs.
final class TermWalk: @unchecked Sendable {
  /// Pages of dictionaries, which count as memory, are given back after so many entries: of each segment sixteen pages are
  /// mapped anew then, so it should not be too often.
  private static let entriesKept = 1 << 17
  private let segments: [SegmentReader]
  @exclusivity(unchecked) private var entries = 0
  @exclusivity(unchecked) private var cursors: [TermCursor] = []
  /// Segments that stand on a term, by its key.
  @exclusivity(unchecked) private var order = MergeOrder()
  /// The key that each segment stands on, as far as two numbers hold it: nearly all keys are told apart by them.
  private let heads: UnsafeMutablePointer<KeyHead>
  /// The segments that stand on the term that is being put into a chunk, and what they say of it.
  @exclusivity(unchecked) private var standing: [Standing] = []
  /// For each segment, the new ordinals of its words, which stand before all other terms.
  let ordinals: [OrdinalMap]
  @exclusivity(unchecked) private var nextOrdinal: UInt32 = 0
  /// Occurrences of each word, by new ordinal, and the segments that have it: a stem may share the postings of its only word.
  @exclusivity(unchecked) private var occurrences = Vector<UInt64>(capacity: 1 << 16)
  @exclusivity(unchecked) private var holders = Vector<UInt32>(capacity: 1 << 16)
  private let hasDeletes: Bool

  private struct Standing {
    var segment: Int
    var info: TermInfo
    /// The ordinal of the term whose postings this one shares.
    var target: UInt32?
  }

  init(_ merger: SegmentMerger) throws {
    segments = merger.segments
    ordinals = merger.segments.map { _ in OrdinalMap() }
    hasDeletes = merger.segments.contains { $0.deletes != nil }
    heads = .allocate(capacity: max(merger.segments.count, 1))
    heads.initialize(repeating: KeyHead(), count: max(merger.segments.count, 1))
    cursors = try merger.segments.map { try $0.dictionary.cursor(from: []) }
    for segment in cursors.indices { try moveOn(segment) }
  }

  deinit { heads.deallocate() }

  /// Puts the next terms into chunks of about so many occurrences each; those behind the last term stay empty.
  func fill(_ chunks: [TermChunk], weight: Int) throws {
    for chunk in chunks {
      chunk.startAfresh(segments: cursors.count)
      while chunk.weight < weight, try nextTerm(into: chunk) {}
    }
  }

  /// Moves on to the segment's next term and puts it where its key belongs.
  private func moveOn(_ segment: Int) throws {
    guard try cursors[segment].next() else { return }
    heads[segment] = cursors[segment].key.withUnsafeBytes { KeyHead($0) }
    order.insert(segment) { compare($0, $1) }
  }

  @inline(__always)
  private func compare(_ one: Int, _ other: Int) -> Int {
    if let decided = heads[one].compare(heads[other]) { return decided }
    return cursors[one].key.withUnsafeBytes { first in
      cursors[other].key.withUnsafeBytes { ByteOrder.compare(first, $0) }
    }
  }

  /// Puts the lowest term of all segments into `chunk`, unless no live document has it; false behind the last.
  private func nextTerm(into chunk: TermChunk) throws -> Bool {
    guard let lowest = order.lowest else { return false }
    let namespace = TermNamespace(rawValue: cursors[lowest].key[0])
    standing.removeAll(keepingCapacity: true)
    while let segment = order.lowest, segment == lowest || compare(segment, lowest) == 0 {
      _ = order.removeLowest()
      let (info, target) = try cursors[segment].writtenInfo
      standing.append(Standing(segment: segment, info: info, target: target))
    }
    if let word = try onlyWord(namespace) {
      endTerm(chunk, relations: [word], sharedWith: word)
    } else {
      try addParts(namespace, to: chunk)
    }
    for place in standing.indices { try moveOn(standing[place].segment) }
    entries += standing.count
    if entries >= Self.entriesKept {
      for segment in segments { segment.releasePages() }
      entries = 0
    }
    return true
  }

  /// The word whose postings a stem shares in every segment that has either; nil where that must be counted.
  private func onlyWord(_ namespace: TermNamespace) throws -> UInt32? {
    guard !hasDeletes, namespace.stemLanguage != nil else { return nil }
    var word: UInt32?
    for entry in standing {
      guard let target = entry.target else { return nil }
      let own = ordinals[entry.segment][target]
      guard own != .max, own == word ?? own else { return nil }
      word = own
    }
    guard let word, Int(word) < holders.count, Int(holders[Int(word)]) == standing.count else { return nil }
    return word
  }

  /// Adds the term with the postings of all segments.
  private func addParts(_ namespace: TermNamespace, to chunk: TermChunk) throws {
    var (total, live): (UInt64, UInt32) = (0, 0)
    for entry in standing {
      let info = try cursors[entry.segment].resolved(entry.info, target: entry.target)
      let isLive = info.documents > 0
      if namespace == .word { ordinals[entry.segment].append(isLive ? nextOrdinal : .max) }
      guard isLive else { continue }
      chunk.addPart(entry.segment, info, isShared: entry.target != nil)
      total &+= UInt64(info.occurrences)
      live += 1
    }
    guard live > 0 else { return }
    var shared: UInt32?
    var relations: [UInt32] = []
    if namespace == .word {
      occurrences.append(total)
      holders.append(live)
    } else {
      relations = try self.relations(namespace, chunk.openParts)
      if namespace.stemLanguage != nil, relations.count == 1, let word = relations.first,
        Int(word) < occurrences.count, occurrences[Int(word)] == total
      {
        shared = word
      }
    }
    endTerm(chunk, relations: relations, sharedWith: shared)
  }

  private func endTerm(_ chunk: TermChunk, relations: [UInt32], sharedWith word: UInt32?) {
    chunk.endTerm(cursors[standing[0].segment].key, relations: relations, sharedWith: word)
    nextOrdinal += 1
  }

  /// The related words by their new ordinals.
  private func relations(_ namespace: TermNamespace, _ parts: ArraySlice<TermChunk.Part>) throws -> [UInt32] {
    guard let size = namespace.parts else { return try members(parts) }
    var ways: Set<[UInt32]> = []
    for part in parts {
      let new = ordinals[part.segment]
      var all: [UInt32] = []
      try cursors[part.segment].eachRelation { all.append(new[$0]) }
      for start in stride(from: 0, to: all.count - size + 1, by: size) {
        let way = Array(all[start..<start + size])
        if !way.contains(.max) { ways.insert(way) }
      }
    }
    return ways.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }

  /// The words of a stem by their new ordinals, each once.
  private func members(_ parts: ArraySlice<TermChunk.Part>) throws -> [UInt32] {
    var found: [UInt32] = []
    for part in parts {
      let new = ordinals[part.segment]
      try cursors[part.segment].eachRelation { word in
        let ordinal = new[word]
        if ordinal != .max, !found.contains(ordinal) { found.append(ordinal) }
      }
    }
    found.sort()
    return found
  }
}

/// The first sixteen bytes of a key as two numbers, the first byte highest, with zeros behind a shorter one.
struct KeyHead {
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var length = 0

  init() {}

  init(_ key: UnsafeRawBufferPointer) {
    (first, length) = (TermIndex.prefix(key), key.count)
    if length > 8 { second = TermIndex.prefix(UnsafeRawBufferPointer(rebasing: key[8...])) }
  }

  /// Compares the keys: below, at or above 0; nil where more of them must be looked at.
  @inline(__always)
  func compare(_ other: KeyHead) -> Int? {
    if first != other.first { return first < other.first ? -1 : 1 }
    if second != other.second { return second < other.second ? -1 : 1 }
    // Of two that go on alike as far as they go, the shorter one is below.
    return length <= 16 && other.length <= 16 ? length - other.length : nil
  }
}
