// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// Makes the fields of documents: their blocks become tokens, which the segment and the digest take in.
struct FieldMaker: ~Copyable {
  private let tokenizer: Tokenizer
  private let builder: SegmentBuilder
  /// The tokens of the last field.
  private var tokens = Tokens()
  private var text = ByteBuffer(capacity: 1 << 12)
  private var input: [TextBlock] = []
  /// What the builder is given, kept for the memory of its structure; holds no tokens between two fields.
  private var lent = FieldTokens(
    field: .body, surfaces: [], gaps: [], starts: [], ends: [], structure: DocumentStructure())
  /// Of the document whose fields are being made.
  var digest = DocumentDigest()

  init(_ tokenizer: Tokenizer, _ builder: SegmentBuilder) { (self.tokenizer, self.builder) = (tokenizer, builder) }

  /// The language of most of the field that was added last.
  var mainLanguage: Language? { tokens.mainLanguage }

  /// Lets the field that was added last be tagged.
  func give(to queue: TaggingQueue) { queue.add(tokens) }

  /// Adds a field of the document; of the body, the blocks that belong to it.
  mutating func add(_ field: Field, _ blocks: [Block], prior: Language) {
    func isUsed(_ kind: BlockKind) -> Bool { field != .body || kind.isBody }
    begin()
    var hasLines = false
    for index in blocks.indices where isUsed(blocks[index].kind) {
      take(blocks[index].text, blocks[index].kind, page: blocks[index].page, language: blocks[index].language)
      if !blocks[index].lines.isEmpty { hasLines = true }
    }
    finish(field, hasLines ? blocks.filter { isUsed($0.kind) } : [], prior: prior, isDigested: true)
  }

  /// Adds the field that is the title known of a document.
  mutating func add(title: String, prior: Language, isDigested: Bool = true) {
    begin()
    take(title, .title, page: nil, language: nil)
    finish(.title, [], prior: prior, isDigested: isDigested)
  }

  /// Turns to another field.
  private mutating func begin() {
    input.removeAll(keepingCapacity: true)
    text.removeAll()
  }

  /// Takes in the next block of the field.
  private mutating func take(_ content: String, _ kind: BlockKind, page: Int?, language: String?) {
    if !input.isEmpty { text.append(UInt8(0x0a)) }
    var content = content
    content.withUTF8 { text.append(bytes: UnsafeRawBufferPointer($0)) }
    input.append(
      TextBlock(
        content, kind: kind.rawValue, page: UInt32(clamping: page ?? 0),
        language: language.map { Language(tag: $0) } ?? .unknown, linesStandAlone: kind == .table || kind == .code))
  }

  /// Adds the field whose blocks have been taken in.
  ///
  /// - Parameter located: its blocks, where any has lines on pages.
  private mutating func finish(_ field: Field, _ located: [Block], prior: Language, isDigested: Bool) {
    tokenizer.tokenize(input, prior: prior, into: &tokens)
    let bytes = UnsafeBufferPointer(
      start: text.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: text.count)
    lent.field = field
    StructureMaker.fill(&lent.structure, tokens, located)
    trade()
    builder.add(lent, text: bytes)
    trade()
    if isDigested { digest.add(field: field.rawValue, text: text.bytes, tokens) }
  }

  /// Gives the tokens to what is lent, or takes them back: no reference is counted.
  private mutating func trade() {
    swap(&lent.surfaces, &tokens.surfaces)
    swap(&lent.gaps, &tokens.gaps)
    swap(&lent.starts, &tokens.starts)
    swap(&lent.ends, &tokens.ends)
    swap(&lent.structure.sentences, &tokens.sentences)
  }
}
