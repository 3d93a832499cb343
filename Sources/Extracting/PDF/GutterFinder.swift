// SPDX-License-Identifier: Apache-2.0

/// Finds the white strip that parts two columns of text, and tells it from the gaps of tables and lists.

/// An upright white strip with text on both sides.
struct Gutter: Equatable {
  /// The bands it reaches over.
  var bands: Range<Int>
  var left: Float
  var right: Float
  /// How many of the bands have text on both sides.
  var support: Int

  var middle: Float { (left + right) * 0.5 }
}

struct GutterFinder {
  let bands: [Band]
  let size: Float
  let page: GlyphPage
  let styles: StyleTable
  let bodyIsMonospaced: Bool

  /// The gutter with the most bands on both sides that parts columns of running text.
  func best() -> Gutter? {
    let candidates = strips().sorted {
      $0.support != $1.support ? $0.support > $1.support : $0.right - $0.left > $1.right - $1.left
    }
    guard !candidates.isEmpty else { return nil }
    let space = usualSpace()
    for candidate in candidates.prefix(24) {
      // White between words may line up by chance over a few lines, so a narrow strip must be long, unless what it parts is set
      // in types of its own.
      let isNarrow = candidate.right - candidate.left < size * 0.75 && candidate.support < 8
      if isNarrow || candidate.right - candidate.left < space * 1.5, !partsTypes(candidate, space: space) { continue }
      let gutter = trim(candidate)
      if partsColumns(gutter) { return extend(gutter) }
    }
    return nil
  }

  /// The median of the white between neighbouring words.
  private func usualSpace() -> Float {
    var gaps: [Float] = []
    for band in bands {
      for chunk in band.chunks {
        for (word, next) in zip(chunk.words, chunk.words.dropFirst()) {
          gaps.append(page.words[Int(next)].box.left - page.words[Int(word)].box.right)
        }
      }
      // Spaces wider than the chunks' limit part chunks, but are spaces still.
      for (chunk, next) in zip(band.chunks, band.chunks.dropFirst()) where next.box.left - chunk.box.right < size {
        gaps.append(next.box.left - chunk.box.right)
      }
    }
    gaps.sort()
    return gaps.isEmpty ? 0 : max(gaps[gaps.count / 2], 0)
  }

  /// All white strips at least as wide as a gutter, over at least three bands with text on both sides.
  private func strips() -> [Gutter] {
    let whole = bands.reduce(Box.empty) { $0.covering($1.box) }
    guard whole.width > size * 8, bands.count(where: { $0.chunks.count > 1 }) >= 3 else { return [] }
    let step: Float = max(1, whole.width / 800)
    let columns = Int(whole.width / step) + 1
    let count = bands.count
    var covered = [Bool](repeating: false, count: columns * count)
    var depth = [Int32](repeating: 0, count: columns)
    for (row, band) in bands.enumerated() {
      for chunk in band.chunks {
        let from = max(0, Int((chunk.box.left - whole.left) / step))
        let to = min(columns - 1, Int((chunk.box.right - whole.left) / step))
        guard from <= to else { continue }
        for x in from...to where !covered[x * count + row] {
          covered[x * count + row] = true
          depth[x] += 1
        }
      }
    }
    var found: [Gutter] = []
    // Strips of the column before that have not ended, by their bands.
    var open: [Gutter] = []
    for x in 0..<columns {
      // Ink in all but two bands leaves no room for a strip.
      let here =
        Int(depth[x]) > count - 3
        ? [] : runs(at: x, position: whole.left + Float(x) * step, covered: covered, count: count)
      var next: [Gutter] = []
      for run in here {
        if let known = open.first(where: { $0.bands == run.bands }) {
          next.append(
            Gutter(
              bands: known.bands, left: known.left, right: run.left + step, support: max(known.support, run.support)))
        } else {
          next.append(Gutter(bands: run.bands, left: run.left, right: run.left + step, support: run.support))
        }
      }
      for old in open where !next.contains(where: { $0.bands == old.bands }) { found.append(old) }
      open = next
    }
    found += open
    let narrowest = size * 0.3
    return found.filter { $0.right - $0.left >= narrowest }
  }

