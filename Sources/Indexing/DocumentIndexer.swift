// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// Turns documents into tokens and puts them into a segment: the work of one indexing worker.
final class DocumentIndexer {
  private let tokenizer: Tokenizer
  let builder: SegmentBuilder
  let queue: TaggingQueue?
  // No method is entered again while it runs.
  @exclusivity(unchecked) private var fields: FieldMaker
  @exclusivity(unchecked) private var metadata: [MetadataColumns.Value] = []

  /// Bytes of source for each token, or a little less than most texts have.
  private static let bytesPerToken = 6

  /// - Parameter bytes: how much source there will be, as far as that is known.
  init(_ words: WorkerWords, isComplete: Bool, tagging: ConceptTagging?, bytes: Int = 0) {
    tokenizer = Tokenizer(into: words.vocabulary)
    builder = SegmentBuilder(
      words: words.tables, isComplete: isComplete, expected: bytes / Self.bytesPerToken)
    queue = words.tagger.flatMap { tagger in tagging.map { TaggingQueue(tagger, names: $0.names) } }
    fields = FieldMaker(tokenizer, builder)
  }

  /// Adds a document whose source bytes have that SHA-256.
  func add(_ document: Document, contentHash: [UInt8]) {
    fields.digest.begin(id: document.id, contentHash: contentHash)
    fields.begin(document)
    fields.add(.body, document.blocks)
    MetadataColumns.put(document, language: fields.language(of: document), into: &metadata)
    if let queue { fields.give(to: queue) }
    fields.digest.add(metadata)
    if builder.isComplete { addFieldsBeside(document) }
    if let title = document.metadata.title, !title.isEmpty { fields.add(title: title) }
    builder.endDocument(
      id: document.id, contentHash: contentHash, digest: fields.digest.finish(), metadata: metadata,
      details: builder.isComplete ? .of(document) : DocumentDetails())
  }

  /// Adds a text whose tokens are as given, unless `isKept` says of its digest that the index has it already.
  func add(
    _ document: Document, _ vertical: VerticalDocument, contentHash: [UInt8], isKept: ([UInt8]) -> Bool
  ) {
    let spoken = vertical.finish(prior: fields.begin(document), tokenizer)
    let tokens = vertical.tokens
    let language = document.metadata.language(spoken: spoken, in: tokens)
    let metadata = MetadataColumns.values(of: document, language: language)
    // The source tells all about the tokens, once the columns have names.
    fields.digest.begin(id: document.id, contentHash: contentHash)
    fields.digest.add(vertical.attributeNames)
    fields.digest.add(metadata)
    let share = fields.digest.finish()
    if isKept(share) { return }
    let bytes = UnsafeBufferPointer(
      start: vertical.text.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: vertical.text.count)
    builder.add(
      FieldTokens(
        field: .body, surfaces: tokens.surfaces, gaps: tokens.gaps, starts: tokens.starts, ends: tokens.ends,
        structure: StructureMaker.structure(tokens, []), readings: vertical.readings), text: bytes)
    queue?.add(tokens)
    if let title = document.metadata.title, !title.isEmpty { fields.add(title: title, isDigested: false) }
    builder.endDocument(
      id: document.id, contentHash: contentHash, digest: share, metadata: metadata,
      details: builder.isComplete ? vertical.details : DocumentDetails())
  }

  private func addFieldsBeside(_ document: Document) {
    guard document.blocks.contains(where: { !$0.kind.isBody }) else { return }
    for kind in BlockKind.besideBody where document.blocks.contains(where: { $0.kind == kind }) {
      fields.add(.of(kind), document.blocks.filter { $0.kind == kind })
    }
  }
}

/// Blocks, sentences and pages as segments store them.
enum StructureMaker {
  static func structure(_ tokens: Tokens, _ blocks: [Block]) -> DocumentStructure {
    var structure = DocumentStructure()
    fill(&structure, tokens, blocks)
    structure.sentences = tokens.sentences
    return structure
  }

  /// Fills in everything but the sentences.
  static func fill(_ structure: inout DocumentStructure, _ tokens: Tokens, _ blocks: [Block]) {
    structure.blocks.removeAll(keepingCapacity: true)
    for block in tokens.blocks {
      structure.blocks.append(
        .init(
          firstToken: block.firstToken, kind: block.kind, language: block.language.rawValue, page: block.page,
          textStart: block.textStart))
    }
    structure.pages = blocks.contains { !$0.lines.isEmpty } ? pages(tokens, blocks) : []
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
