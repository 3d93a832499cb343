// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Cuts the blocks of one field into tokens, sentences and gap codes, and decides each block's language.
///
/// One pass over the UTF-8 of each block. Words of ASCII letters with single spaces between are found many at a time
/// (`PlainWords`), others by a table look-up per byte; whatever else touches a word goes through the full rules
/// (`WordBreaker`, tailored by `NarrowSpace`). Sentence rules run only in gaps that hold a sentence mark or
/// a line end. Surface forms are interned in place, without a string being made.
package struct Tokenizer {
  /// Raised when the same text gives other tokens (words, gaps, sentences, languages, folded forms or stems), so that an
  /// index is built anew whose documents an earlier program cut.
  package static let reading = 4

  package let vocabulary: Vocabulary
  private let room = TokenRoom(capacity: Tokenizer.stretch)

  package init(into vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// Tokenizes the blocks of one field: the field's text is their texts joined by line feeds.
  ///
  /// - Parameter prior: the language that the document declares; `.unknown` where it is to be detected from the blocks
  ///   themselves.
  package func tokenize(_ blocks: [TextBlock], prior: Language = .unknown) -> Tokens {
    var tokens = Tokens()
    tokenize(blocks, prior: prior, into: &tokens)
    return tokens
  }

  /// As `tokenize(_:prior:)`, into arrays that are kept from one document to the next.
  ///
  /// - Parameter knowingAbbreviations: false cuts sentences by the rules of UAX #29 alone.
  /// - Returns: the language of the document, by the declaration or its words.
  @discardableResult package func tokenize(
    _ blocks: [TextBlock], prior: Language = .unknown, knowingAbbreviations: Bool = true, into tokens: inout Tokens
  ) -> Language {
    tokens.removeAll()
    var textStart = 0
    var withoutProse: Set<Int> = []
    for block in blocks {
      guard let start = UInt32(exactly: textStart), textStart + block.text.utf8.count < UInt32.max else { break }
      let first = tokens.count
      let page = tokens.blocks.last.map { $0.page != block.page } ?? false
      // A native string lends its bytes; one bridged from elsewhere is copied once.
      var text = block.text
      let sentences = SentenceBreaker(linesStandAlone: block.linesStandAlone, knowsAbbreviations: knowingAbbreviations)
      text.withUTF8 { append($0.span, at: start, sentences, to: &tokens) }
      if tokens.count > first {
        tokens.gaps[first] = (page ? Gap.page : Gap.block).rawValue
        if block.linesStandAlone { withoutProse.insert(tokens.blocks.count) }
        tokens.blocks.append(
          TokenBlock(
            firstToken: UInt32(first), kind: block.kind, language: block.language, page: block.page, textStart: start))
      }
      textStart += block.text.utf8.count + 1
    }
    return decideLanguages(prior: prior, of: &tokens, withoutProse: withoutProse)
  }

  /// Decides the language of every block; returns the document's.
  ///
  /// What a block or the document declares holds unless the words plainly tell another language: page builders write
  /// `lang="en-US"` over any text. A short block speaks its document's language, and so does one without prose.
  ///
  /// - Parameter withoutProse: numbers of the blocks of tables and code, whose words tell no language.
  @discardableResult package func decideLanguages(
    prior: Language, of tokens: inout Tokens, withoutProse: Set<Int> = []
  ) -> Language {
    let evidence = vocabulary.evidenceOfSurface()
    if tokens.blocks.count == 1 {
      let declared = tokens.blocks[0].language
      let known = declared == .unknown ? prior : declared
      if !withoutProse.isEmpty, known != .unknown {
        tokens.blocks[0].language = known
      } else {
        let words = min(tokens.count, LanguageDetector.sampleLength)
        let sum = LanguageDetector.sum(of: tokens.surfaces[...], evidence)
        tokens.blocks[0].language = LanguageDetector.decide(sum, words: words, over: known) ?? known
      }
      return tokens.blocks[0].language
    }
    let samples = tokens.blocks.indices.map { index -> (sum: SIMD8<Int32>, words: Int) in
      let words = tokens.surfaces[tokens.range(ofBlock: index)]
      return (LanguageDetector.sum(of: words, evidence), min(words.count, LanguageDetector.sampleLength))
    }
    var total = (sum: SIMD8<Int32>.zero, words: 0)
    for (index, sample) in samples.enumerated()
    where tokens.blocks[index].language == .unknown
      && (withoutProse.count == tokens.blocks.count || !withoutProse.contains(index))
    {
      total = (total.sum &+ sample.sum, total.words + sample.words)
    }
    let document = LanguageDetector.decide(total.sum, words: total.words, over: prior) ?? prior
    let decided = samples.enumerated().map { index, sample -> Language? in
      let declared = tokens.blocks[index].language
      let known = declared == .unknown ? document : declared
      if known != .unknown, withoutProse.contains(index) { return known }
      return LanguageDetector.decide(sample.sum, words: sample.words, over: known)
        ?? (declared == .unknown ? nil : declared)
    }
    // In a document of several languages, a short block speaks that of a block beside it.
    var inherited = document == .unknown ? decided.lazy.compactMap { $0 }.first ?? .unknown : document
    for (index, language) in decided.enumerated() {
      tokens.blocks[index].language = language ?? inherited
      if document == .unknown, let language { inherited = language }
    }
    return document
  }

  /// Where in a block the tokenizer has come to.
  private struct Progress {
    var offset = 0
    var gapStart = 0
    /// Marks of the gap so far.
    var mask: UInt16 = 0
    var previous = 0..<0
    var tokens = 0
  }

  /// Tokens written at one go.
  private static let stretch = 2048

  /// Appends the tokens of one block whose text starts at `base` in the field.
  private func append(
    _ bytes: Span<UInt8>, at base: UInt32, _ breaker: SentenceBreaker, to tokens: inout Tokens
  ) {
    var progress = Progress()
    while progress.offset < bytes.count {
      let first = tokens.count - progress.tokens
      var sentences = tokens.sentences
      tokens.sentences = []
      let written = write(bytes, at: base, breaker, &progress, firstToken: first, &sentences)
      tokens.append(room, count: written)
      tokens.sentences = sentences
    }
  }

  /// Writes the next tokens, from where `progress` stands, as far as there is room; returns how many.
  private func write(
    _ bytes: Span<UInt8>, at base: UInt32, _ breaker: SentenceBreaker, _ progress: inout Progress, firstToken: Int,
    _ sentences: inout [UInt32]
  ) -> Int {
    let place = room
    var state = progress
    var written = 0
    while state.offset < bytes.count, written < place.capacity {
      let byte = bytes[state.offset]
      if byte == 0x20, state.offset &+ 1 < bytes.count, bytes[state.offset &+ 1] < 0x80 {
        state.mask |= GapReader.Mark.space
        state.offset &+= 1
        continue
      }
      var words = 0
      if CodePoint.asciiClass(byte) == 1 {
        words = PlainWords.cut(
          bytes, from: state.offset, base: base, room: place.capacity &- written, starts: place.starts + written,
          ends: place.ends + written)
      }
      if words > 0 {
        // Between plain words stands a space; what stands before the first one is for `begin`.
        (place.gaps + written).update(repeating: Gap.space.rawValue, count: words)
        vocabulary.surfaces.intern(
          bytes, base: base, count: words, starts: place.starts + written, ends: place.ends + written,
          into: place.surfaces + written)
      } else {
        let segment = nextSegment(bytes, from: state.offset)
        guard segment.isWord else {
          state.mask |= marks(bytes, state.offset..<segment.end)
          state.offset = segment.end
          continue
        }
        place.surfaces[written] = intern(bytes, state.offset..<segment.end, segment.flags)
        // The caller made sure that the field's text is shorter than 4 GiB.
        place.starts[written] = base &+ UInt32(truncatingIfNeeded: state.offset)
        place.ends[written] = base &+ UInt32(truncatingIfNeeded: segment.end)
        words = 1
      }
      place.gaps[written] = begin(bytes, breaker, state, firstToken, &sentences).rawValue
      written &+= words
      state.tokens &+= words
      state.previous = Int(place.starts[written &- 1] &- base)..<Int(place.ends[written &- 1] &- base)
      (state.offset, state.gapStart, state.mask) = (state.previous.upperBound, state.previous.upperBound, 0)
    }
    progress = state
    return written
  }

  /// The gap before the word at which `state` stands; notes whether it opens a sentence.
  @inline(__always)
  private func begin(
    _ bytes: Span<UInt8>, _ breaker: SentenceBreaker, _ state: Progress, _ firstToken: Int, _ sentences: inout [UInt32]
  ) -> Gap {
    let (offset, gapStart, mask) = (state.offset, state.gapStart, state.mask)
    let opens =
      state.tokens == 0
      || (mask & (GapReader.Mark.sentence | GapReader.Mark.line) != 0
        && breaker.hasBorder(in: bytes, from: gapStart, to: offset, previousWord: state.previous))
    if opens { sentences.append(UInt32(truncatingIfNeeded: firstToken &+ state.tokens)) }
    return GapReader.code(mask, bytes, gapStart..<offset)
  }

  @inline(__always)
  private func intern(_ bytes: Span<UInt8>, _ word: Range<Int>, _ flags: UInt8) -> UInt32 {
    if flags & WordBreaker.Flag.unstable != 0 {
      let normal = Normalization.nfc(bytes.extracting(word))
      return vocabulary.surfaces.intern(normal.span)
    }
    return vocabulary.surfaces.intern(bytes, word)
  }

  /// The next word segment, or one that holds no letter or digit; ASCII without calling `WordBreaker`.
  @inline(__always)
  private func nextSegment(_ bytes: Span<UInt8>, from start: Int) -> WordBreaker.Segment {
    let count = bytes.count
    var end = start
    var seen: UInt8 = 0
    while end < count {
      let kind = CodePoint.asciiClass(bytes[end])
      guard kind & 3 != 0 else { break }
      seen |= kind
      end &+= 1
    }
    if end == start {
      // A lone ASCII mark or space: done unless something that is not ASCII may attach to it.
      let next = start &+ 1
      guard bytes[start] < 0x80, next == count || bytes[next] < 0x80, bytes[start] != 0x0D else {
        return NarrowSpace.segment(of: bytes, from: start)
      }
      return WordBreaker.Segment(end: next, flags: 0)
    }
    if end < count {
      let kind = CodePoint.asciiClass(bytes[end])
      let joinsOn = kind == 8 || (kind == 4 && end &+ 1 < count && CodePoint.asciiClass(bytes[end &+ 1]) & 11 != 0)
      if joinsOn { return NarrowSpace.segment(of: bytes, from: start) }
    }
    return WordBreaker.Segment(end: end, flags: seen & 1)
  }

  /// The gap marks of a segment that is no word.
  @inline(__always)
  private func marks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16 {
    var (mask, offset) = (UInt16(0), range.lowerBound)
    while offset < range.upperBound {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      mask |= CodePoint.record(point).gap
      offset = next
    }
    return mask
  }
}
