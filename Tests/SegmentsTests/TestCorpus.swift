// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Glibc
import Segments
import TestSupport

/// Random documents, a word table and a plain twin of what a segment must answer.

/// Folds to lower case; the stem is the word without a last `s`.
final class TestWords: WordTables {
  let surfaces = InternTable()
  let forms = InternTable()
  let readings = ReadingTable()
  private var stemTables: [UInt8: InternTable] = [:]

  static func fold(_ word: String) -> String { word.lowercased() }
  static func stem(_ word: String) -> String { word.hasSuffix("s") ? String(fold(word).dropLast()) : fold(word) }

  func intern(_ word: String) -> UInt32 { intern(word, in: surfaces) }

  private func intern(_ word: String, in table: InternTable) -> UInt32 {
    let bytes = Array(word.utf8)
    return table.intern(bytes.span)
  }

  func formOfSurface() -> [UInt32] {
    (0..<UInt32(surfaces.count)).map { intern(Self.fold(surfaces.string($0)), in: forms) }
  }

  func stem(of surface: UInt32, language: UInt8) -> UInt32 {
    intern(Self.stem(surfaces.string(surface)), in: stems(language: language))
  }

  func stems(language: UInt8) -> InternTable {
    if let table = stemTables[language] { return table }
    let table = InternTable()
    stemTables[language] = table
    return table
  }
}

/// One document: its words with what stands before each, per field.
struct TestDocument {
  struct Token {
    var word: String
    var gap: String
    var code: UInt8
  }
  var id: String
  var body: [Token]
  var title: [Token]
  var rest: String
  var language: UInt8
  /// Where another kind of block begins, if anywhere, and its language.
  var border: Int?
  var languageBehind: UInt8
  var year: Double?
  var venue: String?

  func text(_ tokens: [Token], rest: String) -> String { tokens.map { $0.gap + $0.word }.joined() + rest }

  /// Whether the body is in two languages.
  var isMultilingual: Bool { border != nil && languageBehind != language }

  func language(ofToken index: Int, _ border: Int?) -> UInt8 {
    border.map { index >= $0 } ?? false ? languageBehind : language
  }

  var bodyText: String { text(body, rest: rest) }

  func add(to builder: SegmentBuilder, _ words: TestWords) {
    add(body, .body, rest, border, builder, words)
    if !title.isEmpty { add(title, .title, "", nil, builder, words) }
    var metadata: [(name: String, value: ColumnWriter.Value)] = []
    if let year { metadata.append(("year", .number(year))) }
    if let venue { metadata.append(("venue", .text(venue))) }
    metadata.append(("author", .list(["a\(body.count % 7)", "b"])))
    builder.endDocument(
      id: id, contentHash: SHA256.of(id), digest: [UInt8](repeating: UInt8(body.count % 256), count: 16),
      metadata: metadata, details: DocumentDetails())
  }

  private func add(
    _ tokens: [Token], _ field: Field, _ rest: String, _ border: Int?, _ builder: SegmentBuilder, _ words: TestWords
  ) {
    var structure = DocumentStructure()
    var input = FieldTokens(field: field, surfaces: [], gaps: [], starts: [], ends: [], structure: structure)
    var offset = 0
    for (index, token) in tokens.enumerated() {
      offset += token.gap.utf8.count
      if index == 0 || index == border {
        structure.blocks.append(
          .init(
            firstToken: UInt32(index), kind: index == 0 ? 2 : 8, language: language(ofToken: index, border), page: 0,
            textStart: index == 0 ? 0 : UInt32(offset)))
      }
      if index == 0 || token.code == 5 { structure.sentences.append(UInt32(index)) }
      input.surfaces.append(words.intern(token.word))
      input.gaps.append(token.code)
      input.starts.append(UInt32(offset))
      offset += token.word.utf8.count
      input.ends.append(UInt32(offset))
    }
    input.structure = structure
    var text = text(tokens, rest: rest)
    text.withUTF8 { builder.add(input, text: $0) }
  }
}

enum TestCorpus {
  static let gaps: [(String, UInt8)] = [
    (" ", 1), (" ", 1), (" ", 1), (" ", 1), (" ", 1), (" ", 1), (", ", 3), (". ", 5), ("-", 2), (" \u{2014} ", 4),
    ("\u{201C}", 6), ("\n", 9),
  ]

  /// Documents with Zipf-like words; `wild` adds many distinct gaps, so that some symbols are wide.
  static func documents(_ count: Int, seed: UInt64, wild: Bool = false) -> [TestDocument] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let length = number % 17 == 3 ? 0 : Int.random(in: 1...(number % 29 == 7 ? 900 : 60), using: &random)
      let body = tokens(length, wild, &random)
      let title = number % 5 == 0 ? tokens(3, false, &random) : []
      return TestDocument(
        id: "d\(Int.random(in: 0..<1_000_000, using: &random))-\(number)", body: body, title: title,
        rest: number % 3 == 0 ? "." : "", language: number % 11 == 0 ? 2 : 1,
        border: number % 4 == 1 && length > 10 ? length / 2 : nil,
        languageBehind: number % 3 == 0 ? 2 : number % 11 == 0 ? 2 : 1,
        year: number % 6 == 0 ? nil : Double(1990 + number % 30),
        venue: number % 3 == 0 ? "v\(number % 40)" : nil)
    }
  }

  private static func tokens(_ count: Int, _ wild: Bool, _ random: inout SeededGenerator) -> [TestDocument.Token] {
    (0..<count).map { index in
      let rank = Int(pow(2, Double.random(in: 0...11, using: &random)))
      var word = "w\(rank)\(rank % 3 == 0 && Bool.random(using: &random) ? "s" : "")\(rank % 50 == 1 ? "\u{E9}" : "")"
      if Int.random(in: 0..<9, using: &random) == 0 { word = "W" + word.dropFirst() }
      var (gap, code) = gaps[Int.random(in: 0..<gaps.count, using: &random)]
      if wild, Int.random(in: 0..<4, using: &random) == 0 {
        let stars = String(repeating: "*", count: Int.random(in: 1..<300, using: &random))
        (gap, code) = (" [] " + stars, 12)
      }
      if index == 0 { (gap, code) = ("", 10) }
      return TestDocument.Token(word: word, gap: gap, code: code)
    }
  }
}

/// A directory of its own for a test, removed with it.
final class TestDirectory {
  let path: String

  init() {
    var template = Array("/tmp/syntop-test-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = mkdtemp(base) else { return "/tmp" }
      return String(cString: made)
    }
  }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  deinit {
    guard path.hasPrefix("/tmp/syntop-test-") else { return }
    for name in (try? Files.names(in: path)) ?? [] { unlink(path + "/" + name) }
    rmdir(path)
  }
}

extension ForwardEncoder {
  /// Adds tokens whose forms and gaps are a byte long.
  mutating func add(ids: [UInt32], symbols: [UInt32]) {
    let forms = ids.map { ForwardPart.form(id: $0, (1, 1)) }
    let gaps = symbols.map { ForwardPart.gap(symbol: $0, (1, 1)) }
    let numbers = (0..<UInt32(ids.count)).map { $0 }
    numbers.withUnsafeBufferPointer { numbers in
      forms.withUnsafeBufferPointer { forms in
        gaps.withUnsafeBufferPointer { gaps in
          guard let form = forms.baseAddress, let gap = gaps.baseAddress else { return }
          add(numbers, numbers, forms: form, gaps: gap)
        }
      }
    }
  }
}
