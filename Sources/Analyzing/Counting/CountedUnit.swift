// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// What counts of tokens go by: folded words, forms as written, stems, or the values of a column of `.vrt` files.
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
///
/// Tokens are counted by type, their form or reading, as the forward index has them; units are asked of types, each once.
///
/// Not safe to share between threads.
final class SegmentUnits {
  let unit: CountedUnit
  let segment: SegmentReader
  let forward: ForwardField
  let reader: TypeReader
  private let layer: AttributeLayer?
  private let values: AttributeValues?
  private let words: FixedArray<UInt32>?
  /// For each type its unit, `.max` where that has not been asked; by language for stems and under 0 for other units.
  private var tables: [UInt8: [UInt32]] = [:]
  private var stems: [String: UInt32] = [:]
  private var stemNames: [String] = []
  private var buffer: [UInt32] = []

  init(_ unit: CountedUnit, _ segment: SegmentReader) throws {
    (self.unit, self.segment) = (unit, segment)
    forward = try segment.forward()
    if case .attribute(let name) = unit {
      layer = try segment.attributes
      values = layer?.attribute(name)
    } else {
      (layer, values) = (nil, nil)
    }
    words = unit == .word ? try segment.termOfSurface() : nil
    reader = TypeReader(forward, layer)
  }

  var isByLanguage: Bool { unit == .stem }

  /// Another reader of the same tokens, for another thread.
  func makeReader() -> TypeReader { TypeReader(forward, layer) }

  /// What the units' numbers stand for; to be asked when all are known.
  var names: UnitNames {
    switch unit {
    case .word: .terms(segment.dictionary)
    case .form: .forms(forward.surfaces)
    case .attribute: .values(values)
    case .stem: .listed(stemNames)
    }
  }

  /// How many units there are at least; those of stems are numbered as they come.
  private var unitCount: Int {
    switch unit {
    case .word: segment.dictionary.termCount
    case .form: forward.surfaces.count
    case .attribute: values?.count ?? 1
    case .stem: 0
    }
  }

  private func number(_ type: UInt32, _ language: UInt8) -> UInt32 {
    switch unit {
    case .word: return words?[Int(type)] ?? .max
    case .form: return type
    case .attribute: return values?.value(of: type) ?? 0
    case .stem:
      let stem = FoldedText.stem(of: forward.surfaces.string(type), language: language)
      if let known = stems[stem] { return known }
      stems[stem] = UInt32(stemNames.count)
      stemNames.append(stem)
      return UInt32(stemNames.count - 1)
    }
  }

  // MARK: Counting by type

  /// Appends tokens of a document as stretches that are counted under `row`, one of `rows`, in blocks of each language.
  func append(
    _ range: Range<Int>, of document: UInt32, row: Int, of rows: Int, _ context: SegmentContext,
    to stretches: inout [TokenStretch]
  ) {
    let first = forward.firstToken(of: document)
    // A damaged list may name positions behind the document's end.
    let range = range.clamped(to: 0..<forward.count(document))
    func append(_ part: Range<Int>, _ language: Int) {
      guard !part.isEmpty else { return }
      stretches.append(
        TokenStretch(
          UInt32(first + part.lowerBound), UInt32(first + part.upperBound), row: UInt32(language * rows + row)))
    }
    guard isByLanguage else { return append(range, 0) }
    eachLanguage(document, range, context) { append($0, Int($1)) }
  }

  /// Calls `body` with each part of a document's tokens that has one language.
  func eachLanguage(
    _ document: UInt32, _ range: Range<Int>, _ context: SegmentContext, _ body: (Range<Int>, UInt8) throws -> Void
  ) rethrows {
    let blocks = context.structure(document, .body).blocks
    for (index, block) in blocks.enumerated() {
      let end = index + 1 < blocks.count ? Int(blocks[index + 1].firstToken) : forward.count(document)
      let part = range.clamped(to: Int(block.firstToken)..<max(end, Int(block.firstToken)))
      if !part.isEmpty { try body(part, block.language) }
    }
  }

  /// What was counted under `row` of `rows` as occurrences of units.
  ///
  /// - Parameter areFew: whether most units are not expected to occur.
  func totals(_ counts: TypeCounts, row: Int, of rows: Int, areFew: Bool = false) -> UnitCounts {
    var totals = UnitCounts(capacity: areFew ? 0 : unitCount)
    // Damaged tables may name units that nobody has.
    let limit = unit == .stem ? UInt32.max : UInt32(clamping: unitCount)
    for number in stride(from: row, to: counts.rowCount, by: rows) {
      let language = UInt8(truncatingIfNeeded: number / rows)
      if let words {
        let table = words.values
        counts.row(number).forEachAboveZero { type, count in
          let word = type < table.count ? table[type] : .max
          if word < limit { totals.add(word, count) }
        }
      } else {
        counts.row(number).forEachAboveZero { type, count in
          let unit = self.number(UInt32(truncatingIfNeeded: type), language)
          if unit < limit { totals.add(unit, count) }
        }
      }
    }
    return totals
  }

