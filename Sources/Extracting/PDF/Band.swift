// SPDX-License-Identifier: Apache-2.0

/// Bands: what stands at one height across a page or a part of it, cut into chunks at wide gaps.

/// Words of one band with no wide gap between them.
struct Chunk {
  /// Indices into the page's words, from left to right.
  var words: [Int32]
  var box: Box
}

/// All chunks at one height, from left to right; or a whole ruled table as one chunk.
struct Band {
  var chunks: [Chunk]
  var box: Box
  /// The index of the table into the page's.
  var table: Int?
}

extension GlyphPage {
  /// Groups words into bands, from the top down, and each band into chunks split at gaps wider than `gap`.
  ///
  /// Two words share a band if the middle fifths of their heights overlap: boxes of neighbouring lines may overlap, and
  /// raised figures belong to the line they are raised from.
  func bands(of indices: [Int32], gap: Float) -> [Band] {
    guard !tables.isEmpty else { return looseBands(of: indices, gap: gap) }
    var bands = looseBands(of: indices.filter { tableOf[Int($0)] < 0 }, gap: gap)
    for table in Set(indices.map { tableOf[Int($0)] }).sorted() where table >= 0 {
      let found = tables[table]
      let chunk = Chunk(words: found.words, box: found.box)
      let at = bands.firstIndex { $0.box.middle > found.box.middle } ?? bands.count
      bands.insert(Band(chunks: [chunk], box: found.box, table: table), at: at)
    }
    return bands
  }

  private func looseBands(of indices: [Int32], gap: Float) -> [Band] {
    let sorted = indices.sorted { words[Int($0)].box.middle < words[Int($1)].box.middle }
    var bands: [Band] = []
    var members: [Int32] = []
    var floor = -Float.greatestFiniteMagnitude
    for index in sorted {
      let box = words[Int(index)].box
      let reach = box.height * 0.2
      if !members.isEmpty, box.middle - reach > floor {
        bands.append(band(of: members, gap: gap))
        members.removeAll(keepingCapacity: true)
        floor = -Float.greatestFiniteMagnitude
      }
      members.append(index)
      // The first words of a band set its height; a tall bracket must not pull the next line in.
      floor = members.count == 1 ? box.middle + reach : max(floor, min(box.middle + reach, floor + reach * 0.5))
    }
    if !members.isEmpty { bands.append(band(of: members, gap: gap)) }
    return withMarks(bands, gap: gap)
  }

  /// Puts note marks that are raised so far that they stand in a band of their own into the line they open or end.
  private func withMarks(_ bands: [Band], gap: Float) -> [Band] {
    var joined: [Band] = []
    var mark: Int32?
    for band in bands {
      if let raised = mark {
        mark = nil
        if isMark(raised, of: band) {
          joined[joined.count - 1] = self.band(of: [raised] + band.chunks.flatMap(\.words), gap: gap)
          continue
        }
      }
      joined.append(band)
      if let chunk = band.chunks.first, band.chunks.count == 1, chunk.words.count == 1 { mark = chunk.words.first }
    }
    return joined
  }

  /// Whether a word is a note's number or sign, small, and raised beside a word of the line right below.
  private func isMark(_ index: Int32, of line: Band) -> Bool {
    let mark = words[Int(index)]
    guard mark.count <= 3, glyphs[mark.range].allSatisfy({ $0.scalar.isNoteSign }) else { return false }
    return line.chunks.lazy.flatMap(\.words).contains { index in
      let word = words[Int(index)]
      let (before, after) = (word.box.left - mark.box.right, mark.box.left - word.box.right)
      return mark.size < word.size * 0.85 && mark.box.bottom > word.box.top + mark.box.height * 0.3
        && (before > -1 && before < word.size * 0.6 || after > -1 && after < word.size * 0.3)
    }
  }

  private func band(of members: [Int32], gap: Float) -> Band {
    let sorted = members.sorted {
      let (a, b) = (words[Int($0)], words[Int($1)])
      return a.box.left != b.box.left ? a.box.left < b.box.left : $0 < $1
    }
    var chunks: [Chunk] = []
    var whole = Box.empty
    for index in sorted {
      let box = words[Int(index)].box
      whole.cover(box)
      if let last = chunks.last, box.left - last.box.right <= gap {
        chunks[chunks.count - 1].words.append(index)
        chunks[chunks.count - 1].box.cover(box)
      } else {
        chunks.append(Chunk(words: [index], box: box))
      }
    }
    return Band(chunks: chunks, box: whole, table: nil)
  }
}
