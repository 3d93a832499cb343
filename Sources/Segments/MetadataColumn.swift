// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Reads a metadata column; see `ColumnWriter` for the format.
package final class MetadataColumn: Sendable {
  package let format: ColumnFormat
  private let texts: StringBlocks
  private let bytes: FixedArray<UInt8>
  private let words: FixedArray<UInt16>
  private let longs: FixedArray<UInt32>
  private let doubles: FixedArray<UInt64>
  private let documents: Int

  init(_ file: SectionFile, number: Int, format: ColumnFormat, documents: Int) throws {
    self.format = format
    self.documents = documents
    let base = SegmentSection.column(number)
    texts = try StringBlocks(column: number, file, count: format.values)
    let codes = file.section(base + 2)
    // In memory each code takes as few bytes as hold all of them.
    let isRun = format.kind == .text || format.kind == .integer
    let run = isRun && format.width > 0 ? try PackedRun.read(codes) : []
    bytes = FixedArray(narrowing: isRun && format.width == 1 ? run : [])
    words = FixedArray(narrowing: isRun && format.width == 2 ? run : [])
    longs = isRun ? FixedArray(unpacked: format.width == 4 ? run : []) : try FixedArray(codes)
    doubles = try FixedArray(codes)
  }

  package var name: String { format.name }
  package var kind: ColumnFormat.Kind { format.kind }

  /// The number of distinct strings (`text`, `list`).
  package var valueCount: Int { texts.count }

  /// A distinct string by its number; they ascend by their bytes.
  package func value(_ number: Int) -> String {
    String(decoding: texts[number], as: UTF8.self)
  }

  /// The number of the first string that is not below `wanted`.
  package func lowerBound(_ wanted: String) -> Int {
    var copy = wanted
    return copy.withUTF8 { texts.lowerBound(UnsafeRawBufferPointer($0)) }
  }

  /// The number of a string, or nil where no document has it.
  package func number(of wanted: String) -> Int? {
    let found = lowerBound(wanted)
    return found < valueCount && value(found) == wanted ? found : nil
  }

  /// The stored code of a document: 0 for no value; else 1 + number of the string (`text`), or value - base + 1
  /// (`integer`). Not for lists and floating-point numbers.
  package func code(_ document: UInt32) -> UInt32 {
    let index = Int(document)
    guard index < documents else { return 0 }
    switch format.width {
    case 0: return 1
    case 1: return UInt32(bytes[index])
    case 2: return UInt32(words[index])
    default: return longs[index]
    }
  }

  /// Adds one to `counts` at the code of each of `documents`, as far as `counts` reaches; as `code`, not for lists.
  package func countCodes(_ documents: UnsafeBufferPointer<UInt32>, into counts: UnsafeMutableBufferPointer<UInt32>) {
    switch format.width {
    case 0: if !counts.isEmpty { counts[min(1, counts.count - 1)] &+= UInt32(truncatingIfNeeded: documents.count) }
    case 1: Self.count(documents, bytes.values, counts)
    case 2: Self.count(documents, words.values, counts)
    default: Self.count(documents, longs.values, counts)
    }
  }

  private static func count<Code: FixedWidthInteger>(
    _ documents: UnsafeBufferPointer<UInt32>, _ codes: UnsafeBufferPointer<Code>,
    _ counts: UnsafeMutableBufferPointer<UInt32>
  ) {
    for document in documents where Int(document) < codes.count {
      let code = Int(codes[Int(document)])
      if code < counts.count { counts[code] &+= 1 }
    }
  }

  /// Keeps those `places` in `documents` at which a document's code lies in `codes`, which does not hold 0; returns how many
  /// they are. As `code`, not for lists.
  package func keep(
    _ codes: ClosedRange<UInt32>, _ documents: UnsafePointer<UInt32>, _ places: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    switch format.width {
    case 0: codes.contains(1) ? places.count : 0
    case 1: Self.keep(bytes.values, codes, documents, places)
    case 2: Self.keep(words.values, codes, documents, places)
    default: Self.keep(longs.values, codes, documents, places)
    }
  }

  private static func keep<Code: FixedWidthInteger>(
    _ own: UnsafeBufferPointer<Code>, _ codes: ClosedRange<UInt32>, _ documents: UnsafePointer<UInt32>,
    _ places: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    let (least, span) = (codes.lowerBound, codes.upperBound - codes.lowerBound)
    var kept = 0
    for index in places.indices {
      let place = places[index]
      let document = Int(documents[Int(place)])
      let code = document < own.count ? UInt32(truncatingIfNeeded: own[document]) : 0
      places[kept] = place
      kept &+= code &- least <= span ? 1 : 0
    }
    return kept
  }

  /// The numbers of a document's strings (`text` and `list`).
  package func valueNumbers(_ document: UInt32) -> [Int] {
    if kind == .text {
      let code = code(document)
      return code == 0 ? [] : [Int(code) - 1]
    }
    guard kind == .list, Int(document) < documents else { return [] }
    let (start, end) = (Int(longs[Int(document)]), Int(longs[Int(document) + 1]))
    guard start <= end, documents + 1 + end <= longs.count else { return [] }
    return (start..<end).map { Int(longs[documents + 1 + $0]) }
  }

  /// The document's strings; a number is written out.
  package func strings(_ document: UInt32) -> [String] {
    switch kind {
    case .text, .list: valueNumbers(document).map(value)
    case .integer, .number: number(document).flatMap { ColumnWriter.text(.number($0)) }.map { [$0] } ?? []
    }
  }

  /// The document's value as a writer takes it.
  func columnValue(_ document: UInt32) -> ColumnWriter.Value {
    switch kind {
    case .text: strings(document).first.map { .text($0) } ?? .none
    case .list:
      switch strings(document) {
      case let all where all.isEmpty: .none
      case let all: .list(all)
      }
    case .integer, .number: number(document).map { .number($0) } ?? .none
    }
  }

  /// The document's number; of a `text` column, its string read as a number.
  package func number(_ document: UInt32) -> Double? {
    switch kind {
    case .integer:
      let code = code(document)
      return code == 0 ? nil : Double(format.base + Int(code) - 1)
    case .number:
      guard Int(document) < documents else { return nil }
      let value = Double(bitPattern: doubles[Int(document)])
      return value.isNaN ? nil : value
    case .text: return strings(document).first.flatMap { Double($0) }
    case .list: return nil
    }
  }
}

extension StringBlocks {
  /// The distinct strings of a column, ascending by their bytes.
  init(column number: Int, _ file: SectionFile, count: Int) throws {
    let base = SegmentSection.column(number)
    try self.init(file.section(base), places: file.section(base + 1), count: count)
  }
}
