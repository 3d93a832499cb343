// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// The words of one passage as the rules see them: contractions cut, classes looked up, sentences numbered.
struct PassageWords {
  struct Word {
    /// Number of the folded word in the lexicon, or -1.
    var literal: Int32
    /// Number of the word's kind in `CandidateLists`; -1 where its classes are no longer the form's.
    var kind: Int32
    /// The token it comes from.
    var token: Int32
    /// Number of its sentence, from 1.
    var sentence: Int32
    /// The first span that starts here, or -1.
    var firstSpan: Int32 = -1
    var flags: FormTable.Flags
    /// What stands before it.
    var gap: UInt8
    /// A bit for each stage in which a pattern may be anchored on it.
    var stages: UInt8
    var classes: ClassSet
  }

  /// A stretch of several words that counts as one: a phrase in a class, or a hyphen-joined word.
  struct Span {
    var start: Int
    var end: Int
    var literal: Int32
    var classes: ClassSet
    /// Next span with the same start, or -1.
    var next: Int32
    /// Number of its kind in `CandidateLists`, or -1 while unknown.
    var kind: Int32 = -1
  }

  private(set) var words: [Word] = []
  private(set) var spans: [Span] = []
  /// The classes that any word or span is in.
  private(set) var present = ClassSet()
  /// The stages of all words together, and their flags.
  private(set) var stages: UInt8 = 0
  private(set) var flags: FormTable.Flags = []
  /// The words at which a plain phrase may begin.
  private(set) var openings: [Int32] = []
  /// Whether some kinds of words or spans are unknown.
  private(set) var hasNewKinds = false

  var count: Int { words.count }

  @inline(__always)
  subscript(index: Int) -> Word { words[index] }

  /// Takes the words of a passage in place of those it has; all forms are known.
  ///
  /// - Parameter count: how many words there are.
  mutating func load(_ tokens: Tokens, _ range: Range<Int>, _ forms: FormTable.Forms, count: Int) {
    spans.removeAll(keepingCapacity: true)
    openings.removeAll(keepingCapacity: true)
    hasNewKinds = false
    var sentence = Passages.lowerBound(tokens.sentences, UInt32(range.lowerBound))
    if sentence == tokens.sentences.count || tokens.sentences[sentence] > UInt32(range.lowerBound) { sentence -= 1 }
    let base = sentence
    var border = sentence + 1 < tokens.sentences.count ? Int(tokens.sentences[sentence + 1]) : Int.max
    var (classes, stages, flags) = (ClassSet(), UInt8(0), FormTable.Flags())
    let (surfaces, gaps, known, opens) = (tokens.surfaces, tokens.gaps, forms.words, FormTable.Flags.anyPhrase)
    words = [Word](unsafeUninitializedCapacity: count) { out, written in
      for token in range {
        while border <= token {
          sentence += 1
          border = sentence + 1 < tokens.sentences.count ? Int(tokens.sentences[sentence + 1]) : Int.max
        }
        let own = forms.range(surfaces[token])
        for index in own where written < count {
          let word = known[index]
          // SAFETY: fewer than `count` have been written.
          out.initializeElement(
            at: written,
            to: Word(
              literal: word.literal, kind: word.kind, token: Int32(truncatingIfNeeded: token),
              sentence: Int32(truncatingIfNeeded: sentence - base + 1), flags: word.flags,
              gap: index == own.lowerBound ? gaps[token] : Gap.none.rawValue, stages: word.stages, classes: word.classes
            ))
          if !word.flags.isDisjoint(with: opens) { openings.append(Int32(truncatingIfNeeded: written)) }
          written += 1
          classes.formUnion(word.classes)
          stages |= word.stages
          flags.formUnion(word.flags)
        }
      }
    }
    (present, self.stages, self.flags) = (classes, stages, flags)
  }

