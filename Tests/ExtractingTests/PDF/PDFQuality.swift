// SPDX-License-Identifier: Apache-2.0
import Documents

/// Measures an extraction against the truth that Scripts/render-quality.py writes beside each PDF of Tests/Quality/pdf.

struct PDFTruth {
  var blocks: [(kind: String, text: String)] = []
  /// Heads and feet: text that is no part of the document.
  var running: [String] = []
  /// Words broken at a line end, by the sign or by the printer.
  var hard: [String] = []
  var soft: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      guard let tab = line.firstIndex(of: "\t") else { continue }
      let value = String(line[line.index(after: tab)...])
      switch line[..<tab] {
      case "running": running.append(value)
      case "hard": hard.append(value)
      case "soft": soft.append(value)
      case "pages": break
      case let kind: blocks.append((String(kind), value))
      }
    }
  }

  /// Kinds that are read in the order of the page; notes and boxes may be met anywhere near.
  static let flowing: Set<String> = ["title", "heading", "paragraph", "item", "reference"]
}

/// Sums of right and of all, by measure.
struct QualityTally {
  private(set) var sums: [String: (right: Double, all: Double)] = [:]

  mutating func add(_ measure: String, _ right: Int, of all: Int) {
    sums[measure, default: (0, 0)].right += Double(right)
    sums[measure, default: (0, 0)].all += Double(all)
  }

  func share(_ measure: String) -> Double? {
    sums[measure].flatMap { $0.all > 0 ? $0.right / $0.all : nil }
  }

  mutating func add(_ found: [Block], against truth: PDFTruth) {
    let unwanted: Set<BlockKind> = [.pageHeader, .pageFooter, .pageNumber, .furniture]
    let text = found.filter { !unwanted.contains($0.kind) }.map(\.text).joined(separator: "\n")
    let words = Self.words(text)
    let counts = Self.counts(words)
    let wanted = truth.blocks.flatMap { Self.words($0.text) }
    let hits = Self.counts(wanted).reduce(0) { $0 + min($1.value, counts[$1.key] ?? 0) }
    add("words-f1", 2 * hits, of: words.count + wanted.count)

    let flow = truth.blocks.filter { PDFTruth.flowing.contains($0.kind) }
    let flowing = flow.flatMap { Self.words($0.text) }
    add("order", Self.longestCommon(flowing, words), of: flowing.count)

    let grams = Self.counts(Self.grams(words))
    let wantedGrams = Self.counts(flow.flatMap { Self.grams(Self.words($0.text)) })
    add(
      "phrases", wantedGrams.reduce(0) { $0 + min($1.value, grams[$1.key] ?? 0) }, of: wantedGrams.values.reduce(0, +))

    let body = Set(wanted)
    let marks = Set(truth.running.flatMap(Self.words)).subtracting(body)
    add("running-kept-apart", marks.count { counts[$0] == nil }, of: marks.count)

    let spelled = Self.counts(Self.spelled(text))
    let whole = Self.counts(truth.blocks.flatMap { Self.spelled($0.text) })
    for (word, count) in Self.counts(truth.hard) {
      let elsewhere = (whole[word] ?? 0) - count
      add("hyphens-hard", max(0, min(count, (spelled[word] ?? 0) - elsewhere)), of: count)
      let glued = word.replacing("-", with: "")
      add("hyphens-not-glued", count - min(count, max(0, (spelled[glued] ?? 0) - (whole[glued] ?? 0))), of: count)
    }
    for (word, count) in Self.counts(truth.soft) {
      let elsewhere = (whole[word] ?? 0) - count
      add("hyphens-soft", max(0, min(count, (spelled[word] ?? 0) - elsewhere)), of: count)
    }
    addKinds(found, truth)
  }

  /// Blocks that come whole and as what they are.
  private mutating func addKinds(_ found: [Block], _ truth: PDFTruth) {
    let kinds: [String: Set<BlockKind>] = [
      "title": [.title], "heading": [.heading], "paragraph": [.paragraph], "item": [.listItem],
      "footnote": [.footnote], "caption": [.caption], "reference": [.reference], "sidebar": [.sidebar],
      "code": [.code],
    ]
    func key(_ text: String) -> String { Self.words(text).joined(separator: " ") }
    var rows: Set<String> = []
    var whole: [String: Set<BlockKind>] = [:]
    for block in found {
      if block.kind == .table { rows.formUnion(block.text.split(separator: "\n").map(String.init)) }
      let text = block.kind == .footnote ? block.text.drop { $0.isNumber || $0 == " " } : block.text[...]
      for line in block.kind == .code ? text.split(separator: "\n") : [text] {
        whole[key(String(line)), default: []].insert(block.kind)
      }
    }
    for (kind, text) in truth.blocks {
      if kind == "row" {
        add("blocks-row", rows.contains(text) ? 1 : 0, of: 1)
      } else if let names = kinds[kind] {
        add("blocks-\(kind)", whole[key(text)].map { $0.isDisjoint(with: names) ? 0 : 1 } ?? 0, of: 1)
      }
    }
  }

  private static func counts<T: Hashable>(_ items: [T]) -> [T: Int] {
    items.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// Runs of letters and digits, in small letters.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Words by white space, with their hyphens.
  private static func spelled(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { word in
      let end = word.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed()
      return String(end.drop { !$0.isLetter && !$0.isNumber }).replacing("\u{2010}", with: "-")
    }
  }

  private static func grams(_ words: [String]) -> [[String]] {
    words.count < 4 ? [] : (0...(words.count - 4)).map { Array(words[$0..<($0 + 4)]) }
  }

  /// The length of the longest common subsequence.
  private static func longestCommon(_ a: [String], _ b: [String]) -> Int {
    var ids: [String: Int] = [:]
    func numbers(_ words: [String]) -> [Int] {
      words.map { word in
        let id = ids[word] ?? ids.count
        ids[word] = id
        return id
      }
    }
    let (a, b) = (numbers(a), numbers(b))
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (column, y) in b.enumerated() {
        let above = row[column + 1]
        row[column + 1] = x == y ? diagonal + 1 : max(above, row[column])
        diagonal = above
      }
    }
    return row[b.count]
  }
}
