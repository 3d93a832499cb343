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
  private let isSecond: [Bool]
  private let places: Landmarks
  private let described: WordPairs
  private let titled: WordPairs
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
    hints = BlockHints(tree: tree, page: page, measures: measures)
    (described, titled) = WordPairs.ofDeclarations(tree)
    places = Landmarks(tree: tree, page: page, measures: measures, firstHeading: firstHeading)
    pageColumns = Self.pageColumns(page, measures, hasHeading: firstHeading >= 0) + kind
  }

  static let names: [String] = {
    var names = [
      "words", "linkShare", "wordLength", "endsSentence", "sentences", "commas", "digits", "capitals", "level",
      "isListItem", "isTable", "isCaption", "isQuote", "isCode", "isParagraph", "index", "wordsBefore", "repeats",
      "afterTitle", "fromTitle", "isSecond", "sinceHeading", "currency",
      "described", "titled",
    ]
    names += Landmarks.names
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
    for ring in ["parent", "ring20", "ring80", "ring300"] {
      names += ["words", "linkShare", "share", "sentenceShare", "blocks", "headings", "siblings", "first"].map {
        "\(ring)-\($0)"
      }
    }
    names += [
      "pageWords", "pageLinkShare", "pageBlocks", "pageSentenceShare", "mainShare", "articleShare", "hasTitle",
      "headingCount",
    ]
    names += PageTraits.names
    return names
  }()

  /// Fills `row` with the numbers of one block.
  func fill(_ row: inout [Float], _ index: Int) {
    row.removeAll(keepingCapacity: true)
    addOwn(index, to: &row)
    addContext(index, to: &row)
    for offset in [-2, -1, 1, 2] { addNeighbour(index + offset, to: &row) }
    addRings(page.blocks[index], to: &row)
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
      described.share(of: block, in: page), titled.share(of: block, in: page),
    ]
    places.add(block, to: &row)
  }

  private func addContext(_ index: Int, to row: inout [Float]) {
    let regions = page.blocks[index].context.regions.rawValue
    for bit in 0..<UInt32(32) { row.append(Float(regions >> bit & 1)) }
    for set in [hints.near[index], hints.narrow[index], hints.wide[index], hints.own[index], hints.under[index]] {
      for bit in 0..<UInt64(64) { row.append(Float(set >> bit & 1)) }
    }
    for group in BlockHints.groups { row.append(Float((hints.narrow[index] & group).nonzeroBitCount)) }
    for group in BlockHints.groups { row.append(Float((hints.near[index] & group).nonzeroBitCount)) }
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

  /// The parent, and the nearest elements around that hold 20, 80 and 300 words.
  private func addRings(_ block: RawBlock, to row: inout [Float]) {
    var node = tree.parent(block.node) ?? block.node
    addRing(node, to: &row)
    for least in [20, 80, 300] {
      var steps = 0
      while measures.words(page.range(node)) < least, steps < 64, let parent = tree.parent(node) {
        node = parent
        steps += 1
      }
      addRing(node, to: &row)
    }
  }

  private func addRing(_ node: Int, to row: inout [Float]) {
    let range = page.range(node)
    let words = measures.words(range)
    row += [
      log(words), share(measures.linkWords(range), words), share(words, measures.words(all)),
      share(measures.sentenceWords(range), words), log(range.count), log(measures.headings(range)),
      log(siblings(node)), share(range.lowerBound, all.count),
    ]
  }

  /// How many of the element's neighbours look like it: same name, same hints.
  private func siblings(_ node: Int) -> Int {
    guard let parent = tree.parent(node) else { return 0 }
    var child = parent + 1
    var alike = 0
    var seen = 0
    while child < tree.end(parent), seen < 100 {
      if tree.name(child) == tree.name(node), page.hints[child] == page.hints[node], child != node { alike += 1 }
      child = max(child + 1, tree.end(child))
      seen += 1
    }
    return alike
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