  /// Puts all words and spans of whole classes into the classes that those are part of; all kinds are known.
  ///
  /// - Parameter found: called with the place and the new kind of each, the words first.
  mutating func open(
    _ lists: inout CandidateLists, _ inclusions: [PatternTable.Inclusion],
    _ found: (_ place: Int, _ kind: Int32) -> Void
  ) {
    // A span is asked about only where its first word does not answer already.
    for index in spans.indices {
      let (span, word) = (spans[index], words[spans[index].start])
      for inclusion in inclusions
      where inclusion.holds(span.literal, span.classes) && !inclusion.holds(word.literal, word.classes) {
        spans[index].classes.insert(inclusion.number)
        spans[index].kind = -1
        hasNewKinds = true
        present.insert(inclusion.number)
      }
    }
    for index in words.indices where words[index].kind > 0 {
      let kind = lists.opened(words[index].kind)
      if kind == words[index].kind { continue }
      words[index].kind = kind
      words[index].classes = lists.classes(of: kind)
      present.formUnion(words[index].classes)
      words[index].stages = lists.stages(of: kind, words[index].flags)
      stages |= words[index].stages
      found(index, kind)
    }
  }

  /// Makes a word a member of one more class.
  mutating func insert(_ number: Int, at index: Int) {
    words[index].classes.insert(number)
    words[index].kind = -1
    present.insert(number)
    hasNewKinds = true
  }

  mutating func addSpan(_ start: Int, _ end: Int, literal: Int32, classes: ClassSet) {
    present.formUnion(classes)
    hasNewKinds = true
    var index = words[start].firstSpan
    while index >= 0 {
      if spans[Int(index)].end == end,
        spans[Int(index)].literal == literal || literal < 0 || spans[Int(index)].literal < 0
      {
        spans[Int(index)].classes.formUnion(classes)
        if literal >= 0 { spans[Int(index)].literal = literal }
        spans[Int(index)].kind = -1
        return
      }
      index = spans[Int(index)].next
    }
    spans.append(Span(start: start, end: end, literal: literal, classes: classes, next: words[start].firstSpan))
    words[start].firstSpan = Int32(spans.count - 1)
  }

  /// Finds the kinds of spans, and of words whose classes are no longer their forms'.
  /// `found` is called with the place and the kind of each.
  mutating func settleKinds(_ lists: inout CandidateLists, _ found: (_ place: Int, _ kind: Int32) -> Void) {
    if !hasNewKinds { return }
    for index in words.indices where words[index].kind < 0 {
      let kind = lists.kind(literal: words[index].literal, classes: words[index].classes)
      words[index].kind = kind
      words[index].stages = lists.stages(of: kind, words[index].flags)
      stages |= words[index].stages
      found(index, kind)
    }
    for index in spans.indices where spans[index].kind < 0 {
      spans[index].kind = lists.kind(literal: spans[index].literal, classes: spans[index].classes)
      found(spans[index].start, spans[index].kind)
    }
    hasNewKinds = false
  }

  /// The longest span at a word whose classes meet `wanted`.
  func longestSpan(at start: Int, in wanted: ClassSet) -> Span? {
    var best: Span?
    var index = words[start].firstSpan
    while index >= 0 {
      let span = spans[Int(index)]
      if span.classes.intersects(wanted), span.end > best?.end ?? 0 { best = span }
      index = span.next
    }
    return best
  }

  func has(_ index: Int, _ number: Int) -> Bool {
    number >= 0 && index >= 0 && index < words.count && words[index].classes.contains(number)
  }

  /// Whether nothing stronger than a comma stands before the word.
  func joins(_ index: Int, comma: Bool = true) -> Bool {
    guard index < words.count, let gap = Gap(rawValue: words[index].gap) else { return false }
    switch gap {
    case .none, .space, .hyphen, .line, .other: return true
    case .openQuote, .closeQuote, .bracket: return true
    case .comma: return comma
    case .clause, .sentence, .block, .page: return false
    }
  }
}
