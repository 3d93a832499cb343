// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// Turns the token lines of vertical text into numbers: each distinct line is taken apart once.
final class VerticalWords {
  /// More distinct lines than this are forgotten, so that memory does not grow with the corpus.
  private static let mostLines = 1 << 17
  private let vocabulary: Vocabulary
  private let readings: ReadingTable
  private let lines = InternTable(capacity: 1 << 12)
  /// What stands for the form of a line without a word, and of one that is not UTF-8.
  static let empty = UInt32.max - 1
  private static let undecodable = UInt32.max
  /// For each distinct line, its word form and its reading.
  @exclusivity(unchecked) private var forms = Vector<UInt32>(capacity: 1 << 12)
  @exclusivity(unchecked) private var readingOf = Vector<UInt32>(capacity: 1 << 12)
  /// The names of the columns; empty until a header, an option or a line decides them.
  private var columns: [String] = []
  /// Distinct lines with more cells than there are columns.
  @exclusivity(unchecked) private var wide: Set<Int> = []
  private var attributes: [Int] = []
  private var values: [(attribute: Int, value: UInt32)] = []
  /// For each attribute, values that do not stand for themselves, as the lines give them, and their numbers: there are few
  /// tags, and folding takes long.
  private var given: [InternTable] = []
  private var numbersOfGiven: [[UInt32]] = []

  init(_ vocabulary: Vocabulary, _ readings: ReadingTable) { (self.vocabulary, self.readings) = (vocabulary, readings) }

  /// What the columns of the lines to come are called; the first one is the word whatever it is called.
  func setColumns(_ names: [String]) {
    guard names != columns else { return }
    columns = names
    attributes = names.dropFirst().prefix(ReadingTable.mostAttributes).map { readings.attribute($0) }
    forget()
  }

  /// The names of the attributes, for the content digest.
  var attributeNames: [String] { Array(columns.dropFirst()) }

  /// How many cells of a line are read.
  var columnCount: Int { attributes.count + 1 }

  /// Called between two texts.
  func trim() { if lines.count > Self.mostLines { forget() } }

  private func forget() {
    lines.removeAll()
    forms.removeAll()
    readingOf.removeAll()
    wide.removeAll()
    for table in given { table.removeAll() }
    numbersOfGiven = given.map { _ in [] }
  }

  /// The word form and the reading of a line, and whether it has cells that are not read.
  @inline(__always)
  func numbers(of line: UnsafeBufferPointer<UInt8>) -> (form: UInt32, reading: UInt32, isWide: Bool) {
    let number = Int(lines.intern(line))
    if number >= forms.count { take(line) }
    return (forms.base[number], readingOf.base[number], !wide.isEmpty && wide.contains(number))
  }

  @inline(never)
  private func take(_ line: UnsafeBufferPointer<UInt8>) {
    if columns.isEmpty {
      let count = line.reduce(1) { $0 + ($1 == 0x09 ? 1 : 0) }
      columns = VerticalColumns.names(count)
      attributes = columns.dropFirst().prefix(ReadingTable.mostAttributes).map { readings.attribute($0) }
    }
    values.removeAll(keepingCapacity: true)
    var form = Self.empty
    guard (try? UTF8Span(validating: line.span)) != nil else { return append(Self.undecodable) }
    var (start, column) = (0, 0)
    while start <= line.count {
      let end = line[start...].firstIndex(of: 0x09) ?? line.count
      let part = UnsafeBufferPointer(rebasing: line[start..<end])
      if column == 0 {
        if part.isEmpty { break }
        form = Self.isPlain(part) ? vocabulary.surfaces.intern(part) : vocabulary.intern(Self.composed(part))
      } else if column <= attributes.count {
        values.append((attributes[column - 1], value(part, attributes[column - 1])))
      }
      (start, column) = (end + 1, column + 1)
    }
    if column > columnCount { wide.insert(forms.count) }
    append(form)
  }

  private func append(_ form: UInt32) {
    forms.append(form)
    readingOf.append(form >= Self.empty ? .max : readings.reading(of: form, values))
  }

  private func value(_ part: UnsafeBufferPointer<UInt8>, _ attribute: Int) -> UInt32 {
    if Self.isPlain(part), !part.contains(where: { $0 &- 0x41 < 26 }) { return readings.value(attribute, plain: part) }
    while given.count <= attribute {
      given.append(InternTable(capacity: 16))
      numbersOfGiven.append([])
    }
    let number = Int(given[attribute].intern(part))
    if number == numbersOfGiven[attribute].count {
      let text = Self.composed(part)
      numbersOfGiven[attribute].append(
        readings.value(attribute, folded: Array(Folding.fold(text).utf8), given: Array(text.utf8)))
    }
    return numbersOfGiven[attribute][number]
  }

  /// Whether the bytes stand for themselves: ASCII without entities and without the byte that parts folded from given
  /// values in the index.
  private static func isPlain(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    !part.contains { $0 >= 0x80 || $0 == 0x26 || $0 == 0 }
  }

  private static func composed(_ part: UnsafeBufferPointer<UInt8>) -> String {
    let text = VerticalColumns.unescaped(String(decoding: part, as: UTF8.self))
    return Normalization.nfc(text.replacing("\0", with: "\u{FFFD}"))
  }
}
