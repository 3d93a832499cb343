// SPDX-License-Identifier: Apache-2.0

/// Merges the dictionaries and postings of segments: a walk over all of them in the order of the keys.
internal import Bytes
internal import Glibc

struct TermMerger {
  private let merger: SegmentMerger
  private let starts: [Field: [UInt32]]
  private var cursors: [TermCursor] = []
  /// Segments that stand on a term, by its key: the lowest last; of equal ones, the earliest segment last.
  private var order: [Int] = []
  /// For each segment, the new ordinal of each term; `.max` where it is gone.
  private var ordinals: [[UInt32]] = []

  init(_ merger: SegmentMerger, _ starts: [Field: [UInt32]]) throws {
    (self.merger, self.starts) = (merger, starts)
    for segment in merger.segments {
      cursors.append(try segment.dictionary.cursor(from: []))
      ordinals.append([])
    }
    for segment in cursors.indices { try moveOn(segment) }
  }

  /// Writes the sections of postings and terms; returns for each segment the new ordinal of each old one.
  consuming func write(to file: inout SectionFileWriter) throws -> [[UInt32]] {
    var copy = self
    try file.begin(SegmentSection.postings)
    var writer = PostingsWriter()
    /// Occurrences of the words written, by new ordinal: a stem may share the postings of its only word.
    var occurrences = Vector<UInt64>(capacity: 1 << 16)
    while let key = copy.lowestKey() {
      if writer.nextOrdinal % 8192 == 0 { copy.merger.releasePages() }
      try copy.mergeTerm(key, &writer, &occurrences, to: &file)
    }
    try writer.finish(to: &file)
    return copy.ordinals
  }

  private func lowestKey() -> [UInt8]? { order.last.map { cursors[$0].key } }

  /// Moves on to the segment's next term and puts it where its key belongs.
  private mutating func moveOn(_ segment: Int) throws {
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

  private mutating func mergeTerm(
    _ key: [UInt8], _ writer: inout PostingsWriter, _ occurrences: inout Vector<UInt64>,
    to file: inout SectionFileWriter
  ) throws {
    let namespace = TermNamespace(rawValue: key[0])
    let field = Field(rawValue: key[1])
    var parts: [(segment: Int, info: TermInfo)] = []
    var standing: [Int] = []
    while let index = order.last, cursors[index].key == key {
      order.removeLast()
      standing.append(index)
      let info = try cursors[index].info
      if info.documents > 0 { parts.append((index, info)) }
      ordinals[index].append(info.documents > 0 ? writer.nextOrdinal : .max)
    }
    let relations = try relations(namespace, parts)
    let total = parts.reduce(0) { $0 + $1.info.occurrences }
    if parts.isEmpty {
    } else if namespace.stemLanguage != nil, relations.count == 1, occurrences[Int(relations[0])] == UInt64(total) {
      writer.addAlias(key, of: relations[0], relations: relations)
    } else {
      for part in parts { try append(part.info, part.segment, field, namespace.hasPositions, &writer) }
      try writer.finishTerm(key, relations: relations, withPositions: namespace.hasPositions, to: &file)
      if namespace == .word { occurrences.append(UInt64(total)) }
    }
    for index in standing { try moveOn(index) }
  }

  /// The related words by their new ordinals.
  private func relations(_ namespace: TermNamespace, _ parts: [(segment: Int, info: TermInfo)]) throws -> [UInt32] {
    guard namespace != .word else { return [] }
    let size = namespace.parts ?? 1
    var ways: Set<[UInt32]> = []
    for (segment, info) in parts {
      let old = try merger.segments[segment].dictionary.relations(of: info)
      for start in stride(from: 0, to: old.count - size + 1, by: size) {
        let way = old[start..<start + size].map {
          ordinals[segment].indices.contains(Int($0)) ? ordinals[segment][Int($0)] : .max
        }
        if !way.contains(.max) { ways.insert(way) }
      }
    }
    return ways.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }

  private func append(
    _ info: TermInfo, _ segment: Int, _ field: Field, _ withPositions: Bool, _ writer: inout PostingsWriter
  ) throws {
    var cursor = try merger.segments[segment].postings(info)
    var gaps = PositionGaps(cursor)
    let numbers = merger.documents[segment]
    guard let starts = starts[field] else { return }
    while cursor.document != PostingsCursor.end {
      let old = Int(cursor.document)
      guard old < numbers.count else { break }
      let (document, frequency) = (numbers[old], cursor.frequency)
      if document == .max {
        if withPositions { for _ in 0..<frequency { _ = gaps.next() } }
      } else {
        let length = starts[Int(document) + 1] - starts[Int(document)]
        writer.encoder.add(document: document, frequency: frequency, length: length)
        if withPositions { for _ in 0..<frequency { writer.encoder.add(positionGap: gaps.next()) } }
      }
      cursor.next()
    }
  }
}
