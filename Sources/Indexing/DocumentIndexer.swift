// SPDX-License-Identifier: Apache-2.0

/// Turns documents into tokens and puts them into a segment: the work of one indexing worker.
internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

final class DocumentIndexer {
  private let tokenizer: Tokenizer
  let builder: SegmentBuilder
  let queue: TaggingQueue?
  // No method is entered again while it runs.
  @exclusivity(unchecked) private var tokens = Tokens()
  @exclusivity(unchecked) private var text = ByteBuffer(capacity: 1 << 12)
  @exclusivity(unchecked) private var input: [TextBlock] = []
  @exclusivity(unchecked) private var digest = DocumentDigest()

  init(_ words: WorkerWords, isComplete: Bool, tagging: ConceptTagging?) {
    tokenizer = Tokenizer(into: words.vocabulary)
    builder = SegmentBuilder(words: words.tables, isComplete: isComplete)
    queue = words.tagger.flatMap { tagger in tagging.map { TaggingQueue(tagger, names: $0.names) } }
  }

  /// Adds a document whose source bytes have that SHA-256.
  func add(_ document: Document, contentHash: [UInt8]) {
    digest.begin(id: document.id, contentHash: contentHash)
    let prior = Language(tag: document.metadata.language ?? "")
    addField(.body, document.blocks, prior: prior)
    let metadata = MetadataColumns.values(of: document, language: tokens.mainLanguage)
    queue?.add(tokens)
    digest.add(metadata)
    if builder.isComplete { addFieldsBeside(document, prior) }
    if let title = document.metadata.title, !title.isEmpty {
      addField(.title, [Block(kind: .title, text: title)], prior: prior)
    }
    builder.endDocument(
      id: document.id, contentHash: contentHash, digest: digest.finish(), metadata: metadata,
      details: builder.isComplete ? DocumentDetails(document) : DocumentDetails())
  }

  /// Adds a text whose tokens are as given, unless `isKept` says of its digest that the index has it already.
  func add(
    _ document: Document, _ vertical: VerticalDocument, contentHash: [UInt8], isKept: ([UInt8]) -> Bool
  ) {
    let prior = Language(tag: document.metadata.language ?? "")
    vertical.finish(prior: prior, tokenizer)
    let tokens = vertical.tokens
    let metadata = MetadataColumns.values(of: document, language: tokens.mainLanguage)
    // The source tells all about the tokens, once the columns have names.
    digest.begin(id: document.id, contentHash: contentHash)
    digest.add(vertical.attributeNames)
    digest.add(metadata)
    let share = digest.finish()
    if isKept(share) { return }
    let bytes = UnsafeBufferPointer(
      start: vertical.text.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: vertical.text.count)
    builder.add(
      FieldTokens(
        field: .body, surfaces: tokens.surfaces, gaps: tokens.gaps, starts: tokens.starts, ends: tokens.ends,
        structure: StructureMaker.structure(tokens, []), readings: vertical.readings), text: bytes)
    queue?.add(tokens)
    if let title = document.metadata.title, !title.isEmpty {
      addField(.title, [Block(kind: .title, text: title)], prior: prior, isDigested: false)
    }
    builder.endDocument(
      id: document.id, contentHash: contentHash, digest: share, metadata: metadata,
      details: builder.isComplete ? vertical.details : DocumentDetails())
  }

  private func addFieldsBeside(_ document: Document, _ prior: Language) {
    guard document.blocks.contains(where: { !$0.kind.isBody }) else { return }
    for kind in BlockKind.besideBody where document.blocks.contains(where: { $0.kind == kind }) {
      addField(.of(kind), document.blocks.filter { $0.kind == kind }, prior: prior)
    }
  }

  /// Adds a field of the document; of the body, the blocks that belong to it.
  private func addField(_ field: Field, _ blocks: [Block], prior: Language, isDigested: Bool = true) {
    func isUsed(_ index: Int) -> Bool { field != .body || blocks[index].kind.isBody }
    input.removeAll(keepingCapacity: true)
    text.removeAll()
    var hasLines = false
    for index in blocks.indices where isUsed(index) {
      if !input.isEmpty { text.append(UInt8(0x0a)) }
      var content = blocks[index].text
      content.withUTF8 { text.append(bytes: UnsafeRawBufferPointer($0)) }
      let kind = blocks[index].kind
      input.append(
        TextBlock(
          content, kind: kind.rawValue, page: UInt32(clamping: blocks[index].page ?? 0),
          language: blocks[index].language.map { Language(tag: $0) } ?? .unknown,
          linesStandAlone: kind == .table || kind == .code))
      if !blocks[index].lines.isEmpty { hasLines = true }
    }
    tokenizer.tokenize(input, prior: prior, into: &tokens)
    let bytes = UnsafeBufferPointer(
      start: text.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: text.count)
    let located = hasLines ? blocks.indices.filter(isUsed).map { blocks[$0] } : []
    let fieldTokens = FieldTokens(
      field: field, surfaces: tokens.surfaces, gaps: tokens.gaps, starts: tokens.starts, ends: tokens.ends,
      structure: StructureMaker.structure(tokens, located))
    builder.add(fieldTokens, text: bytes)
    if isDigested { digest.add(field: field.rawValue, text: text.bytes, tokens) }
  }
}

/// Blocks, sentences and pages as segments store them.
enum StructureMaker {
  static func structure(_ tokens: Tokens, _ blocks: [Block]) -> DocumentStructure {
    var structure = DocumentStructure()
    structure.blocks = tokens.blocks.map {
      .init(
        firstToken: $0.firstToken, kind: $0.kind, language: $0.language.rawValue, page: $0.page,
        textStart: $0.textStart)
    }
    structure.sentences = tokens.sentences
    if blocks.contains(where: { !$0.lines.isEmpty }) { structure.pages = pages(tokens, blocks) }
    return structure
  }

  /// Where blocks go on to another page, as their lines tell.
  private static func pages(_ tokens: Tokens, _ blocks: [Block]) -> [DocumentStructure.PageStart] {
    var found: [DocumentStructure.PageStart] = []
    var blockStart = 0
    for block in blocks {
      var page = block.page ?? 0
      for line in block.lines where line.page != page {
        page = line.page
        let index = block.text.unicodeScalars.index(
          block.text.startIndex, offsetBy: max(line.start, 0), limitedBy: block.text.endIndex)
        let bytes = block.text.utf8.distance(from: block.text.startIndex, to: index ?? block.text.endIndex)
        let token = firstToken(tokens, at: blockStart + bytes)
        if token < tokens.count, found.last.map({ $0.token < token }) ?? true {
          found.append(.init(token: UInt32(token), page: UInt32(clamping: page)))
        }
      }
      blockStart += block.text.utf8.count + 1
    }
    return found
  }

  /// The first token that starts at or behind byte `offset`.
  private static func firstToken(_ tokens: Tokens, at offset: Int) -> Int {
    var (low, high) = (0, tokens.starts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(tokens.starts[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
