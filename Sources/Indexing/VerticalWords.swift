// SPDX-License-Identifier: Apache-2.0

/// Turns the token lines of vertical text into numbers: each distinct line is taken apart once.
internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

final class VerticalWords {
  /// More distinct lines than this are forgotten, so that memory does not grow with the corpus.
  private static let mostLines = 1 << 20
  private let vocabulary: Vocabulary
  private let readings: ReadingTable
  private var lines = InternTable(capacity: 1 << 12)
  /// For each distinct line: its word form (`.max` where it has none), its reading, and its length in bytes.
  private(set) var forms: [UInt32] = []
  private(set) var readingOf: [UInt32] = []
  private(set) var lengths: [UInt32] = []
  /// The names of the columns; empty until a header, an option or a line decides them.
  private var columns: [String] = []
  private var attributes: [Int] = []

  init(_ vocabulary: Vocabulary, _ readings: ReadingTable) { (self.vocabulary, self.readings) = (vocabulary, readings) }

  /// What the columns of the lines to come are called; the first one is the word whatever it is called.
  func setColumns(_ names: [String]) {
    guard names != columns else { return }
    columns = names
    attributes = names.dropFirst().prefix(ReadingTable.mostAttributes).map { readings.attribute($0) }
    forget()
  }

  /// Called between two texts.
  func trim() { if lines.count > Self.mostLines { forget() } }

  private func forget() {
    lines.removeAll()
    forms.removeAll(keepingCapacity: true)
    readingOf.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
  }

  /// The number of a line, until `trim` or `setColumns`.
  func line(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if columns.isEmpty { setColumns(VerticalColumns.names(VerticalColumns.split(bytes).count)) }
    let number = Int(lines.intern(bytes))
    if number == forms.count { take(bytes) }
    return number
  }

  private func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    let parts = VerticalColumns.split(bytes)
    // A zero byte parts the forms of a value in the index.
    let word = Normalization.nfc(parts[0].replacing("\0", with: "\u{FFFD}"))
    guard !word.isEmpty else {
      forms.append(.max)
      readingOf.append(.max)
      lengths.append(0)
      return
    }
    let form = vocabulary.intern(word)
    let values = zip(attributes, parts.dropFirst()).map { attribute, text -> (attribute: Int, value: UInt32) in
      let given = Normalization.nfc(text.replacing("\0", with: "\u{FFFD}"))
      let value = readings.value(attribute, folded: Array(Folding.fold(given).utf8), given: Array(given.utf8))
      return (attribute, value)
    }
    forms.append(form)
    readingOf.append(readings.reading(of: form, values))
    lengths.append(UInt32(clamping: word.utf8.count))
  }

  /// The names of the attributes, for the content digest.
  var attributeNames: [String] { Array(columns.dropFirst()) }
}
