// SPDX-License-Identifier: Apache-2.0

/// A block: one heading, paragraph, list item, table or other unit of text, with its place on the page.
///
/// `text` is NFC, holds no control characters but TAB (between table cells) and LF (between the rows of a table, the
/// lines of code or verse), no soft hyphens at former line ends, and neither starts nor ends with white space.
package struct Block: Sendable, Equatable {
  package var kind: BlockKind
  package var text: String
  /// The page the block starts on, from 1; nil where the source has no pages.
  package var page: Int?
  /// The BCP 47 primary language the source declares for the block (`lang="nl"`), if any; detection comes later.
  package var language: String?
  /// The level of a heading, from 1; nil for other kinds and where unknown.
  package var level: Int?
  /// The lines of the block on their pages, in reading order; empty where the source has no pages.
  package var lines: [LineBox]

  package init(
    kind: BlockKind, text: String, page: Int? = nil, language: String? = nil, level: Int? = nil, lines: [LineBox] = []
  ) {
    self.kind = kind
    self.text = text
    self.page = page
    self.language = language
    self.level = level
    self.lines = lines
  }
}

/// One printed line of a block: which code points of the block's text stand on it, and where it lies on the page.
///
/// Coordinates are PDF points from the top left corner of the page as shown (rotation applied), y downwards.
package struct LineBox: Sendable, Equatable {
  /// The offset, in Unicode code points from the start of the block's text, of the line's first character.
  package var start: Int
  /// The page, from 1.
  package var page: Int
  package var left: Float
  package var top: Float
  package var right: Float
  package var bottom: Float

  package init(start: Int, page: Int, left: Float, top: Float, right: Float, bottom: Float) {
    self.start = start
    self.page = page
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }
}

extension [Block] {
  /// The blocks that have a line on that page (from 1), in reading order: those that start there and those that go on.
  package func onPage(_ page: Int) -> [Block] { filter { $0.lines.contains { $0.page == page } } }
}
