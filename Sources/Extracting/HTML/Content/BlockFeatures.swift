// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The measurements by which a block is judged: one row of numbers per block.
///
/// The order of the columns is the contract with `ContentModel`: first the block's own text, then the regions and hints
/// around it, its neighbours, four of the elements around it, and the page. `names` spells them out.
struct BlockFeatures {
  private let tree: MarkupTree
  private let page: PageBlocks
  private let measures: BlockMeasures
  private let all: Range<Int>
  private let pageColumns: [Float]
  private let firstHeading: Int
  private let repeats: [UInt64: Int]
  private let shapes: [UInt64: Int]
  private let isSecond: [Bool]
  private let places: Landmarks
  private let authored: AuthoredMarkup
  private let parts: DeclaredParts
  private let declared: DeclaredWords
  private var rings: ElementRings
  let hints: BlockHints

  init(tree: MarkupTree, page: PageBlocks, measures: BlockMeasures, kind: [Float]) {
    (self.tree, self.page, self.measures) = (tree, page, measures)
    all = 0..<page.blocks.count
    firstHeading =
      page.blocks.firstIndex { $0.level == 1 && $0.context.regions.isDisjoint(with: [.navigation, .pageFooter]) } ?? -1
    var repeats: [UInt64: Int] = [:]
    var isSecond: [Bool] = []
    for look in measures.looks {
      isSecond.append(repeats[look.hash] != nil)
      repeats[look.hash, default: 0] += 1
    }
    (self.repeats, self.isSecond) = (repeats, isSecond)
    shapes = measures.looks.reduce(into: [:]) { $0[$1.shape, default: 0] += 1 }
    hints = BlockHints(tree: tree, page: page, measures: measures)
    declared = DeclaredWords(tree)
    places = Landmarks(tree: tree, page: page, measures: measures, firstHeading: firstHeading)
    authored = AuthoredMarkup(tree: tree, page: page)
    parts = DeclaredParts(tree: tree, page: page, measures: measures)
    rings = ElementRings(tree: tree, page: page, measures: measures, authored: authored)
    let nameless = share(authored.words(all), measures.words(all))
    pageColumns = Self.pageColumns(page, measures, hasHeading: firstHeading >= 0) + [nameless] + kind
  }

  static let names: [String] = {
    var names = [
      "words", "linkShare", "wordLength", "endsSentence", "sentences", "commas", "digits", "capitals", "level",
      "isListItem", "isTable", "isCaption", "isQuote", "isCode", "isParagraph", "index", "wordsBefore", "repeats",
      "afterTitle", "fromTitle", "isSecond", "sinceHeading", "currency",
      "described", "titled", "shapes", "wordsPerRun",
    ]
    names += Landmarks.names + AuthoredMarkup.names + DeclaredParts.names
    names += (0..<32).map { "region\($0)" }
    names += ClassWords.Hint.allCases.map { "near-\($0)" }
    names += ClassWords.Hint.allCases.map { "narrow-\($0)" }
    names += ClassWords.Hint.allCases.map { "wide-\($0)" }
    names += ClassWords.Hint.allCases.map { "text-\($0)" }
    names += ClassWords.Hint.allCases.map { "under-\($0)" }
    for reach in ["narrow", "near"] {
      names += ["page", "elsewhere", "readers", "content"].map { "\(reach)Count-\($0)" }
    }
    for place in ["before2", "before", "after", "after2"] {
      names += ["words", "linkShare", "endsSentence", "level"].map { "\(place)-\($0)" }
    }
    names += ElementRings.names
    names += [
      "pageWords", "pageLinkShare", "pageBlocks", "pageSentenceShare", "mainShare", "articleShare", "hasTitle",
      "headingCount", "pageNameless",
    ]
    names += PageTraits.names
    return names
  }()

  /// Fills `row` with the numbers of one block.
  mutating func fill(_ row: inout [Float], _ index: Int) {
    row.removeAll(keepingCapacity: true)
    addOwn(index, to: &row)
    addContext(index, to: &row)
    for offset in [-2, -1, 1, 2] { addNeighbour(index + offset, to: &row) }
    rings.add(page.blocks[index], to: &row)
    row += pageColumns
  }

  private func addOwn(_ index: Int, to row: inout [Float]) {
    let block = page.blocks[index]
    let look = measures.looks[index]
    let words = Float(max(block.words, 1))
    let before = measures.words(0..<index)
    row += [
      log(block.words), share(block.linkWords, block.words), Float(look.characters) / words, look.endsSentence ? 1 : 0,
      Float(look.sentences) / words, Float(look.commas) / words, Float(look.digits) / Float(max(look.characters, 1)),
      Float(look.capitals) / words, Float(block.level), block.kind == .listItem ? 1 : 0, block.kind == .table ? 1 : 0,
      block.kind == .caption ? 1 : 0, block.kind == .quote ? 1 : 0, block.kind == .code ? 1 : 0,
      block.kind == .paragraph ? 1 : 0, share(index, all.count), share(before, measures.words(all)),
      log(repeats[look.hash] ?? 1), firstHeading < 0 ? 0 : index < firstHeading ? -1 : 1,
      firstHeading < 0 ? -1 : log(abs(index - firstHeading)), isSecond[index] ? 1 : 0,
      log(index - (page.blocks[..<index].suffix(200).lastIndex { $0.level > 0 } ?? max(0, index - 200))),
      Float(look.currency),
    ]
    let said = declared.shares(of: block, in: page)
    row += [said.described, said.titled, log(shapes[look.shape] ?? 1), Float(block.words) / Float(max(look.runs, 1))]
    places.add(block, to: &row)
    authored.add(block, to: &row)
    parts.add(block, to: &row)
  }

  private func addContext(_ index: Int, to row: inout [Float]) {
    let start = row.count
    // Most bits are unset: room for all, then a visit to those that are set.
    row.append(contentsOf: repeatElement(0, count: 32 + 5 * 64))
    set(UInt64(page.blocks[index].context.regions.rawValue), from: start, in: &row)
    for (place, set) in [
      hints.near[index], hints.narrow[index], hints.wide[index], hints.own[index], hints.under[index],
    ].enumerated() { self.set(set, from: start + 32 + 64 * place, in: &row) }
    for group in BlockHints.groups { row.append(Float((hints.narrow[index] & group).nonzeroBitCount)) }
    for group in BlockHints.groups { row.append(Float((hints.near[index] & group).nonzeroBitCount)) }
  }

  private func set(_ bits: UInt64, from start: Int, in row: inout [Float]) {
    var bits = bits
    while bits != 0 {
      row[start + bits.trailingZeroBitCount] = 1
      bits &= bits - 1
    }
  }

  private func addNeighbour(_ index: Int, to row: inout [Float]) {
    guard all.contains(index) else {
      row += [-1, -1, -1, -1]
      return
    }
    let block = page.blocks[index]
    row += [
      log(block.words), share(block.linkWords, block.words), measures.looks[index].endsSentence ? 1 : 0,
      Float(block.level),
    ]
  }

  private static func pageColumns(_ page: PageBlocks, _ measures: BlockMeasures, hasHeading: Bool) -> [Float] {
    let all = 0..<page.blocks.count
    let words = measures.words(all)
    func held(_ region: ElementContext.Region) -> Int {
      page.blocks.reduce(0) { $1.context.regions.isDisjoint(with: region) ? $0 : $0 + $1.words }
    }
    return [
      log(words), share(measures.linkWords(all), words), log(all.count), share(measures.sentenceWords(all), words),
      share(held(.main), words), share(held(.article), words), hasHeading ? 1 : 0, log(measures.headings(all)),
    ]
  }
}
