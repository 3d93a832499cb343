// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tokenizing

/// Gathers the lines of one text of a `.vrt` file as tokens with their attributes.
///
/// Not safe to share between threads. `Tokens` and text are as if the words had been written with spaces between.
final class VerticalDocument {
  /// Blocks, sentences and languages; the rest of the tokens once the text has ended.
  @exclusivity(unchecked) private(set) var tokens = Tokens()
  @exclusivity(unchecked) private(set) var text = ByteBuffer(capacity: 1 << 14)
  @exclusivity(unchecked) private var forms = Vector<UInt32>(capacity: 1 << 10)
  @exclusivity(unchecked) private var readingNumbers = Vector<UInt32>(capacity: 1 << 10)
  @exclusivity(unchecked) private var gaps = Vector<UInt8>(capacity: 1 << 10)
  @exclusivity(unchecked) private var starts = Vector<UInt32>(capacity: 1 << 10)
  @exclusivity(unchecked) private var ends = Vector<UInt32>(capacity: 1 << 10)
  private(set) var details = DocumentDetails()
  private let words: VerticalWords
  private let vocabulary: Vocabulary
  private var hash = SHA256()
  @exclusivity(unchecked) private var pending = ByteBuffer(capacity: 1 << 15)
  private var kind = BlockKind.paragraph
  @exclusivity(unchecked) private var opensBlock = true
  @exclusivity(unchecked) private var opensSentence = true
  @exclusivity(unchecked) private var isGlued = false
  /// Lines so far that have cells behind their last column, whatever text they stand in.
  @exclusivity(unchecked) private(set) var wideLines = 0

  init(_ words: VerticalWords, _ vocabulary: Vocabulary) { (self.words, self.vocabulary) = (words, vocabulary) }

  /// Longer texts are refused: offsets are 32 bits wide.
  var isTooLong: Bool { text.count > 1 << 31 }

  func startAfresh() {
    tokens.removeAll()
    forms.removeAll()
    readingNumbers.removeAll()
    gaps.removeAll()
    starts.removeAll()
    ends.removeAll()
    text.removeAll()
    details = DocumentDetails()
    startSource()
    (kind, opensBlock, opensSentence, isGlued) = (.paragraph, true, true, false)
    words.trim()
  }

  func startSource() {
    hash = SHA256()
    pending.removeAll()
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

  /// Adds a token; false where its line is not UTF-8.
  func addToken(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    if isTooLong { return true }
    let (form, reading, isWide) = words.numbers(of: line)
    if isWide { wideLines += 1 }
    // No word, or one that cannot be read.
    if form >= VerticalWords.empty { return form == VerticalWords.empty }
    let first = forms.count
    if opensBlock { startBlock(first) } else if !isGlued { text.append(UInt8(0x20)) }
    gaps.append((opensBlock ? Gap.block : isGlued ? Gap.none : Gap.space).rawValue)
    if opensSentence { tokens.sentences.append(UInt32(truncatingIfNeeded: first)) }
    forms.append(form)
    readingNumbers.append(reading)
    starts.append(UInt32(truncatingIfNeeded: text.count))
    vocabulary.surfaces.withBytes(of: form) { $0.withUnsafeBytes { text.append(bytes: $0) } }
    ends.append(UInt32(truncatingIfNeeded: text.count))
    (opensBlock, opensSentence, isGlued) = (false, false, false)
    return true
  }

  private func startBlock(_ first: Int) {
    if first > 0 {
      details.blocks[details.blocks.count - 1].bytes =
        text.count - Int(tokens.blocks[tokens.blocks.count - 1].textStart)
      text.append(UInt8(0x0A))
    }
    tokens.blocks.append(
      TokenBlock(
        firstToken: UInt32(truncatingIfNeeded: first), kind: kind.rawValue, language: .unknown, page: 0,
        textStart: UInt32(truncatingIfNeeded: text.count)))
    details.blocks.append(.init(kind: kind.rawValue, bytes: 0, page: nil, language: nil, level: nil, lines: []))
  }

  /// To be called when all lines were given; returns the language of the text.
  @discardableResult func finish(prior: Language, _ tokenizer: Tokenizer) -> Language {
    tokens.surfaces = Array(forms.buffer)
    tokens.gaps = Array(gaps.buffer)
    tokens.starts = Array(starts.buffer)
    tokens.ends = Array(ends.buffer)
    if let last = tokens.blocks.last {
      details.blocks[details.blocks.count - 1].bytes = text.count - Int(last.textStart)
    }
    return tokenizer.decideLanguages(prior: prior, of: &tokens)
  }

  var isEmpty: Bool { forms.count == 0 }
  var readings: [UInt32] { Array(readingNumbers.buffer) }
  var attributeNames: [String] { words.attributeNames }
}
