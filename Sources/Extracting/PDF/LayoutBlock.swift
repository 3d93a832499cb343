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

  /// Reads off the size of most glyphs.
  init(pages: [GlyphPage], styles: StyleTable) {
    var counts: [Float: Int] = [:]
    var bold = 0
    var all = 0
    for page in pages {
      for word in page.words {
        counts[word.size, default: 0] += word.count
        all += word.count
        if styles[word.style].isBold { bold += word.count }
      }
    }
    let most = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }
    if let size = most?.key, size > 0.5 { self.size = size }
    isBold = bold * 2 > all
  }
}
