// SPDX-License-Identifier: Apache-2.0

/// Sets apart what is printed aslant or behind the text, such as a watermark: its letters would be strewn into the lines
/// that they stand among.
///
/// Poppler makes a word of every letter of a slanted line, or of a few. Such pieces of one size, of which each stands a step
/// further along one slope, are read along it, and become words that read across the page, as those of `PageTurner` do.

struct SlantedText {
  /// A letter of a slanted line, or some of them.
  private struct Piece: Equatable {
    var word: Int
    var glyphs: Range<Int>
    var box: Box
    var size: Float

    var x: Float { (box.left + box.right) * 0.5 }
    var y: Float { box.middle }
  }

  /// The way from the middle of one piece to that of another.
  private struct Step {
    var across: Float
    var down: Float
    var length: Float { (across * across + down * down).squareRoot() }

    init(_ from: Piece, _ to: Piece) { (across, down) = (to.x - from.x, to.y - from.y) }

    /// How far along this step, and how far aside of it, another leads.
    func parts(of other: Step) -> (along: Float, aside: Float) {
      let length = max(length, 0.01)
      return (
        (across * other.across + down * other.down) / length, abs(other.across * down - other.down * across) / length
      )
    }
  }

  /// More pieces than any page with a watermark has.
  private static let mostPieces = 1_500
  /// Longest step from a letter to the next of its word, or over a space, in sizes.
  private static let longestStep: Float = 1.35
  /// Lines that rise by less than this share of their length are level, or upright.
  private static let leastSlope: Float = 0.25
  /// Letters that come as one piece.
  private static let mostGlued = 5
  /// Pieces that make a slanted line, and letters in the type of the text.
  private static let leastRun = 3
  private static let leastLetters = 5
  /// Widest white between two words of a line, in sizes.
  private static let widestWhite: Float = 2

  static func setApart(on page: inout GlyphPage) {
    var across: [[Int]] = []
    var isTaken = [Bool](repeating: false, count: page.words.count)
    for line in lines(on: page) {
      for piece in line { isTaken[piece.word] = true }
      across += words(of: line)
    }
    // A page that is aslant as a whole is what it says.
    let taken = isTaken.indices.reduce(0) { $0 + (isTaken[$1] ? page.words[$1].count : 0) }
    if taken * 2 > page.words.reduce(0, { $0 + $1.count }) { (across, isTaken) = ([], isTaken.map { _ in false }) }
    for index in wordsBehind(page) where !isTaken[index] {
      isTaken[index] = true
      across.append(Array(page.words[index].range))
    }
    if !across.isEmpty { move(across, from: isTaken, on: &page) }
  }

  /// Makes words of the given glyphs and puts them last, in place of those that held them.
  private static func move(_ runs: [[Int]], from isTaken: [Bool], on page: inout GlyphPage) {
    var words = page.flow.filter { !isTaken[Int($0)] }.map { page.words[Int($0)] }
    let kept = words.count
    words += page.words[Int(page.flow.upperBound)...]
    for run in runs {
      let start = page.glyphs.count
      for glyph in run { page.glyphs.append(page.glyphs[glyph]) }
      var word = Word(start, page.glyphs.count, of: page.glyphs)
      word.size = page.words.first { $0.range.contains(run[0]) }?.size ?? 0
      words.append(word)
    }
    page.words = words
    page.acrossCount = words.count - kept
  }

  /// The slanted lines, each in the order of reading.
  private static func lines(on page: GlyphPage) -> [[Piece]] {
    var left = pieces(on: page)
    let usual = page.words.isEmpty ? 0 : page.words[page.words.count / 2].size
    guard (leastRun...mostPieces).contains(left.count) else { return [] }
    var lines: [[Piece]] = []
    while left.count >= leastRun, let start = left.popLast() {
      guard let (first, last) = run(through: start, among: left) else { continue }
      let whole = Step(first, last)
      let line = line(through: start, along: whole, from: first, among: left)
      left.removeAll(where: line.contains)
      // In the type of the text a few letters may stand on a slope by chance.
      let letters = line.reduce(0) { $0 + $1.glyphs.count }
      guard start.size > usual * 1.5 || letters >= leastLetters, areTurned(line) else { continue }
      lines.append(line)
    }
    return lines
  }

