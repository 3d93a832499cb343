// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// A metadata field of all documents of a segment.
///
///     Column  --> Values Places Codes                   three sections
///     Values, Places --> StringBlocks: the distinct strings' UTF-8, sorted by their bytes      (text, list)
///     Codes   --> PackedRun                             0 = no value; text: 1 + number of the string;
///                                                       integer: value - Base + 1
///             |   (8 bytes){documents}                  number: IEEE 754 bits
///             |   (4 bytes){documents + 1} (4 bytes)*   list: where each document's strings start, then their numbers
///
/// Integers are little-endian. Width says how many bytes hold any code in memory; 0 that every document has the first
/// string (text only), and Codes is absent. It is 4 for lists and 8 for numbers. A number that is absent is a NaN.
/// Example: the values "b", none and "a" give Values `61 62`, Places 0, 1, 2 and as Codes the run of 2, 0, 1.
package struct ColumnWriter {
  package enum Value: Sendable, Equatable {
    case none
    case text(String)
    case list([String])
    case number(Double)
  }

  /// Numbers each distinct string as it comes; they are sorted when written.
  private let strings = InternTable(capacity: 32)
  private var codes: [UInt32] = []
  private var listStarts: [UInt32] = [0]
  private var listCodes: [UInt32] = []
  private var doubles: [Double] = []
  package let name: String
  package private(set) var kind: ColumnFormat.Kind
  /// What the values of the open part alone would make of the column; nil where there is none yet.
  private var kindOfPart: ColumnFormat.Kind?

  /// `kind` `.integer` is chosen by the writer itself where all numbers of a `.number` column are whole.
  package init(name: String, kind: ColumnFormat.Kind) { (self.name, self.kind) = (name, kind) }

  package var count: Int {
    switch kind {
    case .text: codes.count
    case .list: listStarts.count - 1
    case .integer, .number: doubles.count
    }
  }

  /// Adds the value of the next document. A column of numbers that meets a string that is none turns into strings, a
  /// column of single strings that meets a list into lists. Whatever its kind, a column gives back the same strings.
  package mutating func append(_ value: Value) {
    adapt(to: value)
    store(value)
  }

  /// The first value says what a column holds. So does the first one of a part: columns of parts that are indexed together
  /// are then of the same kind as those of parts that are merged.
  mutating func beginPart() { kindOfPart = nil }

  private mutating func adapt(to value: Value) {
    if case .none = value { return }
    var own = kindOfPart ?? Self.kind(of: value)
    if own == .number, let text = Self.single(value), !Self.isNumber(text) { own = .text }
    if own != .list, case .list(let list) = value, list.count > 1 { own = .list }
    kindOfPart = own
    if kind == .number, own != .number { becomeText() }
    if kind == .text, own == .list { becomeList() }
  }

  /// The kind of a column that begins with a value.
  static func kind(of value: Value) -> ColumnFormat.Kind {
    switch value {
    case .number: .number
    case .list: .list
    default: .text
    }
  }

  private mutating func store(_ value: Value) {
    switch kind {
    case .text: codes.append(Self.text(value).map { 1 + number(of: $0) } ?? 0)
    case .list:
      for string in Self.strings(value) { listCodes.append(number(of: string)) }
      listStarts.append(UInt32(truncatingIfNeeded: listCodes.count))
    case .integer, .number: doubles.append(Self.double(value))
    }
  }

  /// Whether a column of numbers gives the text back as it is; `nan`, `007` and `2.50` would come back otherwise.
  private static func isNumber(_ text: String) -> Bool {
    guard let number = Double(text), number.isFinite else { return false }
    return Self.text(.number(number)) == text
  }

  private mutating func becomeText() {
    let before = doubles
    (kind, doubles) = (.text, [])
    for value in before { store(value.isNaN ? .none : .number(value)) }
  }

  private mutating func becomeList() {
    for code in codes {
      if code > 0 { listCodes.append(code - 1) }
      listStarts.append(UInt32(truncatingIfNeeded: listCodes.count))
    }
    (kind, codes) = (.list, [])
  }

  /// The kind that can hold the values of all the given ones.
  static func kind(for kinds: [ColumnFormat.Kind]) -> ColumnFormat.Kind {
    if kinds.contains(.list) { return .list }
    if kinds.contains(.text) { return .text }
    return .number
  }

  /// Adds documents without a value until there are `count`.
  package mutating func pad(to count: Int) { while self.count < count { append(.none) } }

  private mutating func number(of string: String) -> UInt32 {
    var copy = string
    return copy.withUTF8 { strings.intern($0) }
  }

  static func text(_ value: Value) -> String? {
    switch value {
    case .none: nil
    case .text(let text): text
    case .list(let list): list.isEmpty ? nil : list.joined(separator: "; ")
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
  }

  static func strings(_ value: Value) -> [String] {
    if case .list(let list) = value { return list }
    return text(value).map { [$0] } ?? []
  }

  static func double(_ value: Value) -> Double {
    switch value {
    case .number(let number): number
    default: single(value).flatMap { Double($0) } ?? .nan
    }
  }

  /// The string that a value is, if it is one.
  private static func single(_ value: Value) -> String? {
    switch value {
    case .text(let text): text
    case .list(let list): list.count == 1 ? list[0] : nil
    default: nil
    }
  }

  /// Writes the sections of column `number` and tells its format.
  package mutating func write(number: Int, to file: inout SectionFileWriter) throws -> ColumnFormat {
    kind == .number || kind == .integer ? try writeNumbers(number, &file) : try writeStrings(number, &file)
  }

  private mutating func writeStrings(_ number: Int, _ file: inout SectionFileWriter) throws -> ColumnFormat {
    let order = strings.numbersByBytes(Array(0..<UInt32(strings.count)))
    var ranks = [UInt32](repeating: 0, count: strings.count)
    let base = SegmentSection.column(number)
    var values = try StringBlocksWriter(base, to: &file)
    for (rank, index) in order.enumerated() {
      ranks[Int(index)] = UInt32(rank)
      try strings.withBytes(of: index) { try $0.withUnsafeBytes { try values.append($0, to: &file) } }
    }
    try values.finish(places: base + 1, to: &file)
    var width = 4
    if kind == .list {
      try file.section(base + 2, listStarts + listCodes.map { ranks[Int($0)] })
    } else {
      let sorted = codes.map { $0 == 0 ? 0 : 1 + ranks[Int($0) - 1] }
      width = try Self.writeCodes(sorted, limit: strings.count, base + 2, &file)
    }
    return ColumnFormat(name: name, kind: kind, width: width, base: 0, values: strings.count)
  }

  private func writeNumbers(_ number: Int, _ file: inout SectionFileWriter) throws -> ColumnFormat {
    let section = SegmentSection.column(number) + 2
    let known = doubles.filter { !$0.isNaN }
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    guard known.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e15 }), high - low < Double(UInt32.max - 1) else {
      try file.section(section, doubles.map(\.bitPattern))
      return ColumnFormat(name: name, kind: .number, width: 8, base: 0, values: 0)
    }
    let codes = doubles.map { $0.isNaN ? 0 : UInt32($0 - low) + 1 }
    let width = try Self.writeCodes(codes, limit: Int(high - low) + 1, section, &file, mayOmit: false)
    return ColumnFormat(name: name, kind: .integer, width: width, base: Int(low), values: 0)
  }

  /// Writes the codes, none at all where each is 1, and tells how many bytes hold one.
  static func writeCodes(
    _ codes: [UInt32], limit: Int, _ section: UInt32, _ file: inout SectionFileWriter, mayOmit: Bool = true
  ) throws -> Int {
    if mayOmit, limit == 1, codes.allSatisfy({ $0 == 1 }) { return 0 }
    try PackedRun.write(codes, section, to: &file)
    return limit < 256 ? 1 : limit < 65536 ? 2 : 4
  }
}
