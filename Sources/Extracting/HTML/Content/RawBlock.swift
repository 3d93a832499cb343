// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// A block as gathered from the page, with what was measured on the way, before it is judged content or furniture.
struct RawBlock: Sendable {
  var kind: BlockKind
  var level = 0
  /// Its text in `PageBlocks.bytes`.
  var from: Int
  var upTo: Int
  /// The parts of notes in it, in `PageBlocks.marks`.
  var marks = 0..<0
  /// The borders of its paragraphs, in `PageBlocks.paragraphs`.
  var paragraphs = 0..<0
  /// The block element it stands in.
  var node: Int
  var words: Int
  var linkWords: Int
  var context: ElementContext
}

/// All blocks of a page in document order, and for each element which of them stand inside it.
struct PageBlocks: Sendable {
  var blocks: [RawBlock] = []
  var bytes: [UInt8] = []
  /// For each node of the tree, the blocks from `first` up to `last` stand inside.
  var first: [Int32] = []
  var last: [Int32] = []
  /// The hints of each element's own names.
  var hints: [UInt64] = []
  /// The parts of notes in `bytes`, in order.
  var marks: [MarkPlace] = []
  /// Where in `bytes` paragraphs begin that two line breaks part from those before them.
  var paragraphs: [Int] = []

  /// The blocks inside an element.
  func range(_ node: Int) -> Range<Int> {
    let first = Int(self.first[node])
    return first..<max(first, Int(last[node]))
  }

  /// A block cut where two line breaks stand for the border of paragraphs. Judged is the whole: its parts share their
  /// surroundings.
  func cutIntoParagraphs(_ block: RawBlock) -> [RawBlock] {
    guard !block.paragraphs.isEmpty, block.kind == .paragraph || block.kind == .quote else { return [block] }
    var parts: [RawBlock] = []
    var (from, mark) = (block.from, block.marks.lowerBound)
    for end in paragraphs[block.paragraphs] + [block.upTo] {
      var part = block
      (part.from, part.upTo) = (from, end)
      while part.upTo > from, bytes[part.upTo - 1] <= 0x20 { part.upTo -= 1 }
      let first = mark
      while mark < block.marks.upperBound, marks[mark].from < end { mark += 1 }
      // A mark across the border is left as it is.
      part.marks = first..<(mark > first && marks[mark - 1].upTo > part.upTo ? mark - 1 : mark)
      parts.append(part)
      from = end
    }
    return parts
  }

  /// The text of a block, without marks of notes.
  func text(_ block: RawBlock) -> String {
    guard !block.marks.isEmpty else { return String(decoding: bytes[block.from..<block.upTo], as: UTF8.self) }
    return String(decoding: TextWithoutMarks(block, in: bytes, marks: marks[block.marks]).out, as: UTF8.self)
  }
}
