// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The attributes of a segment's body tokens, such as part of speech and lemma, as a `.vrt` file gives them.
///
/// A *reading* is a word form with the values of all attributes. The readings of the segment are numbered by word form,
/// those of one form by falling frequency. Nearly every token has the first reading of its form, so what is stored of a
/// token is next to nothing, and the postings of the words serve as those of the attributes' values.
///
///     Names     --> Count (Name Width){Count}         attributes in the order of their names; Width 1, 2 or 4
///     Starts    --> (4 bytes){surfaces + 1}           the number of each form's first reading, and of all readings
///     Values    --> (Width bytes){readings}           a section for each attribute: the value of each reading
///     Bytes     --> Entry{values}                     a section for each attribute
///     Entry     --> folded value, then 00 and the value as given where that differs
///     Offsets   --> (4 bytes){values + 1}             a section for each attribute: where each entry starts in Bytes
///     Runs      --> Run*, starting afresh at every 256th token of the body
///     Run       --> varint of Gap << 2 | min(r - 1, 3), then varint r - 4 where r > 3
///     Places    --> (4 bytes){(tokens + 255) / 256}   where the runs of each 256 tokens start
///
/// Count is a varint, Name a string with its length before it, Width a byte; other integers are little-endian.
/// A run is a token that has another reading than the first of its form: r is its index among the form's readings, Gap
/// the number of tokens before it that have the first one, back to the run before or to the start of the 256. Entries
/// stand in the order of their bytes; the first is the empty value, which tokens without the attribute have.
///
/// Example: of three tokens, the second has the second reading of its form: one run, `04`.
package struct AttributeLayer: Sendable {
  package let attributes: [AttributeValues]
  private let starts: FixedArray<UInt32>
  private let runs: Section
  private let places: FixedArray<UInt32>

  /// Nil where the segment has none.
  init?(_ file: SectionFile) throws {
    guard file.has(SegmentSection.attributeNames) else { return nil }
    let section = file.section(SegmentSection.attributeNames)
    var cursor = ByteCursor(try section.checked())
    var attributes: [AttributeValues] = []
    for number in 0..<cursor.varint(below: ReadingTable.mostAttributes + 1) {
      let name = cursor.string()
      let width = Int(cursor.read(UInt8.self))
      guard !cursor.failed, [1, 2, 4].contains(width) else { throw Self.damaged(file) }
      attributes.append(try AttributeValues(file, name: name, width: width, number: number))
    }
    guard !cursor.failed else { throw Self.damaged(file) }
    self.attributes = attributes
    starts = try FixedArray(file.section(SegmentSection.readingStarts))
    runs = file.section(SegmentSection.readingRuns)
    places = try FixedArray(file.section(SegmentSection.readingPlaces))
  }

  var damaged: IndexError { Self.damaged(runs.file) }

  private static func damaged(_ file: SectionFile) -> IndexError {
    .damaged(path: file.path, what: "the attributes of the tokens are ill-formed")
  }

  package func attribute(_ name: String) -> AttributeValues? { attributes.first { $0.name == name } }

  /// The number of readings in the segment.
  package var readingCount: Int { starts.count > 0 ? Int(starts[starts.count - 1]) : 0 }

  /// The readings of a word form; none for an id outside the segment.
  package func readings(of surface: UInt32) -> Range<UInt32> {
    let start = starts[Int(surface)]
    return start..<max(starts[Int(surface) + 1], start)
  }

  /// The word form of a reading.
  package func surface(of reading: UInt32) -> UInt32 {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= reading { low = middle + 1 } else { high = middle }
    }
    return UInt32(clamping: max(low - 1, 0))
  }

  /// Where the readings of each form start, for loops over many tokens.
  package var readingStarts: UnsafeBufferPointer<UInt32> { starts.values }

  /// Calls `body` with the tokens of a chunk of 256 that do not have their form's first reading, and its index.
  @inline(__always)
  func eachException(in chunk: Int, _ body: (_ token: Int, _ place: UInt32) -> Void) throws {
    guard chunk < places.count else { throw Self.damaged(runs.file) }
    let start = Int(places[chunk])
    let end = chunk + 1 < places.count ? Int(places[chunk + 1]) : runs.count
    guard start <= end else { throw Self.damaged(runs.file) }
    if start == end { return }
    var cursor = ByteCursor(try runs.checked(start..<end))
    var token = -1
    while !cursor.isAtEnd {
      let value = cursor.varint()
      token += Int(truncatingIfNeeded: value >> 2 & 0xff) + 1
      var place = UInt32(value & 3) + 1
      if place == 4 { place = 4 &+ cursor.varint32() }
      guard !cursor.failed, token < ForwardEncoder.chunk else { throw Self.damaged(runs.file) }
      body(token, place)
    }
  }
}

