// SPDX-License-Identifier: Apache-2.0

/// Gathers the lines of one text of a `.vrt` file as tokens with their attributes.
internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// Not safe to share between threads. `Tokens` and text are as if the words had been written with spaces between.
final class VerticalDocument {
  private(set) var tokens = Tokens()
  private(set) var readings: [UInt32] = []
  private(set) var text = ByteBuffer(capacity: 1 << 14)
  private(set) var details = DocumentDetails()
  private let words: VerticalWords
  private let vocabulary: Vocabulary
  private var hash = SHA256()
  private var pending = ByteBuffer(capacity: 1 << 15)
  private var kind = BlockKind.paragraph
  private var (opensBlock, opensSentence, isGlued) = (true, true, false)

  init(_ words: VerticalWords, _ vocabulary: Vocabulary) { (self.words, self.vocabulary) = (words, vocabulary) }

  /// Longer texts are refused: offsets are 32 bits wide.
  var isTooLong: Bool { text.count > 1 << 31 }

  func startAfresh() {
    tokens.removeAll()
    readings.removeAll(keepingCapacity: true)
    text.removeAll()
    details = DocumentDetails()
    hash = SHA256()
    pending.removeAll()
    (kind, opensBlock, opensSentence, isGlued) = (.paragraph, true, true, false)
    words.trim()
  }

  /// Adds the bytes of any line of the text to its hash.
  func addSource(_ line: UnsafeBufferPointer<UInt8>) {
    pending.append(bytes: UnsafeRawBufferPointer(line))
    pending.append(UInt8(0x0A))
    if pending.count > 1 << 14 { flush() }
  }

  private func flush() {
    hash.add(pending.bytes)
    pending.removeAll()
  }

  /// SHA-256 of the lines of the text.
  func contentHash() -> [UInt8] {
    flush()
    return hash.finish()
  }

  func openBlock(_ kind: BlockKind) { (self.kind, opensBlock, opensSentence, isGlued) = (kind, true, true, false) }
  func closeBlock() { openBlock(.paragraph) }
  func startSentence() { opensSentence = true }
  func glue() { isGlued = true }

  func addToken(_ line: UnsafeBufferPointer<UInt8>) {
    let number = words.line(line)
    let form = words.forms[number]
    guard form != .max else { return }
    let first = tokens.surfaces.count
    if opensBlock { startBlock(first) } else if !isGlued { text.append(UInt8(0x20)) }
    tokens.gaps.append((opensBlock ? Gap.block : isGlued ? Gap.none : Gap.space).rawValue)
    if opensSentence { tokens.sentences.append(UInt32(truncatingIfNeeded: first)) }
    tokens.surfaces.append(form)
    readings.append(words.readingOf[number])
    tokens.starts.append(UInt32(truncatingIfNeeded: text.count))
    vocabulary.surfaces.withBytes(of: form) { $0.withUnsafeBytes { text.append(bytes: $0) } }
    tokens.ends.append(UInt32(truncatingIfNeeded: text.count))
    (opensBlock, opensSentence, isGlued) = (false, false, false)
  }

  private func startBlock(_ first: Int) {
    if first > 0 {
      details.blocks[details.blocks.count - 1].bytes = text.count - Int(tokens.blocks[tokens.blocks.count - 1].textStart)
      text.append(UInt8(0x0A))
    }
    tokens.blocks.append(
      TokenBlock(
        firstToken: UInt32(truncatingIfNeeded: first), kind: kind.rawValue, language: .unknown, page: 0,
        textStart: UInt32(truncatingIfNeeded: text.count)))
    details.blocks.append(.init(kind: kind.rawValue, bytes: 0, page: nil, language: nil, level: nil, lines: []))
  }

  /// To be called when all lines were given: decides the languages of the blocks.
  func finish(prior: Language, _ tokenizer: Tokenizer) {
    if let last = tokens.blocks.last { details.blocks[details.blocks.count - 1].bytes = text.count - Int(last.textStart) }
    tokenizer.decideLanguages(prior: prior, of: &tokens)
  }

  var isEmpty: Bool { tokens.surfaces.isEmpty }
  var attributeNames: [String] { words.attributeNames }
}