  /// The pieces on one slope with a run of them, up to the first wide white on either side.
  private static func line(through start: Piece, along whole: Step, from first: Piece, among pieces: [Piece]) -> [Piece]
  {
    let near = pieces.filter { piece in
      abs(piece.size - first.size) < 0.03 * piece.size && whole.parts(of: Step(first, piece)).aside < piece.size * 0.4
    }
    let sorted = ([start] + near).sorted { $0.x < $1.x }
    guard let at = sorted.firstIndex(of: start) else { return [start] }
    func isFar(_ one: Piece, _ other: Piece) -> Bool {
      Step(one, other).length > one.size * (widestWhite + 0.5 * Float(one.glyphs.count + other.glyphs.count))
    }
    var (lower, upper) = (at, at)
    while lower > 0, !isFar(sorted[lower - 1], sorted[lower]) { lower -= 1 }
    while upper + 1 < sorted.count, !isFar(sorted[upper], sorted[upper + 1]) { upper += 1 }
    return Array(sorted[lower...upper])
  }

  /// Whether the boxes of a steep line are as wide as its type is high, as poppler has them, and not as wide as level letters.
  private static func areTurned(_ line: [Piece]) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    let whole = Step(first, last)
    return abs(whole.down) < 1.2 * abs(whole.across) || line.allSatisfy { $0.box.width > 0.85 * $0.size }
  }

  /// Letters that are words of their own, and words that climb.
  private static func pieces(on page: GlyphPage) -> [Piece] {
    // Level words of one style are all as high.
    var heights = [Float](
      repeating: .greatestFiniteMagnitude, count: page.words.reduce(0) { max($0, Int($1.style)) } + 1)
    for word in page.words { heights[Int(word.style)] = min(heights[Int(word.style)], word.box.height) }
    return page.flow.flatMap { index -> [Piece] in
      let word = page.words[Int(index)]
      guard word.count == 1 || climbs(word, above: heights[Int(word.style)], on: page), !standsInLine(index, on: page)
      else { return [] }
      return parts(of: word, on: page).map { glyphs in
        let box = page.glyphs[glyphs].reduce(Box.empty) { $0.covering($1.box) }
        return Piece(word: Int(index), glyphs: glyphs, box: box, size: word.size)
      }
    }
  }

  /// Whether the word before or after a letter stands in one level line with it.
  private static func standsInLine(_ index: Int32, on page: GlyphPage) -> Bool {
    let box = page.words[Int(index)].box
    let reach = 1.5 * max(box.height, box.width)
    return [index - 1, index + 1].contains { neighbour in
      guard page.flow.contains(neighbour) else { return false }
      let other = page.words[Int(neighbour)].box
      let isLevel = abs(other.bottom - box.bottom) < 0.05 * box.height
      return isLevel && max(other.left - box.right, box.left - other.right) < reach
    }
  }

  /// The runs of a word's glyphs that poppler gives one height or width.
  private static func parts(of word: Word, on page: GlyphPage) -> [Range<Int>] {
    var parts = [Int(word.start)..<Int(word.start) + 1]
    for at in word.range.dropFirst() {
      let (box, next) = (page.glyphs[at - 1].box, page.glyphs[at].box)
      if box.top == next.top && box.bottom == next.bottom || box.left == next.left && box.right == next.right {
        parts[parts.count - 1] = parts[parts.count - 1].lowerBound..<(at + 1)
      } else {
        parts.append(at..<(at + 1))
      }
    }
    return parts
  }

  /// Whether the letters of a word stand on a slope, or side by side in a strip too wide for a level or upright line: within
  /// its words poppler tells nothing of the way across.
  private static func climbs(_ word: Word, above height: Float, on page: GlyphPage) -> Bool {
    guard word.count <= mostGlued, page.glyphs[word.range].allSatisfy({ $0.style == word.style }) else { return false }
    let first = page.glyphs[Int(word.start)].box
    let last = page.glyphs[Int(word.end) - 1].box
    let edge = 0.1 * word.size
    if abs(first.top - last.top) < edge, abs(first.bottom - last.bottom) < edge {
      return word.box.height > height * 1.2
    }
    if abs(first.left - last.left) < edge, abs(first.right - last.right) < edge {
      return word.box.width > word.size * 1.2
    }
    let boxes = page.glyphs[word.range].map(\.box)
    return zip(boxes, boxes.dropFirst()).allSatisfy { one, next in
      let (across, down) = (abs(next.left + next.right - one.left - one.right), 2 * abs(next.middle - one.middle))
      return min(across, down) > leastSlope * (across + down) && across + down > edge
    }
  }

  private static func isStep(_ one: Piece, _ other: Piece) -> Bool {
    let step = Step(one, other)
    let longest = longestStep * Float(one.glyphs.count + other.glyphs.count) * 0.5
    return abs(one.size - other.size) < 0.03 * one.size && step.length > one.size * 0.15
      && step.length < one.size * longest && abs(step.down) > step.length * leastSlope
      && abs(step.across) > step.length * leastSlope
  }

  /// The first and last of at least three pieces next to each other on one slope, of which one is `start`.
  private static func run(through start: Piece, among pieces: [Piece]) -> (first: Piece, last: Piece)? {
    for next in pieces where isStep(start, next) {
      // Both ways from the pair, as far as letters follow.
      let (ahead, behind) = (walk(from: start, over: next, pieces), walk(from: next, over: start, pieces))
      if 2 + ahead.count + behind.count >= leastRun { return (behind.last ?? start, ahead.last ?? next) }
    }
    return nil
  }

  private static func walk(from start: Piece, over next: Piece, _ pieces: [Piece]) -> [Piece] {
    var walked: [Piece] = []
    var (before, at) = (start, next)
    while walked.count < 200 {
      let onward = pieces.first { piece in
        guard piece != before, isStep(at, piece) else { return false }
        // The angle between two steps is small: letters are not all as wide.
        let (along, aside) = Step(before, at).parts(of: Step(at, piece))
        return along > 0 && aside < 0.35 * along
      }
      guard let onward else { return walked }
      walked.append(onward)
      (before, at) = (at, onward)
    }
    return walked
  }

  /// The glyphs of a line's words: white wider than between letters parts them.
  private static func words(of line: [Piece]) -> [[Int]] {
    guard let first = line.first, let last = line.last else { return [] }
    let whole = Step(first, last)
    // Poppler's boxes are as high as the type and as wide as the letter's way to the right, or the other way round.
    let upright = line.map { $0.box.height * whole.length / max(abs(whole.down), 1) }
    let level = line.map { $0.box.width * whole.length / max(abs(whole.across), 1) }
    let advances = upright.reduce(0, +) < level.reduce(0, +) ? upright : level
    var words: [[Int]] = [Array(first.glyphs)]
    for at in line.indices.dropFirst() {
      let white = Step(line[at - 1], line[at]).length - (advances[at - 1] + advances[at]) * 0.5
      if white > line[at].size * 0.14 { words.append([]) }
      words[words.count - 1] += line[at].glyphs
    }
    return words
  }

  /// Large words that several words of the text are printed over.
  private static func wordsBehind(_ page: GlyphPage) -> [Int] {
    guard page.words.count > 3 else { return [] }
    let usual = page.words[page.words.count / 2].size
    return page.flow.map { Int($0) }.filter { index in
      let word = page.words[index]
      guard word.size > usual * 2.2, word.count >= 3, page.glyphs[Int(word.start)].scalar.isLetter else {
        return false
      }
      let edge = word.box.height * 0.15
      return page.words.count { other in
        other.size < word.size * 0.5 && other.box.middle > word.box.top + edge
          && other.box.middle < word.box.bottom - edge && other.box.left > word.box.left
          && other.box.right < word.box.right
      } >= 3
    }
  }
}
