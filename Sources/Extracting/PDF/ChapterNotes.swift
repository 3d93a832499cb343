// SPDX-License-Identifier: Apache-2.0

import Documents

/// Gathers the footnotes of a book's chapters at the end of each, so that no note stands between two paragraphs, or the
/// halves of a list, that are read together.
///
/// A chapter opens a page with a heading of a rank that opens others too. Where pages tell of no chapters, notes stay at the
/// foot of their page.
struct ChapterNotes {
  /// The indices of the blocks before which a chapter begins.
  private var openings: Set<Int> = []

  /// So many pages must open with headings of one rank.
  private static let leastChapters = 3

  init(_ blocks: [LayoutBlock]) {
    // The first block of each page, and the highest rank among the headings that stand there.
    var tops: [(first: Int, level: Int)] = []
    var page = -1
    for index in blocks.indices where blocks[index].page > page {
      page = blocks[index].page
      let headings = blocks[index...].prefix { $0.page == page && $0.kind == .heading }
      if let level = headings.compactMap(\.level).min() { tops.append((index, level)) }
    }
    let counts = tops.reduce(into: [Int: Int]()) { $0[$1.level, default: 0] += 1 }
    guard let rank = counts.filter({ $0.value >= Self.leastChapters }).keys.min() else { return }
    openings = Set(tops.lazy.filter { $0.level <= rank }.map(\.first))
  }

  /// The blocks, each footnote after the last other block of its chapter.
  func gather(_ blocks: [LayoutBlock]) -> [LayoutBlock] {
    guard !openings.isEmpty else { return blocks }
    var gathered: [LayoutBlock] = []
    var notes: [LayoutBlock] = []
    for (index, block) in blocks.enumerated() {
      if openings.contains(index) {
        gathered += notes
        notes = []
      }
      if block.kind == .footnote { notes.append(block) } else { gathered.append(block) }
    }
    return gathered + notes
  }
}
