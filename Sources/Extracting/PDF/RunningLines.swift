// SPDX-License-Identifier: Apache-2.0

/// Recognises running heads, feet and page numbers: lines at the edge of the page that come again on other pages.
struct RunningLines {
  /// A band at the top or bottom edge of a page.
  struct EdgeBand {
    var words: [Int32]
    var box: Box
    var size: Float
    /// The text with figures replaced by one sign, as a hash.
    var key: WordHash
    /// The numbers in it, roman ones included.
    var numbers: [Int]
    var letters: Int
    /// Whether no wide gap parts it.
    var isWhole: Bool
    /// Whether it holds nothing but numbers and the signs that stand around those of pages.
    var isPlainNumber: Bool
    /// The scalars it begins and ends with.
    var ends: (first: Unicode.Scalar, last: Unicode.Scalar)

    /// Whether a sentence goes on from this band into another.
    func isBroken(before other: EdgeBand) -> Bool {
      (ends.last.isLetter || ends.last == ",") && other.ends.first.isLowercaseLetter
    }
  }

  /// The words found on one page, by kind.
  struct Found {
    var header: [[Int32]] = []
    var footer: [[Int32]] = []
    var number: [[Int32]] = []

    var count: Int { (header + footer + number).reduce(0) { $0 + $1.count } }
  }

  private let tops: [[EdgeBand]]
  private let bottoms: [[EdgeBand]]
  private let bodySize: Float
  private let wordCounts: [Int]
  private let title: TitleWords
  private let pages: [GlyphPage]

  /// How many bands from the edge are looked at.
  private static let reach = 4
  /// How many pages before and after a page are compared with it.
  private static let window = 10

  init(pages: [GlyphPage], bodySize: Float) {
    self.bodySize = bodySize
    self.pages = pages
    title = TitleWords(pages, bodySize: bodySize)
    var tops: [[EdgeBand]] = []
    var bottoms: [[EdgeBand]] = []
    for page in pages {
      let upper = page.flow.filter { page.words[Int($0)].box.middle < page.height * 0.2 }
      let lower = page.flow.filter { page.words[Int($0)].box.middle > page.height * 0.8 }
      tops.append(page.bands(of: upper, gap: bodySize).prefix(Self.reach).map { EdgeBand($0, of: page) })
      bottoms.append(page.bands(of: lower, gap: bodySize).suffix(Self.reach).reversed().map { EdgeBand($0, of: page) })
    }
    wordCounts = pages.map(\.flow.count)
    self.tops = tops
    self.bottoms = bottoms
  }

  /// What runs on each page.
  func find() -> [Found] {
    var found = [Found](repeating: Found(), count: tops.count)
    for (page, bands) in running(tops).enumerated() {
      for band in bands {
        if band.letters == 0 { found[page].number.append(band.words) } else { found[page].header.append(band.words) }
      }
    }
    for page in tops.indices.dropFirst() where found[page].header.isEmpty {
      if let band = titleAgain(on: page) { found[page].header.append(band.words) }
    }
    var heads = SectionHeads(pages: pages, bodySize: bodySize)
    for (page, band) in heads.heads(among: candidates(besides: found)) { found[page].header.append(band.words) }
    for (page, bands) in running(bottoms).enumerated() {
      for band in bands {
        if band.letters == 0 { found[page].number.append(band.words) } else { found[page].footer.append(band.words) }
      }
    }
    // Pages that hold nothing but what comes again are forms or copies, not pages without text.
    let printed = wordCounts.count { $0 > 0 }
    let emptied = zip(found, wordCounts).count { $1 > 0 && $0.count >= $1 }
    return emptied * 2 > printed ? [Found](repeating: Found(), count: tops.count) : found
  }

  /// The lines set apart at the top of pages of which no head is found yet.
  private func candidates(besides found: [Found]) -> [SectionHeads.Candidate] {
    tops.indices.compactMap { page in
      guard found[page].header.isEmpty, let band = tops[page].first(where: { $0.letters > 0 }),
        band.size < bodySize * 1.15, isSetApart(band, on: page, by: 0.9)
      else { return nil }
      return (page, band)
    }
  }

