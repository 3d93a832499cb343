// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Reads one HTML page: XHTML, fragments and broken markup included.
package enum HTMLExtractor {
  /// Extracts a page from its bytes, in whatever encoding.
  package static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    guard bytes.count <= limits.inputBytes else { throw tooLarge(bytes.count, limits) }
    let decoded = TextDecoder.decode(bytes, declared: DeclaredCharset.name(in: bytes))
    var extraction = try extract(utf8: decoded.utf8, limits: limits)
    if let note = decoded.note { extraction.notes.append(note) }
    return extraction
  }

  /// Extracts a decoded page.
  package static func extract(
    utf8: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    guard !utf8.isEmpty else { throw ExtractionFailure(.empty, "is empty: 0 bytes") }
    guard utf8.count <= min(limits.inputBytes, Int(Int32.max) / 2) else { throw tooLarge(utf8.count, limits) }
    let tree = MarkupParser.parse(MarkupSanitizer.sanitized(utf8), depth: limits.depth)
    let (page, isCut) = shownBlocks(tree, limits: limits)
    let title = mainHeading(page)
    let metadata = PageMetadata.read(tree, page: page, title: title)
    let assembly = BlockAssembly(page: page, tree: tree, keeps: MainContent.judge(page, in: tree), title: title)
    var extraction = Extraction(format: .html, metadata: metadata)
    extraction.blocks = assembly.blocks(languageOfPage: metadata.language)
    ReferenceList.mark(&extraction.blocks)
    extraction.notes = notes(tree, page: page, isCut: isCut || tree.isCut)
    try demandText(&extraction, tree)
    return extraction
  }

  /// What is noted of a page whose blocks are all furniture, or that has none.
  static let emptyNote = "The page has no text of its own beside its furniture."
  /// The same of a page with scripts.
  static let scriptedNote = "The page has no text of its own; in a browser scripts may write it."

  /// Refuses a page that shows nothing; one that declares more than a title is kept for what it declares, with a note.
  private static func demandText(_ extraction: inout Extraction, _ tree: MarkupTree) throws(ExtractionFailure) {
    guard !extraction.blocks.contains(where: \.kind.isBody) else { return }
    var rest = extraction.metadata
    (rest.title, rest.language, rest.url) = (nil, nil, nil)
    let isScripted = tree.nodes.contains { $0.name == .script }
    guard !extraction.blocks.isEmpty || rest != Metadata() || !extraction.notes.isEmpty else {
      let found = extraction.metadata.title == nil ? "neither a title nor a word" : "nothing but a title"
      let advice = isScripted ? ": scripts would fetch it; save the page from a browser that shows it" : ""
      throw ExtractionFailure(.noText, "shows no text, \(found)\(advice)")
    }
    extraction.notes.append(isScripted ? scriptedNote : emptyNote)
  }

  /// The blocks that are shown; what is meant for browsers without scripts only where there is next to nothing else.
  static func shownBlocks(_ tree: MarkupTree, limits: ExtractionLimits) -> (page: PageBlocks, isCut: Bool) {
    let usual = BlockGatherer.gather(tree, textLimit: limits.textBytes)
    guard tree.nodes.contains(where: { $0.name == .noscript || $0.name == .noframes }) else { return usual }
    let words = usual.page.blocks.reduce(0) { $0 + $1.words }
    guard words < 200 else { return usual }
    let full = BlockGatherer.gather(tree, textLimit: limits.textBytes, scriptless: true)
    return full.page.blocks.reduce(0) { $0 + $1.words } > 5 * words + 50 ? full : usual
  }

  /// The block of the main heading: the first of level 1 outside the page's furniture.
  private static func mainHeading(_ page: PageBlocks) -> Int? {
    let avoided: ElementContext.Region = [.navigation, .pageFooter, .dialog, .aside]
    return page.blocks.firstIndex { $0.level == 1 && $0.context.regions.isDisjoint(with: avoided) }
  }

  private static func notes(_ tree: MarkupTree, page: PageBlocks, isCut: Bool) -> [String] {
    var notes: [String] = []
    let frames = tree.nodes(named: .frame).compactMap { tree.attribute($0, .src) }
    if !frames.isEmpty {
      let names = frames.prefix(5).joined(separator: ", ")
      notes.append("The page is a frameset; what its \(frames.count) frames show is in other files: \(names).")
    }
    if isCut { notes.append("The page nests deeper or is longer than is read; the rest was left out.") }
    return notes
  }

  private static func tooLarge(_ count: Int, _ limits: ExtractionLimits) -> ExtractionFailure {
    ExtractionFailure(.tooLarge, "holds \(count) bytes; at most \(limits.inputBytes) are read: split the file")
  }
}