  // MARK: Reading

  /// The units of a document's tokens, in order; valid until the next call.
  func withUnits(
    of document: UInt32, _ context: SegmentContext, _ body: (UnsafeBufferPointer<UInt32>) throws -> Void
  ) throws {
    let (first, count) = (forward.firstToken(of: document), forward.count(document))
    if unit == .form { return try reader.withTypes(first..<first + count, body) }
    buffer.removeAll(keepingCapacity: true)
    if isByLanguage {
      try eachLanguage(document, 0..<count, context) { try append(first + $0.lowerBound..<first + $0.upperBound, $1) }
    } else {
      try append(first..<first + count, 0)
    }
    try buffer.withUnsafeBufferPointer(body)
  }

  /// Appends the units of tokens of the stream that have one table.
  private func append(_ tokens: Range<Int>, _ language: UInt8) throws {
    var table = tables[language] ?? [UInt32](repeating: .max, count: reader.typeCount)
    // Taken out, so that it is not copied.
    tables[language] = nil
    defer { tables[language] = table }
    try reader.withTypes(tokens) { types in
      for type in types {
        var unit = table[Int(type)]
        if unit == .max {
          unit = number(type, language)
          table[Int(type)] = unit
        }
        buffer.append(unit)
      }
    }
  }
}

/// What the numbers of units stand for.
enum UnitNames: Sendable {
  case terms(TermDictionary)
  case forms(SurfaceTable)
  case values(AttributeValues?)
  case listed([String])

  /// The text of a unit.
  func name(_ number: UInt32) throws -> String {
    switch self {
    case .terms(let dictionary):
      String(decoding: try dictionary.term(ordinal: number)?.key.dropFirst(2) ?? [], as: UTF8.self)
    case .forms(let surfaces): surfaces.string(number)
    case .values(let values): values?.string(number) ?? ""
    case .listed(let names): names[Int(number)]
    }
  }

  /// For each of some units its place among them in the order of the names' bytes.
  func ranks(of units: [UInt32]) throws -> [UInt32] {
    // Terms are numbered in that order.
    if case .terms = self { return units }
    let named = try units.enumerated().map { (index: $0, name: try name($1)) }
    let sorted = named.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var ranks = [UInt32](repeating: 0, count: units.count)
    for (rank, entry) in sorted.enumerated() { ranks[entry.index] = UInt32(rank) }
    return ranks
  }
}

/// Counts of units in one segment.
struct UnitCounts {
  private var counts: [UInt32]
  /// The occurrences of all units.
  private(set) var total = 0

  /// - Parameter capacity: units below this number are counted in place; others take time.
  init(capacity: Int = 0) { counts = [UInt32](repeating: 0, count: capacity) }

  @inline(__always)
  mutating func add(_ unit: UInt32, _ more: UInt32) {
    let index = Int(unit)
    if index >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: max(index + 1, 2 * counts.count) - counts.count))
    }
    counts[index] &+= more
    total &+= Int(more)
  }

  subscript(unit: UInt32) -> Int { Int(unit) < counts.count ? Int(counts[Int(unit)]) : 0 }

  /// Calls `body` with the units that occur, ascending.
  @inline(__always)
  func forEach(_ body: (_ unit: UInt32, _ count: UInt32) -> Void) {
    counts.withUnsafeBufferPointer { counts in
      counts.forEachAboveZero { unit, count in body(UInt32(truncatingIfNeeded: unit), count) }
    }
  }

  /// The units that occur, ascending.
  var units: [UInt32] {
    var units: [UInt32] = []
    forEach { unit, _ in units.append(unit) }
    return units
  }
}

extension UnsafeBufferPointer<UInt32> {
  /// Calls `body` with the places of values above zero, which may be few, and the values.
  @inline(__always)
  fileprivate func forEachAboveZero(_ body: (_ place: Int, _ value: UInt32) -> Void) {
    let step = 8
    var start = 0
    while start < count {
      let end = Swift.min(start &+ step, count)
      if let base = baseAddress, end &- start == step {
        let some = UnsafeRawPointer(base + start).loadUnaligned(as: SIMD8<UInt32>.self)
        let halves = some.lowHalf | some.highHalf
        let quarter = halves.lowHalf | halves.highHalf
        if quarter.x | quarter.y == 0 {
          start = end
          continue
        }
      }
      for place in start..<end where self[place] != 0 { body(place, self[place]) }
      start = end
    }
  }
}
