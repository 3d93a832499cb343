// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Lines of plain text that belong to the page, the slide or the web page it was copied from, not to what it says.
///
/// That a line comes again and again says little: so do "Agreed" in minutes and the names of speakers. It is a running
/// head or foot where it stands at the edges of pages, which form feeds or page numbers mark.
struct PageFurniture {
  /// The kind of each such line, by its index.
  private(set) var kinds: [Int: BlockKind] = [:]

  private static let widest = 100
  /// No page has more lines; what form feeds part in longer ones are sections.
  private static let longestPage = 100

  init(_ text: TextLines) {
    findMarkedNumbers(text)
    findBareNumbers(text)
    if text.pageCount > 2 {
      findRunningHeads(text)
    } else {
      findNumberedFeet(text)
      findClosingLines(text)
    }
    for index in text.lines.indices
    where Self.standsAlone(text, index) && InterfaceRemnants.contains(text.content(index)) {
      kinds[index] = .furniture
    }
  }

  /// Whether blank lines or page ends surround the line.
  private static func standsAlone(_ text: TextLines, _ index: Int) -> Bool {
    let line = text.lines[index]
    guard !line.isBlank else { return false }
    func parts(_ other: Int) -> Bool {
      !text.lines.indices.contains(other) || text.lines[other].isBlank || text.lines[other].page != line.page
    }
    return parts(index - 1) && parts(index + 1)
  }

  private static func lineBefore(_ text: TextLines, _ index: Int) -> Int? {
    text.lines[..<index].lastIndex { !$0.isBlank }
  }

  private static func lineAfter(_ text: TextLines, _ index: Int) -> Int? {
    text.lines[(index + 1)...].firstIndex { !$0.isBlank }
  }

  // MARK: Page numbers

  /// "- 12 -" and "Page 3 of 9".
  private mutating func findMarkedNumbers(_ text: TextLines) {
    for index in text.lines.indices where text.lines[index].width <= 24 && !text.lines[index].isBlank {
      if PageNumberForms.isMarked(text.content(index)) { kinds[index] = .pageNumber }
    }
  }

  /// Bare numbers that stand alone, go up, and part pages, not the parts of a text.
  private mutating func findBareNumbers(_ text: TextLines) {
    var bare: [(index: Int, number: Int)] = []
    for index in text.lines.indices where text.lines[index].width <= 4 && kinds[index] == nil {
      let content = text.content(index)
      guard content.allSatisfy({ (0x30...0x39).contains($0) }), Self.standsAlone(text, index),
        let number = Int(text.string(index))
      else { continue }
      bare.append((index, number))
    }
    let rises = zip(bare, bare.dropFirst()).allSatisfy { $0.number < $1.number && $1.number - $0.number <= 3 }
    guard bare.count >= 2, rises, Self.partPages(text, bare.map(\.index)) else { return }
    for found in bare { kinds[found.index] = .pageNumber }
  }

  /// Whether the lines stand at page ends; where nothing marks these, whether some of them interrupt a sentence.
  private static func partPages(_ text: TextLines, _ indices: [Int]) -> Bool {
    if text.pageCount > 1 {
      return indices.allSatisfy { index in
        let page = text.lines[index].page
        return lineBefore(text, index).map { text.lines[$0].page != page } ?? true
          || lineAfter(text, index).map { text.lines[$0].page != page } ?? true
      }
    }
    return indices.count { interruptsSentence(text, $0) } * 4 >= indices.count
  }

  private static func interruptsSentence(_ text: TextLines, _ index: Int) -> Bool {
    guard let before = lineBefore(text, index), let after = lineAfter(text, index),
      let last = text.string(before).unicodeScalars.last, let next = text.string(after).unicodeScalars.first
    else { return false }
    return !".!?:;".unicodeScalars.contains(last) && next.properties.isLowercase
  }

  // MARK: Heads and feet