  /// Whether the white below a line at the top of a page is more than a part of its size, and than that between the lines
  /// below it.
  private func isSetApart(_ band: EdgeBand, on page: Int, by part: Float) -> Bool {
    isSetApart(band, in: tops[page], by: part)
  }

  private func isSetApart(_ band: EdgeBand, in edge: [EdgeBand], by part: Float) -> Bool {
    let lines = [band] + edge.drop { $0.words != band.words }.dropFirst()
    let white = zip(lines, lines.dropFirst()).map { max($1.box.top - $0.box.bottom, $0.box.top - $1.box.bottom) }
    guard let own = white.first else { return true }
    return own > band.size * part && own > 1.4 * (white.dropFirst().min() ?? 0)
  }

  /// A line set apart at the top of a page that says the title or the authors of page one again: in a paper of two pages
  /// no other page confirms its head.
  private func titleAgain(on page: Int) -> EdgeBand? {
    guard let band = tops[page].first(where: { $0.letters > 0 }), band.size < bodySize * 1.06,
      isSetApart(band, on: page, by: 1.2)
    else { return nil }
    return title.areRepeated(by: band.words, on: pages[page]) ? band : nil
  }

  /// The bands of one edge that run, for each page.
  private func running(_ edges: [[EdgeBand]]) -> [[EdgeBand]] {
    // From the edge inwards: the first band that does not run ends those that do.
    var running = edges.indices.map { page in Array(edges[page].prefix { runs($0, page: page, edges: edges) }) }
    // A head that stands on one page only, such as that of a short chapter, is known by its place: the edge of the
    // page, at the height and in the size of many heads of other pages.
    let places = running.compactMap(\.first).filter { $0.letters > 0 }
    for page in edges.indices where running[page].isEmpty {
      guard let band = edges[page].first, band.letters > 0, band.size < bodySize * 1.15, !goesOn(band, in: edges[page])
      else { continue }
      let alike = places.count { $0.stands(where: band) }
      if alike >= 3, alike * 5 >= edges.count { running[page] = [band] }
    }
    return running
  }

  /// Whether a band is a number alone at the very edge of its page. First pages set it a line higher or lower than others.
  private func isLoneNumber(_ band: EdgeBand, _ page: Int, _ edges: [[EdgeBand]]) -> Bool {
    band.letters == 0 && band.words.count == 1 && band.numbers.count == 1 && edges[page].first?.words == band.words
  }

  /// Whether a band is a full line of text, which goes on from or in those next to it: they are as wide and as far apart, or
  /// the next begins amid a sentence.
  private func goesOn(_ band: EdgeBand, in edge: [EdgeBand]) -> Bool {
    guard band.isWhole, let at = edge.firstIndex(where: { $0.words == band.words }), at + 2 < edge.count else {
      return false
    }
    let next = edge[(at + 1)...(at + 2)]
    let steps = zip([band] + next, next).map { abs($1.box.middle - $0.box.middle) }
    let right = next.map(\.box.right).max() ?? 0
    let isEven = abs(steps[0] - steps[1]) < 0.05 * steps[1] + 0.3 && steps[0] < 2 * band.size
    return (isEven || steps[0] < 1.4 * band.size && band.isBroken(before: edge[at + 1]))
      && next.allSatisfy { abs($0.size - band.size) < 0.03 * band.size } && band.box.right > right - 2 * band.size
      && band.box.width > 20 * band.size
  }

  private func runs(_ band: EdgeBand, page: Int, edges: [[EdgeBand]]) -> Bool {
    var same = 0
    var numbered = 0
    let near = max(0, page - Self.window)...min(edges.count - 1, page + Self.window)
    for other in near where other != page {
      if isLoneNumber(band, page, edges), let number = edges[other].first, isLoneNumber(number, other, edges),
        band.counts(with: number, apart: other - page), band.stands(where: number, within: band.size * 1.2)
      {
        numbered += 1
      }
      for candidate in edges[other] where candidate.stands(where: band) {
        if candidate.key == band.key {
          if band.letters > 0 || band.counts(with: candidate, apart: other - page) { same += 1 }
        } else if band.counts(with: candidate, apart: other - page) {
          numbered += 1
        }
      }
    }
    let others = near.count - 1
    guard others > 0 else { return false }
    // Large type is a title or the heading of a slide unless it stands on a good part of the pages.
    if band.size > bodySize * 1.15 { return (same + numbered) * 5 >= others * 2 && same + numbered >= 2 }
    // Formulas and listings hold numbers that grow.
    if band.letters == 0 { return same + numbered >= (band.isPlainNumber ? 1 : 3) }
    // By chance short lines of the text come again here and there; heads and feet keep their distance from it.
    if max(same, numbered) * 5 < others, !isSetApart(band, in: edges[page], by: 0.9) { return false }
    if numbered == 0, goesOn(band, in: edges[page]) { return false }
    return same >= 2 || (same == 1 && others <= 4) || numbered >= 2 || (numbered == 1 && others == 1)
  }
}

