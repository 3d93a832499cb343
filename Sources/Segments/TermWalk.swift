// SPDX-License-Identifier: Apache-2.0

/// Walks over the dictionaries of several segments together, in the order of the keys, and collects terms in chunks.
internal import Bytes

/// Unchecked: one thread at a time walks, and nobody else looks at it meanwhile; no method is entered again while it runs.
final class TermWalk: @unchecked Sendable {
  private let merger: SegmentMerger
  @exclusivity(unchecked) private var cursors: [TermCursor] = []
  /// Segments that stand on a term, by its key.
  @exclusivity(unchecked) private var order = MergeOrder()
  /// The first bytes of the key that each segment stands on, as a number: most keys are told apart by it.
  private let prefixes: UnsafeMutablePointer<UInt64>
  /// The segments that stand on the term that is being put into a chunk.
  @exclusivity(unchecked) private var standing: [Int] = []
  /// For each segment, the new ordinals of its words, which stand before all other terms.
  let ordinals: [OrdinalMap]
  @exclusivity(unchecked) private var nextOrdinal: UInt32 = 0
  /// Occurrences of each word, by new ordinal: a stem may share the postings of its only word.
  @exclusivity(unchecked) private var occurrences = Vector<UInt64>(capacity: 1 << 16)

  init(_ merger: SegmentMerger) throws {
    self.merger = merger
    ordinals = merger.segments.map { _ in OrdinalMap() }
    prefixes = .allocate(capacity: max(merger.segments.count, 1))
    cursors = try merger.segments.map { try $0.dictionary.cursor(from: []) }
    for segment in cursors.indices { try moveOn(segment) }
  }

  deinit { prefixes.deallocate() }

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
    prefixes[segment] = cursors[segment].key.withUnsafeBytes { TermIndex.prefix($0) }
    let (cursors, prefixes) = (self.cursors, self.prefixes)
    order.insert(segment) { one, other in
      if prefixes[one] != prefixes[other] { return prefixes[one] < prefixes[other] ? -1 : 1 }
      return cursors[one].key.withUnsafeBytes { first in
        cursors[other].key.withUnsafeBytes { second in ByteOrder.compare(first, second) }
      }
    }
  }

  /// Puts the lowest term of all segments into `chunk`, unless no live document has it; false behind the last.
  private func nextTerm(into chunk: TermChunk) throws -> Bool {
    guard let lowest = order.lowest else { return false }
    let key = cursors[lowest].key
    let namespace = TermNamespace(rawValue: key[0])
    standing.removeAll(keepingCapacity: true)
    var total: UInt64 = 0
    let prefix = prefixes[lowest]
    while let index = order.lowest, prefixes[index] == prefix, cursors[index].key == key {
      _ = order.removeLowest()
      standing.append(index)
      let info = try cursors[index].info
      let isLive = info.documents > 0
      if namespace == .word { ordinals[index].append(isLive ? nextOrdinal : .max) }
      if isLive { chunk.addPart(index, info, isShared: cursors[index].sharesPostings) }
      total &+= UInt64(info.occurrences)
    }
    if !chunk.openParts.isEmpty { try endTerm(key, namespace, total, in: chunk) }
    for index in standing { try moveOn(index) }
    return true
  }

  private func endTerm(_ key: [UInt8], _ namespace: TermNamespace, _ total: UInt64, in chunk: TermChunk) throws {
    let relations = try relations(namespace, chunk.openParts)
    var shared: UInt32?
    if namespace.stemLanguage != nil, relations.count == 1, let word = relations.first,
      Int(word) < occurrences.count, occurrences[Int(word)] == total
    {
      shared = word
    }
    if namespace == .word { occurrences.append(total) }
    chunk.endTerm(key, relations: relations, sharedWith: shared)
    nextOrdinal += 1
  }

  /// The related words by their new ordinals.
  private func relations(_ namespace: TermNamespace, _ parts: ArraySlice<TermChunk.Part>) throws -> [UInt32] {
    guard namespace != .word else { return [] }
    guard let size = namespace.parts else { return try members(parts) }
    var ways: Set<[UInt32]> = []
    for part in parts {
      let old = try merger.segments[part.segment].dictionary.relations(of: part.info)
      let new = ordinals[part.segment]
      for start in stride(from: 0, to: old.count - size + 1, by: size) {
        let way = old[start..<start + size].map { new[$0] }
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
      for word in try merger.segments[part.segment].dictionary.relations(of: part.info) {
        let ordinal = new[word]
        if ordinal != .max, !found.contains(ordinal) { found.append(ordinal) }
      }
    }
    found.sort()
    return found
  }
}
