// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Cuts a tree into blocks, in document order, leaving out what is not shown. One loop, no recursion.
struct BlockGatherer {
  private let tree: MarkupTree
  private let limit: Int
  /// What a click on a heading shows.
  private let unfolded: Set<Int>
  private var page = PageBlocks()
  private var text = InlineText()
  private var open: [Open] = []
  private var cellsInRow = 0
  /// Whether a box-like inline element was closed, and another opened, since the last text.
  private var hasClosedInline = false
  private var hasReopenedInline = false
  /// The marks of notes in the block under way, their places in `text`.
  private var marks: [MarkPlace] = []
  /// Where the mark that is open ends in the tree.
  private var markEnd = 0
  /// Where in `text` the last block inside a cell began.
  private var startInCell = -1

  private struct Open {
    var node: Int
    var end: Int
    var name: ElementName
    var context: ElementContext
    /// The innermost block element: the node itself or one around it.
    var block: Int
  }

  init(tree: MarkupTree, textLimit: Int) {
    self.tree = tree
    limit = textLimit
    unfolded = UnfoldedParts.nodes(in: tree)
    page.first = [Int32](repeating: 0, count: tree.count)
    page.last = [Int32](repeating: 0, count: tree.count)
    page.hints = [UInt64](repeating: 0, count: tree.count)
    page.bytes.reserveCapacity(tree.bytes.count / 4)
  }

  /// The blocks of a page, and whether the limit on text cut them short. With `scriptless`, what stands in `noscript`
  /// counts as shown.
  static func gather(_ tree: MarkupTree, textLimit: Int, scriptless: Bool = false) -> (page: PageBlocks, isCut: Bool) {
    var gatherer = BlockGatherer(tree: tree, textLimit: textLimit)
    let isCut = gatherer.run(scriptless: scriptless)
    return (gatherer.page, isCut)
  }

  private mutating func run(scriptless: Bool) -> Bool {
    var node = 0
    while node < tree.count {
      closeElements(before: node)
      let name = tree.name(node)
      if name == .text {
        addText(node)
        node += 1
      } else if enter(node, name, scriptless: scriptless) {
        node += 1
      } else {
        page.first[node] = Int32(page.blocks.count)
        page.last[node] = Int32(page.blocks.count)
        node = max(node + 1, tree.end(node))
      }
      if page.bytes.count > limit { break }
    }
    closeElements(before: Int.max)
    flush()
    return page.bytes.count > limit
  }

  // MARK: Elements

  /// Opens an element; false when nothing in it is shown.
  private mutating func enter(_ node: Int, _ name: ElementName, scriptless: Bool) -> Bool {
    if name == .br || name == .hr || name == .wbr || name.isUnseen || name == .img {
      return enterVoid(node, name)
    }
    if name == .noscript, !scriptless { return false }
    let hints = ownHints(node)
    page.hints[node] = hints
    let parent = open.last
    var context = parent?.context ?? ElementContext()
    if Visibility.hides(node, hints: hints, in: tree) {
      guard (hints | context.hints) & Self.unfolding != 0 || unfolded.contains(node) else { return false }
    }
    if name == .a, LinkSigns.contains(node, hints: hints, inHeading: context.headingLevel > 0, in: tree) {
      return false
    }
    // The reading of an East Asian character stands above it, and would part it from the next.
    if name == .rt, text.endsInIdeograph { return false }
    let isBlock = name.isBlock
    if isBlock, context.tableNode < 0 || name == .caption { flush() }
    context.hints |= hints
    ElementRegions.describe(node, name, in: tree, &context)
    if name == .table, context.tableNode < 0, TableShape.isData(node, in: tree) { context.tableNode = Int32(node) }
    page.first[node] = Int32(page.blocks.count)
    open.append(
      Open(
        node: node, end: tree.end(node), name: name, context: context,
        block: isBlock && context.tableNode < 0 || name == .table || name == .caption ? node : parent?.block ?? node))
    if context.tableNode >= 0, isBlock {
      separateCells(name)
      startInCell = text.bytes.count
    }
    if !isBlock {
      openInline(name)
      if node >= markEnd, !context.regions.contains(.preformatted) { openMark(node, name) }
    }
    return true
  }

  /// Elements without shown content: what they do to the text around them.
  private mutating func enterVoid(_ node: Int, _ name: ElementName) -> Bool {
    switch name {
    case .br: if let top = open.last, top.context.tableNode < 0 { text.breakLineOrParagraph() } else { text.space() }
    case .hr: flush()
    case .template: return tree.has(node, .shadowRootMode)
    case .iframe, .video, .audio, .canvas, .object, .input, .frame: text.space()
    default: break
    }
    return false
  }

  private mutating func closeElements(before node: Int) {
    while let top = open.last, top.end <= node {
      if top.name.isBlock,
        top.context.tableNode < 0 || top.name == .table && top.context.tableNode == Int32(top.node)
          || top.name == .caption
      {
        flush()
      } else if top.name.isBlock {
        text.space()
      } else {
        if top.end == markEnd, let mark = marks.indices.last, marks[mark].upTo == .max { closeMark(mark) }
        closeInline(top.name)
      }
      page.last[top.node] = Int32(page.blocks.count)
      open.removeLast()
    }
  }

