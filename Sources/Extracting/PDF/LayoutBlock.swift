// SPDX-License-Identifier: Apache-2.0

import Documents

/// A block in the making: lines that belong together, and what has been found out about them.
struct LayoutBlock {
  var kind: BlockKind
  var level: Int?
  var lines: [Line]
  /// The zone of its first and of its last line, counted over the document in reading order.
  var firstZone: Int
  var lastZone: Int
  /// Whether the block goes on with the next one of its kind, over the end of a column or page.
  var goesOn = false

  var size: Float { lines.isEmpty ? 0 : lines[0].size }
  var box: Box { lines.reduce(Box.empty) { $0.covering($1.box) } }
  var page: Int { lines[0].page }
}

/// The type that most of a document is set in.
struct BodyType {
  var size: Float = 10
  /// The usual distance from one line's middle to the next, in sizes.
  var leading: Float = 1.2
  var isBold = false
  var isMonospaced = false

  /// Reads off the size of most glyphs.
  init(pages: [GlyphPage], styles: StyleTable) {
    var counts: [Float: Int] = [:]
    var bold = 0
    var monospaced = 0
    var all = 0
    for page in pages {
      for word in page.words {
        counts[word.size, default: 0] += word.count
        all += word.count
        if styles[word.style].isBold { bold += word.count }
        if styles[word.style].isMonospaced { monospaced += word.count }
      }
    }
    let most = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }
    if let size = most?.key, size > 0.5 { self.size = size }
    isBold = bold * 2 > all
    isMonospaced = monospaced * 2 > all
  }
}

/// How far apart lines of each size usually stand, in sizes, from one middle to the next.
struct Leading {
  private var counts: [Float: [Int]] = [:]
  /// Distances are counted in steps of this share of the size.
  private static let step: Float = 0.05
  private static let steps = 60

  /// Counts the distances between neighbouring lines of one size.
  mutating func add(_ lines: [Line]) {
    for (above, line) in zip(lines, lines.dropFirst())
    where above.size == line.size && line.size > 0 && above.cells.isEmpty && line.cells.isEmpty {
      let distance = (line.box.middle - above.box.middle) / line.size
      guard distance > 0.7, distance < Self.step * Float(Self.steps - 1) else { continue }
      counts[line.size, default: [Int](repeating: 0, count: Self.steps)][Int(distance / Self.step)] += 1
    }
  }

  /// The usual distance for a size: the smallest that comes at least half as often as the commonest.
  func usual(_ size: Float, atLeast least: Int) -> Float? {
    guard let histogram = counts[size], histogram.reduce(0, +) >= least else { return nil }
    // A distance may fall on either side of a step.
    let smooth = histogram.indices.map { histogram[$0] + ($0 + 1 < histogram.count ? histogram[$0 + 1] : 0) }
    guard let most = smooth.max(), most > 0, let first = smooth.firstIndex(where: { $0 * 2 >= most }) else {
      return nil
    }
    return (Float(first) + 1) * Self.step
  }
}
