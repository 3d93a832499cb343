// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Merges the columns of one name, where all of them hold strings: these stand sorted in each segment, so that they are
/// merged as terms are. See `ColumnWriter` for the format.
struct StringColumnMerger {
  private let name: String
  private let segments: [SegmentReader]
  private let documents: [DocumentNumbers]
  private let isList: Bool

  /// Nil where a segment has numbers under that name.
  init?(_ name: String, _ segments: [SegmentReader], _ documents: [DocumentNumbers]) throws {
    let kinds = segments.flatMap { $0.meta.columns.filter { $0.name == name }.map(\.kind) }
    guard kinds.allSatisfy({ $0 == .text || $0 == .list }) else { return nil }
    (self.name, self.segments, self.documents) = (name, segments, documents)
    isList = kinds.contains(.list)
  }

  func write(number: Int, to file: inout SectionFileWriter) throws -> ColumnFormat {
    let base = SegmentSection.column(number)
    let (numbers, count) = try writeStrings(base, to: &file)
    var width = 4
    if isList {
      try writeLists(numbers, base + 2, to: &file)
    } else {
      let codes = try codes(numbers)
      width = try ColumnWriter.writeCodes(codes, limit: count, base + 2, &file)
    }
    return ColumnFormat(name: name, kind: isList ? .list : .text, width: width, base: 0, values: count)
  }

  /// Writes the strings that live documents have; returns for each segment the new number of each old one.
  private func writeStrings(_ base: UInt32, to file: inout SectionFileWriter) throws -> ([[UInt32]], count: Int) {
    var walk = try StringWalk(name, segments, used: usedStrings())
    var values = try StringBlocksWriter(base, to: &file)
    while walk.next() { try walk.string.withUnsafeBytes { try values.append($0, to: &file) } }
    try values.finish(places: base + 1, to: &file)
    return (walk.numbers, values.count)
  }

  /// For each segment, which strings live documents have; empty where all have been kept.
  private func usedStrings() throws -> [[Bool]] {
    try zip(segments, documents).map { segment, numbers in
      guard numbers.live < numbers.count, let column = try segment.column(name) else { return [] }
      var used = [Bool](repeating: false, count: column.valueCount)
      numbers.forEachLive { document in
        for string in column.valueNumbers(document) where string < used.count { used[string] = true }
      }
      segment.forget()
      return used
    }
  }

  /// Calls `body` with the new numbers of each live document's strings, in order.
  private func eachDocument(_ numbers: [[UInt32]], _ body: ([UInt32]) -> Void) throws {
    for (index, segment) in segments.enumerated() {
      let (column, new) = (try segment.column(name), numbers[index])
      documents[index].forEachLive { document in
        body(column?.valueNumbers(document).compactMap { $0 < new.count ? new[$0] : nil } ?? [])
      }
      segment.forget()
    }
  }

  private func codes(_ numbers: [[UInt32]]) throws -> [UInt32] {
    var codes: [UInt32] = []
    codes.reserveCapacity(documents.reduce(0) { $0 + $1.live })
    for (index, segment) in segments.enumerated() {
      let (column, new) = (try segment.column(name), numbers[index])
      documents[index].forEachLive { document in
        let code = Int(column?.code(document) ?? 0)
        codes.append(code > 0 && code <= new.count ? new[code - 1] &+ 1 : 0)
      }
      segment.forget()
    }
    return codes
  }

  private func writeLists(_ numbers: [[UInt32]], _ section: UInt32, to file: inout SectionFileWriter) throws {
    var (starts, codes): ([UInt32], [UInt32]) = ([0], [])
    try eachDocument(numbers) { strings in
      codes += strings
      starts.append(UInt32(truncatingIfNeeded: codes.count))
    }
    try file.section(section, starts)
    try codes.withUnsafeBytes { try file.append($0) }
  }
}

/// Walks the sorted strings of one column of several segments together and numbers them.
private struct StringWalk {
  private let columns: [StringBlocks]
  /// Each on the string of its place.
  private var cursors: [StringCursor]
  private let used: [[Bool]]
  private var places: [Int]
  private var order = MergeOrder()
  /// For each segment, the number of each of its strings; 0 for those not used.
  private(set) var numbers: [[UInt32]]
  private var count: UInt32 = 0
  /// The distinct string that the walk stands on.
  private(set) var string: [UInt8] = []

  init(_ name: String, _ segments: [SegmentReader], used: [[Bool]]) throws {
    let columns = try segments.map { try $0.columnStrings(name) }
    (self.columns, self.used) = (columns, used)
    cursors = columns.map { StringCursor($0) }
    places = Array(repeating: -1, count: columns.count)
    numbers = columns.map { Array(repeating: 0, count: $0.count) }
    for segment in columns.indices { moveOn(segment) }
  }

  /// Goes to the next distinct string; false where there is none.
  mutating func next() -> Bool {
    guard let lowest = order.lowest else { return false }
    string.removeAll(keepingCapacity: true)
    string.append(contentsOf: cursors[lowest].bytes)
    while let segment = order.lowest, cursors[segment].compare(string) == 0 {
      _ = order.removeLowest()
      numbers[segment][places[segment]] = count
      moveOn(segment)
    }
    count += 1
    return true
  }

  private mutating func moveOn(_ segment: Int) {
    repeat {
      places[segment] += 1
      guard places[segment] < columns[segment].count else { return }
    } while !used[segment].isEmpty && !used[segment][places[segment]]
    cursors[segment].move(to: places[segment])
    order.insert(segment) { [cursors] in cursors[$0].compare(cursors[$1].bytes) }
  }
}
