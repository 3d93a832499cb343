// SPDX-License-Identifier: Apache-2.0
internal import Tokenizing

/// The words of one passage as the rules see them: contractions cut, classes looked up, sentences numbered.
struct PassageWords {
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

  var literals: [Int32] = []
  var classes: [ClassSet] = []
  var flags: [FormTable.Flags] = []
  /// What stands before each word.
  var gaps: [UInt8] = []
  /// The token each word comes from.
  var tokens: [Int32] = []
  /// Number of each word's sentence, from 1.
  var sentences: [Int32] = []
  var spans: [Span] = []
  var firstSpan: [Int32] = []
  /// Number of each word's kind in `CandidateLists`; -1 where its classes are no longer the form's.
  var kinds: [Int32] = []
  /// The classes that any word or span is in.
  var present = ClassSet()
  /// Whether some kinds of words or spans are unknown.
  var hasNewKinds = false

  var count: Int { literals.count }

  mutating func clear() {
    literals.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    sentences.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    firstSpan.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    present = ClassSet()
    hasNewKinds = false
  }

  mutating func append(_ word: FormTable.Word, gap: UInt8, token: Int, sentence: Int) {
    literals.append(word.literal)
    classes.append(word.classes)
    flags.append(word.flags)
    gaps.append(gap)
    tokens.append(Int32(token))
    sentences.append(Int32(sentence))
    firstSpan.append(-1)
    kinds.append(word.kind)
    present.formUnion(word.classes)
  }

  /// Makes a word a member of one more class.
  mutating func insert(_ number: Int, at index: Int) {
    classes[index].insert(number)
    kinds[index] = -1
    present.insert(number)
    hasNewKinds = true
  }

  mutating func addSpan(_ start: Int, _ end: Int, literal: Int32, classes: ClassSet) {
    present.formUnion(classes)
    hasNewKinds = true
    var index = firstSpan[start]
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
    spans.append(Span(start: start, end: end, literal: literal, classes: classes, next: firstSpan[start]))
    firstSpan[start] = Int32(spans.count - 1)
  }

  /// The longest span at a word whose classes meet `wanted`.
  func longestSpan(at start: Int, in wanted: ClassSet) -> Span? {
    var best: Span?
    var index = firstSpan[start]
    while index >= 0 {
      let span = spans[Int(index)]
      if span.classes.intersects(wanted), span.end > best?.end ?? 0 { best = span }
      index = span.next
    }
    return best
  }

  func has(_ index: Int, _ number: Int) -> Bool {
    number >= 0 && index >= 0 && index < classes.count && classes[index].contains(number)
  }

  /// Whether nothing stronger than a comma stands before the word.
  func joins(_ index: Int, comma: Bool = true) -> Bool {
    guard index < gaps.count, let gap = Gap(rawValue: gaps[index]) else { return false }
    switch gap {
    case .none, .space, .hyphen, .line, .other: return true
    case .openQuote, .closeQuote, .bracket: return true
    case .comma: return comma
    case .clause, .sentence, .block, .page: return false
    }
  }
}