  /// Outermost lines of pages that are the same, numbers aside, on two fifths of them at least; then those within.
  private mutating func findRunningHeads(_ text: TextLines) {
    let lengths = text.lines.reduce(into: [Int](repeating: 0, count: text.pageCount)) { $0[$1.page] += 1 }
    let arePages = lengths.allSatisfy { $0 <= Self.longestPage }
    for (kind, isFirst) in [(BlockKind.pageHeader, true), (.pageFooter, false)] {
      for _ in 0..<3 {
        let found = repeated(text, edges(text, isFirst: isFirst), numbersDiffer: arePages)
        for (form, index) in found { kinds[index] = form == "#" ? .pageNumber : kind }
        if found.isEmpty { break }
      }
    }
  }

  /// The first or last line of each page that is not known to be furniture.
  private func edges(_ text: TextLines, isFirst: Bool) -> [Int] {
    var edges = [Int?](repeating: nil, count: text.pageCount)
    for index in text.lines.indices where !text.lines[index].isBlank && kinds[index] == nil {
      let page = text.lines[index].page
      if !isFirst || edges[page] == nil { edges[page] = index }
    }
    return edges.compactMap { $0 }
  }

  private func repeated(_ text: TextLines, _ edges: [Int], numbersDiffer: Bool) -> [(form: String, index: Int)] {
    var places: [String: [Int]] = [:]
    for index in edges where text.lines[index].width <= Self.widest {
      let form = numbersDiffer ? PageNumberForms.withoutNumbers(text.string(index)) : text.string(index)
      places[form, default: []].append(index)
    }
    return places.filter { $0.value.count >= 3 && $0.value.count * 5 >= text.pageCount * 2 }
      .flatMap { form, indices in indices.map { (form, $0) } }
  }

  /// Lines that end in "[Page 12]" and are otherwise the same, and the lines next to them that come again with them.
  private mutating func findNumberedFeet(_ text: TextLines) {
    var feet: [String: [(index: Int, number: Int)]] = [:]
    for index in text.lines.indices where text.lines[index].width <= Self.widest && kinds[index] == nil {
      guard let number = PageNumberForms.number(endOf: text.content(index)) else { continue }
      feet[PageNumberForms.withoutNumbers(text.string(index)), default: []].append((index, number))
    }
    for (_, found) in feet where found.count >= 3 {
      guard zip(found, found.dropFirst()).allSatisfy({ $0.number + 1 == $1.number }) else { continue }
      for foot in found { kinds[foot.index] = .pageFooter }
      markNeighbours(text, found.compactMap { Self.lineBefore(text, $0.index) }, .pageFooter)
      markNeighbours(text, found.compactMap { Self.lineAfter(text, $0.index) }, .pageHeader)
    }
  }

  /// Of the lines at page ends, marks those that are the same, numbers aside, at most of them.
  private mutating func markNeighbours(_ text: TextLines, _ lines: [Int], _ kind: BlockKind) {
    let groups = Dictionary(grouping: lines) { PageNumberForms.withoutNumbers(text.string($0)) }
    for (_, indices) in groups where indices.count >= 3 && indices.count * 3 >= lines.count * 2 {
      for index in indices { kinds[index] = kind }
    }
  }

  /// A line of several words that closes the text, and before it every slide: wider gaps follow than stand before.
  private mutating func findClosingLines(_ text: TextLines) {
    guard let last = text.lines.indices.last(where: { !text.lines[$0].isBlank && kinds[$0] == nil }),
      Self.standsAlone(text, last), let sign = text.content(last).last, !".!?,;".utf8.contains(sign),
      text.content(last).contains(0x20), !PlainTable.isBorder(text.content(last))
    else { return }
    let found = text.lines.indices.filter { text.content($0) == text.content(last) }
    let closes = found.allSatisfy { index in
      guard Self.standsAlone(text, index), let before = Self.lineBefore(text, index) else { return false }
      return index == last || (Self.lineAfter(text, index) ?? index) - index > index - before
    }
    if found.count >= 4, closes { for index in found { kinds[index] = .pageFooter } }
  }
}
