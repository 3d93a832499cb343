// SPDX-License-Identifier: Apache-2.0

/// A run of bytes that values are written to, or read from, in one order: each type of a compiled lexicon tells its layout
/// once, for both ways.
///
/// Nobody vouches for bytes that are read: every number has its range, every length its limit, and what does not fit marks
/// the archive as `failed` and gives the least that does, so that a reader may ask once at the end. Unsigned numbers are
/// LEB128 varints (seven bits a byte, the lowest first; the highest bit says that more follow); a number of a range is
/// stored as its distance from the lower bound, a decimal number as the eight bytes of its IEEE 754 bits, the lowest
/// first; a text is its length in UTF-8 and the bytes, a list its length and its items.
struct LexiconArchive {
  private(set) var bytes: [UInt8]
  private var position = 0
  let isReading: Bool
  private(set) var failed = false

  /// An empty one, to be written.
  init() {
    bytes = []
    isReading = false
  }

  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    isReading = true
  }

  private var remaining: Int { bytes.count - position }
  /// Whether all bytes have been read, and all of them held what was asked for.
  var isComplete: Bool { !failed && remaining == 0 }

  mutating func fail() {
    failed = true
    position = bytes.count
  }

  // MARK: Numbers

  mutating func number(_ value: inout Int, in range: Range<Int>) {
    guard isReading else { return append(UInt64(value - range.lowerBound)) }
    let distance = varint()
    guard !failed, distance < UInt64(range.count) else {
      value = range.lowerBound
      return fail()
    }
    value = range.lowerBound + Int(distance)
  }

  mutating func number(_ value: inout Int32, in range: Range<Int>) {
    var wide = Int(value)
    number(&wide, in: range)
    value = Int32(truncatingIfNeeded: wide)
  }

  /// All 64 bits of a number that is small as a rule.
  mutating func bits(_ value: inout UInt64) {
    if isReading { value = varint() } else { append(value) }
  }

  mutating func mask(_ value: inout UInt16) {
    var wide = Int(value)
    number(&wide, in: 0..<1 << 16)
    value = UInt16(truncatingIfNeeded: wide)
  }

  mutating func flag(_ value: inout Bool) {
    var number = value ? 1 : 0
    self.number(&number, in: 0..<2)
    value = number == 1
  }

  mutating func decimal(_ value: inout Double) {
    guard isReading else {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
      return
    }
    guard remaining >= 8 else { return fail() }
    var pattern: UInt64 = 0
    for place in 0..<8 { pattern |= UInt64(bytes[position + place]) << UInt64(8 * place) }
    position += 8
    value = Double(bitPattern: pattern)
    if !value.isFinite { fail() }
  }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    fail()
    return 0
  }

  // MARK: Texts, lists and choices

  mutating func text(_ value: inout String) {
    guard isReading else {
      append(UInt64(value.utf8.count))
      return bytes.append(contentsOf: value.utf8)
    }
    var count = 0
    number(&count, in: 0..<remaining + 1)
    guard !failed, count <= remaining else { return fail() }
    value = String(decoding: bytes[position..<position + count], as: UTF8.self)
    position += count
  }

  mutating func text(_ value: inout String?) { optional(&value, "") { $0.text(&$1) } }

  /// - Parameter blank: what an item is before it is read; each takes a byte or more.
  mutating func list<Item>(
    _ items: inout [Item], _ blank: Item, _ item: (inout LexiconArchive, inout Item) -> Void
  ) {
    guard isReading else {
      append(UInt64(items.count))
      for index in items.indices { item(&self, &items[index]) }
      return
    }
    var count = 0
    number(&count, in: 0..<remaining + 1)
    items = []
    items.reserveCapacity(min(count, 1 << 16))
    while !failed, items.count < count {
      var next = blank
      item(&self, &next)
      items.append(next)
    }
  }

  mutating func optional<Item>(
    _ value: inout Item?, _ blank: Item, _ item: (inout LexiconArchive, inout Item) -> Void
  ) {
    var isThere = value != nil
    flag(&isThere)
    var inner = value ?? blank
    if isThere { item(&self, &inner) }
    value = isThere ? inner : nil
  }

  /// One of the cases of an enumeration, by its place among them.
  mutating func choice<Case: CaseIterable & Equatable>(_ value: inout Case) {
    let cases = Array(Case.allCases)
    var place = cases.firstIndex(of: value) ?? 0
    number(&place, in: 0..<cases.count)
    value = cases[place]
  }

  /// A word or affix and its classes, in the order of the words.
  mutating func table(_ entries: inout [String: ClassSet]) {
    var sorted = entries.sorted { $0.key < $1.key }.map { (word: $0.key, classes: $0.value) }
    list(&sorted, ("", ClassSet())) {
      $0.text(&$1.word)
      $1.classes.archive(&$0)
    }
    if isReading { entries = Dictionary(sorted, uniquingKeysWith: { first, _ in first }) }
  }

  /// Words numbered from 0 on, in the order of their numbers.
  mutating func numbered(_ words: inout [String: Int32]) {
    var ordered = words.sorted { $0.value < $1.value }.map(\.key)
    list(&ordered, "") { $0.text(&$1) }
    guard isReading else { return }
    words = Dictionary(minimumCapacity: ordered.count)
    for (number, word) in ordered.enumerated() where words.updateValue(Int32(number), forKey: word) != nil { fail() }
  }

  mutating func place(_ place: inout LexiconPlace) {
    text(&place.file)
    number(&place.line, in: 0..<1 << 40)
    number(&place.column, in: 0..<1 << 40)
  }
}
