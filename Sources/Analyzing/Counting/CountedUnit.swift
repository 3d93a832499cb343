// SPDX-License-Identifier: Apache-2.0

/// What counts of tokens go by: folded words, forms as written, stems, or the values of a column of `.vrt` files.
package import Querying
internal import Segments

package enum CountedUnit: Sendable, Equatable {
  case word, form, stem
  case attribute(String)

  /// The unit with that name on the command line: anything else is a column.
  package init(name: String) {
    switch name {
    case "word": self = .word
    case "form": self = .form
    case "stem": self = .stem
    default: self = .attribute(name)
    }
  }
}

/// The units of one segment's body tokens, numbered.
final class SegmentUnits {
  let unit: CountedUnit
  let segment: SegmentReader
  let types: TokenTypes
  let forward: ForwardField
  private let layer: AttributeLayer?
  private let words: FixedArray<UInt32>
  private let surfaces: SurfaceTable
  private let readingCount: Int
  /// For each reading its unit, by language for stems and under 0 for other units.
  private var tables: [UInt8: [UInt32]] = [:]
  private var stems: [String: UInt32] = [:]
  private var stemNames: [String] = []

  init(_ unit: CountedUnit, _ segment: SegmentReader) throws {
    (self.unit, self.segment) = (unit, segment)
    forward = try segment.forward()
    layer = try segment.attributes
    words = try segment.termOfSurface()
    surfaces = try segment.surfaces
    types = TokenTypes(forward, layer)
    readingCount = layer?.readingCount ?? surfaces.count
  }

  var isByLanguage: Bool { unit == .stem }

  /// For each reading, the number of its unit in blocks of a language.
  func table(_ language: UInt8) -> [UInt32] {
    let key = isByLanguage ? language : 0
    if let known = tables[key] { return known }
    let made = (0..<UInt32(readingCount)).map { number($0, language) }
    tables[key] = made
    return made
  }

  private func number(_ reading: UInt32, _ language: UInt8) -> UInt32 {
    let surface = layer?.surface(of: reading) ?? reading
    switch unit {
    case .word: return words[Int(surface)]
    case .form: return surface
    case .attribute(let name): return layer?.attribute(name)?.value(of: reading) ?? 0
    case .stem:
      let stem = FoldedText.stem(of: surfaces.string(surface), language: language)
      if let known = stems[stem] { return known }
      stems[stem] = UInt32(stemNames.count)
      stemNames.append(stem)
      return UInt32(stemNames.count - 1)
    }
  }

  /// The text of a unit.
  func key(_ number: UInt32) throws -> String {
    switch unit {
    case .word:
      let key = try segment.dictionary.term(ordinal: number)?.key.dropFirst(2) ?? []
      return String(decoding: key, as: UTF8.self)
    case .form: return surfaces.string(number)
    case .attribute(let name): return layer?.attribute(name)?.string(number) ?? ""
    case .stem: return stemNames[Int(number)]
    }
  }

  /// Calls `body` with each run of tokens of a document that have one table.
  func eachRun(
    _ document: UInt32, _ range: Range<Int>, _ context: SegmentContext,
    _ body: (_ tokens: Range<Int>, _ table: [UInt32]) throws -> Void
  ) throws {
    guard isByLanguage else { return try body(range, table(0)) }
    let blocks = context.structure(document, .body).blocks
    for (index, block) in blocks.enumerated() {
      let end = index + 1 < blocks.count ? Int(blocks[index + 1].firstToken) : forward.count(document)
      let part = range.clamped(to: Int(block.firstToken)..<max(end, Int(block.firstToken)))
      if !part.isEmpty { try body(part, table(block.language)) }
    }
  }
}

/// Counts of units in one segment.
struct UnitCounts {
  private(set) var counts: [Int] = []

  @inline(__always)
  mutating func add(_ unit: UInt32, _ more: Int = 1) {
    let index = Int(unit)
    if index >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: max(index + 1, 2 * counts.count) - counts.count))
    }
    counts[index] += more
  }

  subscript(unit: UInt32) -> Int { Int(unit) < counts.count ? counts[Int(unit)] : 0 }

  /// The units that occur.
  var units: [UInt32] { counts.indices.filter { counts[$0] != 0 }.map { UInt32($0) } }
}

/// The documents that are counted: all live ones, or those that a query matches.
package struct Subcorpus {
  let searcher: Searcher
  private let filter: QueryPlan?

  package init(_ searcher: Searcher, filter: QueryPlan? = nil) { (self.searcher, self.filter) = (searcher, filter) }

  /// Whether nothing is left out.
  var isWhole: Bool { filter == nil }

  func eachDocument(_ body: (_ segment: Int, _ document: UInt32) throws -> Void) throws {
    if let filter { return try filter.forEachMatch(body) }
    for (number, segment) in searcher.segments.enumerated() {
      for document in 0..<UInt32(clamping: segment.documentCount) where !segment.isDeleted(document) {
        try body(number, document)
      }
    }
  }

  /// Tokens of the bodies.
  package func tokens() throws -> Int {
    if isWhole { return searcher.statistics.tokens }
    let lengths = try searcher.segments.map { try $0.lengths(.body) }
    var total = 0
    try eachDocument { segment, document in total += Int(lengths[segment][document]) }
    return total
  }
}