  /// In a data table rows are lines and cells are set apart by tabs; blocks inside a cell by a space.
  private mutating func separateCells(_ name: ElementName) {
    switch name {
    case .tr:
      text.line()
      cellsInRow = 0
    case .td, .th:
      if cellsInRow > 0 { text.tab() }
      cellsInRow += 1
    default: text.space()
    }
  }

  // MARK: Inline elements

  /// Custom elements and buttons are boxes; words on both sides of one are two words, as are a word and its ruby text.
  private mutating func openInline(_ name: ElementName) {
    if Self.isApart(name) { text.space() }
    if name == .q { addSign("\u{201C}") }
    if hasClosedInline { hasReopenedInline = Self.isBoxLike(name) }
  }

  private mutating func closeInline(_ name: ElementName) {
    if name == .q { addSign("\u{201D}") }
    if Self.isApart(name) { text.space() }
    hasClosedInline = Self.isBoxLike(name)
    hasReopenedInline = false
  }

  /// Adds a quotation mark, which browsers put around what is marked up as a quotation.
  private mutating func addSign(_ sign: String) {
    var sign = sign
    let isLinked = open.last?.context.regions.contains(.link) ?? false
    sign.withUTF8 { text.append($0, preformatted: false, linked: isLinked) }
  }

  private static func isApart(_ name: ElementName) -> Bool {
    name == .other || name == .button || name == .label || name == .rt
  }

  /// Elements that pages style as boxes beside each other: `<span>Price</span><span>12</span>` shows two words, while
  /// `<b>T</b>he` and `<i>a</i><b>b</b>` show one.
  private static func isBoxLike(_ name: ElementName) -> Bool {
    name == .span || name == .a || name == .time || name == .button
  }

  /// Names of what a click unfolds: hidden at first, but written to be read.
  private static let unfolding = [.accordion, .tab, .faq].reduce(UInt64(0)) { $0 | ClassWords.bit($1) }

  // MARK: Marks of notes

  private mutating func openMark(_ node: Int, _ name: ElementName) {
    guard let kind = NoteReference.read(node, name, in: tree) else { return }
    let from = text.bytes.count
    let opensNote = from == startInCell && (kind == .call || kind == .levelCall)
    marks.append(MarkPlace(from: from, upTo: .max, kind: opensNote ? .number : kind))
    markEnd = tree.end(node)
  }

  private mutating func closeMark(_ mark: Int) {
    marks[mark].upTo = text.bytes.count
    if marks[mark].upTo <= marks[mark].from { marks.remove(at: mark) }
  }

  /// Hands the marks of a block over whose text was put at `from`; `start` is where that began in `text`.
  private mutating func takeMarks(from: Int, start: Int) -> Range<Int> {
    let first = page.marks.count
    for mark in marks where mark.upTo != .max {
      let begin = max(from, mark.from - start + from)
      let end = min(page.bytes.count, mark.upTo - start + from)
      if begin < end { page.marks.append(MarkPlace(from: begin, upTo: end, kind: mark.kind)) }
    }
    return first..<page.marks.count
  }

  private mutating func takeParagraphs(from: Int, start: Int) -> Range<Int> {
    let first = page.paragraphs.count
    for place in text.paragraphs where place > start && place - start + from < page.bytes.count {
      page.paragraphs.append(place - start + from)
    }
    return first..<page.paragraphs.count
  }

  // MARK: Text

  private mutating func addText(_ node: Int) {
    guard let top = open.last, !top.context.regions.contains(.unseen) else { return }
    let range = tree.textRange(node)
    let isPreformatted = top.context.regions.contains(.preformatted)
    tree.bytes.withUnsafeBufferPointer { bytes in
      let piece = UnsafeBufferPointer(rebasing: bytes[range])
      if hasReopenedInline, !isPreformatted, piece.count > 1, text.endsInWord { text.space() }
      text.append(piece, preformatted: isPreformatted, linked: top.context.regions.contains(.link))
    }
    (hasClosedInline, hasReopenedInline) = (false, false)
  }

  /// Ends the block under way.
  private mutating func flush() {
    (hasClosedInline, hasReopenedInline) = (false, false)
    guard !text.isEmpty, let top = open.last else { return marks.removeAll() }
    let trimmed = text.trimmed
    if !trimmed.isEmpty, text.words > 0 || trimmed.count > 3 {
      let from = page.bytes.count
      page.bytes.append(contentsOf: trimmed)
      let (kind, level) = BlockShape.kind(of: top.context)
      page.blocks.append(
        RawBlock(
          kind: kind, level: level, from: from, upTo: page.bytes.count,
          marks: takeMarks(from: from, start: trimmed.startIndex),
          paragraphs: takeParagraphs(from: from, start: trimmed.startIndex), node: top.block, words: text.words,
          linkWords: text.linkWords, context: top.context))
    }
    marks.removeAll(keepingCapacity: true)
    text.clear()
    startInCell = -1
  }

  private func ownHints(_ node: Int) -> UInt64 {
    var hints: UInt64 = 0
    let record = tree.nodes[node]
    for index in Int(record.from)..<Int(record.upTo) {
      let attribute = tree.attributes[index]
      switch attribute.name {
      case .class, .id, .role, .testID, .component, .itemprop:
        tree.bytes.withUnsafeBufferPointer { bytes in
          let value = UnsafeBufferPointer(rebasing: bytes[Int(attribute.from)..<Int(attribute.upTo)])
          hints |= ClassWords.hints(value)
        }
      default: break
      }
    }
    return hints
  }
}