  /// The runs of bands without ink at one position that have at least three bands with text on both sides.
  private func runs(at x: Int, position: Float, covered: [Bool], count: Int) -> [Gutter] {
    var runs: [Gutter] = []
    var start = 0
    var support = 0
    for row in 0...count {
      if row < count, !covered[x * count + row] {
        if bands[row].box.left < position, bands[row].box.right > position { support += 1 }
        continue
      }
      if support >= 3 { runs.append(Gutter(bands: start..<row, left: position, right: position, support: support)) }
      start = row + 1
      support = 0
    }
    return runs
  }

  /// Gives bands at either end that stand on one side only, next to a band that crosses the gutter, back to the text
  /// above or below: the short last line of a paragraph does not belong to the column below it.
  private func trim(_ gutter: Gutter) -> Gutter {
    var gutter = gutter
    let first = gutter.bands.lowerBound
    if first > 0, gutter.bands.count > 3, bands[first].box.right <= gutter.left + size,
      bands[first].box.middle - bands[first - 1].box.middle < bands[first].box.height * 1.25
    {
      gutter.bands = (first + 1)..<gutter.bands.upperBound
    }
    return gutter
  }

  /// Takes in bands beyond either end that reach over the gutter only because a line or heading of the left column is too
  /// long for it: a word still starts at the edge of the right column, and the columns go on behind.
  private func extend(_ gutter: Gutter) -> Gutter {
    var gutter = gutter
    let edge = rightEdge(of: gutter)
    while gutter.bands.upperBound < bands.count, isOverlong(gutter.bands.upperBound, edge) {
      var end = gutter.bands.upperBound + 1
      while end < bands.count, isFree(end, gutter) { end += 1 }
      guard goesOn(gutter.bands.upperBound + 1..<end, gutter) else { break }
      gutter.bands = gutter.bands.lowerBound..<end
    }
    while gutter.bands.lowerBound > 0, isOverlong(gutter.bands.lowerBound - 1, edge) {
      var start = gutter.bands.lowerBound - 1
      while start > 0, isFree(start - 1, gutter) { start -= 1 }
      guard goesOn(start..<gutter.bands.lowerBound - 1, gutter) else { break }
      gutter.bands = start..<gutter.bands.upperBound
    }
    return gutter
  }

  /// Whether the bands hold text of both columns.
  private func goesOn(_ range: Range<Int>, _ gutter: Gutter) -> Bool {
    bands[range].contains { $0.box.left < gutter.middle && $0.box.right > gutter.middle }
  }

  /// Where most lines right of the gutter start.
  private func rightEdge(of gutter: Gutter) -> Float {
    let lefts = bands[gutter.bands].compactMap { band in
      band.chunks.first { $0.box.left > gutter.middle }?.box.left
    }.sorted()
    return lefts.isEmpty ? gutter.right : lefts[lefts.count / 4]
  }

  private func isOverlong(_ index: Int, _ edge: Float) -> Bool {
    bands[index].chunks.contains { chunk in
      chunk.words.dropFirst().contains { abs(page.words[Int($0)].box.left - edge) < 1 }
    }
  }

  private func isFree(_ index: Int, _ gutter: Gutter) -> Bool {
    !bands[index].chunks.contains { $0.box.left < gutter.middle && $0.box.right > gutter.middle }
  }

  /// What stands on one side of a strip.
  private struct Side {
    var lines = 0
    var glyphs = 0
    var digits = 0
    var monospaced = 0
    var box = Box.empty
    var rights: [Float] = []
    var lefts: [Float] = []
    /// The lines in which white as wide as a letter sets something short apart from what follows.
    var keyed = 0

    /// The share of lines that reach the far edge, as those of running text do.
    func filled() -> Float {
      guard lines > 0, box.width > 0 else { return 0 }
      let full = zip(lefts, rights).count { $1 > box.right - box.width * 0.2 && $0 < box.left + box.width * 0.25 }
      return Float(full) / Float(lines)
    }

    var isKeyed: Bool { keyed * 5 > lines * 3 }

