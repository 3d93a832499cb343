// SPDX-License-Identifier: Apache-2.0

import Documents

/// The signs with which printed listings mark a line that was too long for the page and goes on in the next.
struct ListingWrap {
  /// Whether a blank stood before the break.
  var hasBlank: Bool
  /// How wide a character is.
  var advance: Float

  /// Arrows that bend back, as TeX builds them, at the end of a line that goes on.
  private static let signs: Set<String> = ["\u{2190}-", "\u{2190}\u{2D3}", "\u{21A9}", "\u{21B5}", "\u{21B2}"]

  /// Takes the sign of a wrap off the end of a line; nil if there is none.
  static func takeOff(_ line: inout Line, on page: GlyphPage) -> ListingWrap? {
    guard line.words.count > 1, let last = line.words.last else { return nil }
    let sign = page.words[Int(last)]
    guard sign.count <= 2, signs.contains(page.text(of: sign)) else { return nil }
    line.words.removeLast()
    let word = page.words[Int(line.words[line.words.count - 1])]
    // One blank sets the sign off from the text; where there are two, the first was the text's own.
    let advance = page.glyphs[Int(word.end) - 1].box.width
    return ListingWrap(hasBlank: sign.box.left - word.box.right > advance * 1.6, advance: advance)
  }
}

/// How far the listings of a document set in what goes on from a wrapped line.
struct ListingIndents {
  /// For each size of type, the usual distance from the start of a line to that of its continuation.
  private var usual: [Float: Float] = [:]

  init() {}

  init(blocks: [LayoutBlock], pages: [GlyphPage]) {
    var steps: [Float: [Float]] = [:]
    for block in blocks where block.kind == .code {
      var start: Float?
      for (printed, next) in zip(block.lines, block.lines.dropFirst()) {
        var line = printed
        guard ListingWrap.takeOff(&line, on: pages[line.page]) != nil else {
          start = nil
          continue
        }
        let left = start ?? line.box.left
        steps[next.size, default: []].append(next.box.left - left)
        start = left
      }
    }
    // The least but for a few: after those that open with a blank come no smaller ones.
    usual = steps.mapValues { $0.sorted()[$0.count / 5] }
  }

  /// What parts the text of a wrapped line, of one that starts at `left`, from its continuation: a space, or U+0000 for
  /// nothing. The blank at the break may open the continuation, which then stands further in than others.
  func separator(_ wrap: ListingWrap, from left: Float, to next: Line) -> Unicode.Scalar {
    let isFurtherIn = usual[next.size].map { next.box.left - left > $0 + wrap.advance * 0.6 } ?? false
    return wrap.hasBlank || isFurtherIn ? " " : "\0"
  }
}