extension RunningLines.EdgeBand {
  /// Signs around and between the numbers of pages.
  private static let pageSigns = Set(
    "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}./|()\u{B7}\u{2022}*~\u{A7},:".unicodeScalars)

  init(_ band: Band, of page: GlyphPage) {
    var key = WordHash()
    var numbers: [Int] = []
    var letters = 0
    var size: Float = 0
    var glyphs = 0
    var isPlainNumber = true
    for chunk in band.chunks {
      for index in chunk.words {
        let word = page.words[Int(index)]
        if word.count > glyphs {
          glyphs = word.count
          size = word.size
        }
        if let roman = RomanNumeral.value(page.glyphs[word.range]) {
          numbers.append(roman)
          key.add("#")
          continue
        }
        var number: Int?
        let known = numbers.count
        var isSection = false
        for scalar in page.glyphs[word.range].lazy.map(\.scalar) {
          if let digit = scalar.decimalDigit {
            if number == nil { key.add("#") }
            number = min((number ?? 0) * 10 + digit, 1_000_000_000)
          } else {
            if let done = number {
              numbers.append(done)
              isSection = isSection || scalar == "."
            }
            number = nil
            if scalar.isLetter { letters += 1 }
            if !Self.pageSigns.contains(scalar) { isPlainNumber = false }
            key.add(scalar)
          }
        }
        if let done = number { numbers.append(done) }
        // The numbers of sections that open a line, as in "5.6.1", count up too, but not by pages.
        if isSection, known == 0, letters == 0, numbers.count > 1 { numbers.removeAll() }
        key.add(" ")
      }
    }
    let first = band.chunks.first?.words.first.map { page.glyphs[Int(page.words[Int($0)].start)].scalar }
    let last = band.chunks.last?.words.last.map { page.glyphs[Int(page.words[Int($0)].end) - 1].scalar }
    self.init(
      words: band.chunks.flatMap(\.words), box: band.box, size: size, key: key, numbers: numbers, letters: letters,
      isWhole: band.chunks.count == 1, isPlainNumber: isPlainNumber && numbers.count <= 2,
      ends: (first ?? " ", last ?? " "))
  }

  /// Whether both stand at the same height in the same size.
  func stands(where other: RunningLines.EdgeBand, within reach: Float = 3) -> Bool {
    abs(box.middle - other.box.middle) < reach && abs(size - other.size) <= 0.06 * max(size, other.size)
  }

  /// Whether a number in both grows by as many as the pages are apart.
  func counts(with other: RunningLines.EdgeBand, apart: Int) -> Bool {
    numbers.contains { number in other.numbers.contains { $0 - number == apart } }
  }
}

extension Unicode.Scalar {
  var decimalDigit: Int? { (0x30...0x39).contains(value) ? Int(value) - 0x30 : nil }
}

/// Roman page numbers.
enum RomanNumeral {
  /// The value of a roman numeral in small or capital letters, such as xiv; nil for other words and above 999.
  static func value(_ glyphs: ArraySlice<Glyph>) -> Int? {
    guard (1...12).contains(glyphs.count) else { return nil }
    var total = 0
    var last = Int.max
    for glyph in glyphs {
      let value: Int
      switch glyph.scalar {
      case "i", "I": value = 1
      case "v", "V": value = 5
      case "x", "X": value = 10
      case "l", "L": value = 50
      case "c", "C": value = 100
      case "d", "D": value = 500
      default: return nil
      }
      total += value > last ? value - 2 * last : value
      last = value
    }
    return total < 1000 ? total : nil
  }
}