    var lineLength: Float { lines == 0 ? 0 : Float(glyphs) / Float(lines) }
  }

  private func side(_ gutter: Gutter, isLeft: Bool) -> Side {
    var side = Side()
    for band in bands[gutter.bands] {
      var line = Box.empty
      for chunk in band.chunks where (chunk.box.left < gutter.middle) == isLeft {
        let isSetApart = line.right > line.left && chunk.box.left - line.right > size
        if isSetApart, line.width < size * 4 { side.keyed += 1 }
        line.cover(chunk.box)
        for word in chunk.words {
          let word = page.words[Int(word)]
          side.glyphs += word.count
          if styles[word.style].isMonospaced { side.monospaced += word.count }
          for glyph in page.glyphs[word.range] where (0x30...0x39).contains(glyph.scalar.value) { side.digits += 1 }
        }
      }
      if line.right > line.left {
        side.lines += 1
        side.box.cover(line)
        side.lefts.append(line.left)
        side.rights.append(line.right)
      }
    }
    return side
  }

  /// How many bands have text at one height on both sides.
  private func level(_ gutter: Gutter) -> Int {
    bands[gutter.bands].count { band in
      guard let left = band.chunks.last(where: { $0.box.left < gutter.middle }),
        let right = band.chunks.first(where: { $0.box.left > gutter.middle })
      else { return false }
      return abs(left.box.middle - right.box.middle) < 1
    }
  }

  /// Whether all lines right of a strip begin at one edge, in a type that no line to the left is set in.
  private func partsTypes(_ gutter: Gutter, space: Float) -> Bool {
    var (left, right) = (Box.empty, Box.empty)
    var edges: [Float] = []
    // Of the left side all sizes, of the right side the one.
    var sizes: Set<Float> = []
    var size: Float?
    for band in bands[gutter.bands] {
      var edge: Float?
      for word in band.chunks.lazy.flatMap(\.words).map({ page.words[Int($0)] }) {
        if word.box.left + word.box.right < 2 * gutter.middle {
          left.cover(word.box)
          sizes.insert(word.size)
        } else {
          right.cover(word.box)
          if edge == nil { edge = word.box.left }
          guard abs((size ?? word.size) - word.size) < 0.05 * word.size else { return false }
          size = word.size
        }
      }
      if let edge { edges.append(edge) }
      if let size, sizes.contains(where: { abs($0 - size) < 0.08 * size }) { return false }
    }
    return edges.count >= 5 && !sizes.isEmpty && right.left - left.right > space * 1.3
      && edges.allSatisfy { $0 - right.left < 0.1 * (size ?? 0) }
  }

  /// Whether both sides read as columns of running text.
  private func partsColumns(_ gutter: Gutter) -> Bool {
    let left = side(gutter, isLeft: true)
    let right = side(gutter, isLeft: false)
    guard min(left.lines, right.lines) >= 3 else { return false }
    // Numbers beside words are a table or a list of contents; a sign beside each line, a list.
    if left.lineLength < 9 || right.lineLength < 9 { return false }
    if right.digits * 5 > right.glyphs * 2 || left.digits * 5 > left.glyphs * 2 { return false }
    // Listings are aligned by spaces.
    if (left.monospaced + right.monospaced) * 3 > (left.glyphs + right.glyphs) * 2, !bodyIsMonospaced { return false }
    let narrower = min(left.box.width, right.box.width)
    if narrower < size * 6 { return false }
    let filled = min(left.filled(), right.filled())
    // The first column of a table holds numbers or short words, and each of its lines has a fellow on the other side. Lines
    // of running text may be numbered too; where both sides are, it is a list of contents in two columns.
    if left.isKeyed != right.isKeyed, min(left.lineLength, right.lineLength) < 24,
      level(gutter) * 5 >= min(left.lines, right.lines) * 4
    {
      return false
    }
    if filled >= 0.4 { return true }
    // Ragged or short lines: columns if there are many of them and they are long enough to be read on their own.
    return gutter.support >= 8 && min(left.lineLength, right.lineLength) >= 18
  }
}
