// SPDX-License-Identifier: Apache-2.0

/// Walks over the dictionaries of several segments together, in the order of the keys, and collects terms in chunks.
internal import Bytes
internal import Glibc

/// Unchecked: one thread at a time walks, and nobody else looks at it meanwhile.
final class TermWalk: @unchecked Sendable {
  private let merger: SegmentMerger
  private var cursors: [TermCursor] = []
  /// Segments that stand on a term, by its key: the lowest last; of equal ones, the earliest segment last.
  private var order: [Int] = []
  /// For each segment, the new ordinal of each term; `.max` where it is gone.
  private(set) var ordinals: [[UInt32]] = []
  private var nextOrdinal: UInt32 = 0
  /// Occurrences of each word, by new ordinal: a stem may share the postings of its only word.
  private var occurrences = Vector<UInt64>(capacity: 1 << 16)

  init(_ merger: SegmentMerger) throws {
    self.merger = merger
    for segment in merger.segments {
      cursors.append(try segment.dictionary.cursor(from: []))
      ordinals.append([])
    }
    for segment in cursors.indices { try moveOn(segment) }
  }

  /// Puts the next terms into chunks of about so many occurrences each; those behind the last term stay empty.
  func fill(_ chunks: [TermChunk], weight: Int) throws {
    for chunk in chunks {
      chunk.removeAll()
      while chunk.weight < weight, try nextTerm(into: chunk) {}
    }
  }

  /// Moves on to the segment's next term and puts it where its key belongs.
  private func moveOn(_ segment: Int) throws {
    guard try cursors[segment].next() else { return }
    var place = order.count
    while place > 0 {
      let other = order[place - 1]
      let comparison = Self.compare(cursors[other].key, cursors[segment].key)
      if comparison > 0 || (comparison == 0 && other > segment) { break }
      place -= 1
    }
    order.insert(segment, at: place)
  }

  private static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
    a.withUnsafeBytes { first in
      b.withUnsafeBytes { second in
        guard let x = first.baseAddress, let y = second.baseAddress else { return first.count - second.count }
        let difference = Int(memcmp(x, y, min(first.count, second.count)))
        return difference != 0 ? difference : first.count - second.count
      }
    }
  }

  /// Puts the lowest term of all segments into `chunk`, unless no live document has it; false behind the last.
  private func nextTerm(into chunk: TermChunk) throws -> Bool {
    guard let lowest = order.last else { return false }
    let key = cursors[lowest].key
    let namespace = TermNamespace(rawValue: key[0])
    var term = TermChunk.Term(key: key, relations: [], sharedWith: nil, parts: [])
    var standing: [Int] = []
    var total: UInt64 = 0
    while let index = order.last, cursors[index].key == key {
      order.removeLast()
      standing.append(index)
      let info = try cursors[index].info
      let isLive = info.documents > 0
      ordinals[index].append(isLive ? nextOrdinal : .max)
      if isLive { term.parts.append(.init(segment: index, info: info)) }
      total &+= UInt64(info.occurrences)
    }
    if !term.parts.isEmpty {
      term.relations = try relations(namespace, term.parts)
      if namespace.stemLanguage != nil, term.relations.count == 1, let word = term.relations.first,
        Int(word) < occurrences.count, occurrences[Int(word)] == total
      {
        term.sharedWith = word
      }
      if namespace == .word { occurrences.append(total) }
      chunk.add(term)
      nextOrdinal += 1
    }
    for index in standing { try moveOn(index) }
    return true
  }

  /// The related words by their new ordinals.
  private func relations(_ namespace: TermNamespace, _ parts: [TermChunk.Part]) throws -> [UInt32] {
    guard namespace != .word else { return [] }
    let size = namespace.parts ?? 1
    var ways: Set<[UInt32]> = []
    for part in parts {
      let old = try merger.segments[part.segment].dictionary.relations(of: part.info)
      let new = ordinals[part.segment]
      for start in stride(from: 0, to: old.count - size + 1, by: size) {
        let way = old[start..<start + size].map { new.indices.contains(Int($0)) ? new[Int($0)] : .max }
        if !way.contains(.max) { ways.insert(way) }
      }
    }
    return ways.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }
}
