// SPDX-License-Identifier: Apache-2.0

/// Finds running heads that change from page to page with the section: lines at one height of many pages, set apart from
/// the text, that say a heading of their page or of one shortly before again.
struct SectionHeads {
  typealias Candidate = (page: Int, band: RunningLines.EdgeBand)

  private let pages: [GlyphPage]
  private let gap: Float
  /// The lines of pages that were looked at, by their letters.
  private var known: [Int: [[UInt8]]] = [:]

  /// How many pages before a head its heading is looked for.
  private static let window = 10

  init(pages: [GlyphPage], bodySize: Float) { (self.pages, gap) = (pages, bodySize) }

  /// Of candidates, one a page at most, those that are heads.
  mutating func heads(among candidates: [Candidate]) -> [Candidate] {
    guard candidates.count >= 3 else { return [] }
    let says = candidates.map { saysHeading($0) }
    return candidates.indices.filter { index in
      let (page, band) = candidates[index]
      let near = candidates.indices.filter {
        abs(candidates[$0].page - page) <= Self.window && candidates[$0].band.stands(where: band)
      }
      let reach = min(pages.count - 1, page + Self.window) - max(0, page - Self.window) + 1
      return near.count >= 3 && 2 * near.count >= reach && 2 * near.count(where: { says[$0] }) >= near.count
    }.map { candidates[$0] }
  }

  /// Whether a line is, or begins or ends with, a whole line of its page or of one before.
  private mutating func saysHeading(_ head: Candidate) -> Bool {
    let own = letters(of: head.band.words, on: pages[head.page])
    guard own.count >= 4 else { return false }
    for page in (max(0, head.page - Self.window)...head.page).reversed() {
      let top = page == head.page ? head.band.box.bottom : -1
      let lines = self.lines(on: page, below: top)
      if lines.contains(where: {
        2 * $0.count >= own.count && (own.starts(with: $0) || own.suffix($0.count) == $0[...])
      }) {
        return true
      }
    }
    return false
  }

  /// The lines of a page below a height that are set in another style than most of the page, as headings are.
  private mutating func lines(on index: Int, below top: Float) -> [[UInt8]] {
    if let lines = known[index], top < 0 { return lines }
    let page = pages[index]
    var words: [UInt16: Int] = [:]
    for word in page.words { words[word.style, default: 0] += 1 }
    let most = words.values.max() ?? 0
    let bands = page.bands(of: Array(page.flow), gap: gap).filter { $0.box.top > top }
    let chunks = bands.flatMap(\.chunks).filter { words[page.words[Int($0.words[0])].style] ?? 0 < most }
    let lines = chunks.map { letters(of: $0.words, on: page) }.filter { $0.count >= 4 }
    if top < 0 { known[index] = lines }
    return lines
  }

  /// The letters of words, letter case aside.
  private func letters(of words: [Int32], on page: GlyphPage) -> [UInt8] {
    var letters: [UInt8] = []
    for word in words {
      for glyph in page.glyphs[page.words[Int(word)].range] where glyph.scalar.isLetter {
        letters += glyph.scalar.properties.lowercaseMapping.utf8
      }
    }
    return letters
  }
}