/// The values of one attribute in a segment.
package struct AttributeValues: Sendable {
  package let name: String
  private let width: Int
  private let ids: FixedArray<UInt8>
  private let bytes: FixedArray<UInt8>
  private let offsets: FixedArray<UInt32>

  init(_ file: SectionFile, name: String, width: Int, number: Int) throws {
    (self.name, self.width) = (name, width)
    ids = try FixedArray(file.section(SegmentSection.attribute(number)))
    bytes = try FixedArray(file.section(SegmentSection.attribute(number) + 1))
    offsets = try FixedArray(file.section(SegmentSection.attribute(number) + 2))
  }

  /// The number of distinct values.
  package var count: Int { max(offsets.count - 1, 0) }

  /// The value of a reading.
  @inline(__always)
  package func value(of reading: UInt32) -> UInt32 {
    let place = Int(reading) * width
    switch width {
    case 1: return UInt32(ids[place])
    case 2: return UInt32(ids[place]) | UInt32(ids[place + 1]) << 8
    default: return (0..<4).reduce(0) { $0 | UInt32(ids[place + $1]) << UInt32(8 * $1) }
    }
  }

  /// The readings that have one of some values, ascending.
  package func readings(with wanted: Range<UInt32>) -> [UInt32] {
    let bytes = UnsafeRawBufferPointer(ids.values)
    return switch width {
    case 1: Self.places(of: wanted, in: bytes.bindMemory(to: UInt8.self))
    case 2: Self.places(of: wanted, in: bytes.bindMemory(to: UInt16.self))
    default:
      wanted.isEmpty
        ? [] : bytes.bindMemory(to: UInt32.self).places(from: wanted.lowerBound, span: UInt32(wanted.count - 1))
    }
  }

  private static func places<Value: FixedWidthInteger & UnsignedInteger>(
    of wanted: Range<UInt32>, in values: UnsafeBufferPointer<Value>
  ) -> [UInt32] {
    guard let least = Value(exactly: wanted.lowerBound), !wanted.isEmpty else { return [] }
    return values.places(from: least, span: min(Value(clamping: wanted.count - 1), .max - least))
  }

  /// The folded form of a value.
  package func folded(_ value: UInt32) -> UnsafeRawBufferPointer { parts(value).folded }

  /// A value as it was given.
  package func given(_ value: UInt32) -> UnsafeRawBufferPointer { parts(value).given }

  package func string(_ value: UInt32) -> String { String(decoding: given(value), as: UTF8.self) }

  func entry(_ value: UInt32) -> UnsafeRawBufferPointer {
    let (start, end) = (Int(offsets[Int(value)]), Int(offsets[Int(value) + 1]))
    guard start < end, end <= bytes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes.values)[start..<end])
  }

  private func parts(_ value: UInt32) -> (folded: UnsafeRawBufferPointer, given: UnsafeRawBufferPointer) {
    let whole = entry(value)
    guard let zero = whole.firstIndex(of: 0) else { return (whole, whole) }
    return (
      UnsafeRawBufferPointer(rebasing: whole[..<zero]), UnsafeRawBufferPointer(rebasing: whole[(zero + 1)...])
    )
  }

  /// The values with that folded form.
  package func values(folded form: [UInt8]) -> Range<UInt32> {
    func bound(_ isBelow: (Int) -> Bool) -> UInt32 {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        let order = form.withUnsafeBytes { Self.compare(folded(UInt32(middle)), $0) }
        if isBelow(order) { low = middle + 1 } else { high = middle }
      }
      return UInt32(low)
    }
    let start = bound { $0 < 0 }
    return start..<max(bound { $0 <= 0 }, start)
  }

  private static func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
    for index in 0..<min(one.count, other.count) where one[index] != other[index] {
      return one[index] < other[index] ? -1 : 1
    }
    return one.count - other.count
  }
}
