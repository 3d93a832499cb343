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
  /// The language that the document declares, and the one that its body is in.
  private var languages = (declared: Language.unknown, spoken: Language.unknown)

  init(_ tokenizer: Tokenizer, _ builder: SegmentBuilder) { (self.tokenizer, self.builder) = (tokenizer, builder) }

  /// The language of the document whose body was added last.
  func language(of document: Document) -> String? {
    document.metadata.language(spoken: languages.spoken, in: tokens)
  }

  /// Lets the field that was added last be tagged.
  func give(to queue: TaggingQueue) { queue.add(tokens) }

  /// Turns to a document, of which the body is to be added first; returns the language that it declares.
  @discardableResult mutating func begin(_ document: Document) -> Language {
    let declared = Language(tag: document.metadata.language ?? "")
    languages = (declared, declared)
    return declared
  }

  /// Adds a field of the document; of the body, the blocks that belong to it.
  mutating func add(_ field: Field, _ blocks: [Block]) {
    func isUsed(_ kind: BlockKind) -> Bool { field != .body || kind.isBody }
    begin()
    var hasLines = false
    for index in blocks.indices where isUsed(blocks[index].kind) {
      take(TextBlock(blocks[index], of: languages.declared))
      if !blocks[index].lines.isEmpty { hasLines = true }
    }
    finish(field, hasLines ? blocks.filter { isUsed($0.kind) } : [], isDigested: true)
  }

  /// Adds the field that is the title known of a document.
  mutating func add(title: String, isDigested: Bool = true) {
    begin()
    take(TextBlock(title, kind: BlockKind.title.rawValue))
    finish(.title, [], isDigested: isDigested)
  }

  /// Turns to another field.
  private mutating func begin() {
    input.removeAll(keepingCapacity: true)
    text.removeAll()
  }

  /// Takes in the next block of the field.
  private mutating func take(_ block: TextBlock) {
    if !input.isEmpty { text.append(UInt8(0x0a)) }
    var content = block.text
    content.withUTF8 { text.append(bytes: UnsafeRawBufferPointer($0)) }
    input.append(block)
  }

  /// Adds the field whose blocks have been taken in.
  ///
  /// - Parameter located: its blocks, where any has lines on pages.
  private mutating func finish(_ field: Field, _ located: [Block], isDigested: Bool) {
    let language = tokenizer.tokenize(input, prior: languages.spoken, into: &tokens)
    if field == .body { languages.spoken = language }
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
