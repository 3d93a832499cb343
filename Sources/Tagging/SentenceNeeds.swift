// SPDX-License-Identifier: Apache-2.0

/// Which needs of patterns the words and spans of each sentence of a passage meet: a bit set a sentence, made once and
/// asked in every stage.
struct SentenceNeeds {
  /// Words of `bits` that a sentence takes.
  private let width: Int
  private var bits: [UInt64] = []
  /// By kind of word, the number of the last sentence that held it.
  private var held: [UInt32] = []
  private var current: UInt32 = 0
  /// The sentences of the passage, as ranges of its words.
  private(set) var sentences: [Range<Int>] = []

  /// - Parameter needs: how many there are; number 0 is always met.
  init(needs: Int) { width = (needs + 63) / 64 }

  /// Turns to another passage, all of whose kinds are known.
  mutating func begin(_ words: PassageWords, _ lists: CandidateLists) {
    sentences.removeAll(keepingCapacity: true)
    if held.count < lists.count { held += Array(repeating: 0, count: lists.count - held.count) }
    var start = 0
    while start < words.count {
      var end = start + 1
      while end < words.count, words[end].sentence == words[start].sentence { end += 1 }
      add(start..<end, of: words, lists)
      start = end
    }
  }

  private mutating func add(_ range: Range<Int>, of words: PassageWords, _ lists: CandidateLists) {
    if current == UInt32.max {
      held = Array(repeating: 0, count: held.count)
      current = 0
    }
    current += 1
    let first = sentences.count * width
    sentences.append(range)
    if bits.count < first + width { bits += Array(repeating: 0, count: first + width - bits.count) }
    for index in first..<first + width { bits[index] = 0 }
    bits[first] = 1
    for place in range {
      if words[place].kind > 0 { add(words[place].kind, from: first, lists) }
      var span = words[place].firstSpan
      while span >= 0 {
        add(words.spans[Int(span)].kind, from: first, lists)
        span = words.spans[Int(span)].next
      }
    }
  }

  /// Adds what words and spans meet whose kinds have changed: they meet no less than before.
  mutating func add(_ changed: [(place: Int, kind: Int32)], _ lists: CandidateLists) {
    var sentence = 0
    for (place, kind) in changed {
      if place < sentences[sentence].lowerBound { sentence = 0 }
      while place >= sentences[sentence].upperBound {
        sentence += 1
      }
      meet(kind, from: sentence * width, lists)
    }
  }

  private mutating func add(_ kind: Int32, from first: Int, _ lists: CandidateLists) {
    if held[Int(kind)] == current { return }
    held[Int(kind)] = current
    meet(kind, from: first, lists)
  }

  /// Sets the bits of all needs that a kind meets in the sentence whose bits begin at `first`.
  @inline(__always)
  private mutating func meet(_ kind: Int32, from first: Int, _ lists: CandidateLists) {
    let range = lists.met(by: kind)
    bits.withUnsafeMutableBufferPointer { bits in
      lists.met.withUnsafeBufferPointer { met in
        for need in met[range] { bits[first + Int(need) >> 6] |= 1 &<< UInt64(truncatingIfNeeded: need) }
      }
    }
  }

  /// The needs that one sentence meets.
  struct Bits {
    fileprivate let words: UnsafeBufferPointer<UInt64>

    @inline(__always)
    func contains(_ need: Int32) -> Bool { words[Int(need) >> 6] &>> UInt64(truncatingIfNeeded: need) & 1 == 1 }
  }

  /// Lends the needs that a sentence of the passage, by its number, meets.
  @inline(__always)
  func withBits<Result>(of sentence: Int, _ body: (Bits) -> Result) -> Result {
    bits.withUnsafeBufferPointer { bits in
      body(Bits(words: UnsafeBufferPointer(rebasing: bits[sentence * width..<(sentence + 1) * width])))
    }
  }

  /// The candidates of whose first two needs each is met by some sentence of the passage.
  func mayMatch(_ candidates: [CandidateLists.Candidate]) -> [CandidateLists.Candidate] {
    if sentences.count < 2 || candidates.isEmpty { return candidates }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { union in
      for word in 0..<width {
        var any: UInt64 = 0
        for sentence in sentences.indices { any |= bits[sentence &* width &+ word] }
        union[word] = any
      }
      let all = Bits(words: UnsafeBufferPointer(union))
      return candidates.filter { all.contains($0.firstNeed) && all.contains($0.secondNeed) }
    }
  }

  /// Whether a sentence of the passage, by its number, meets a need.
  @inline(__always)
  func meets(_ need: Int32, in sentence: Int) -> Bool {
    bits[sentence &* width &+ Int(need) >> 6] >> UInt64(need & 63) & 1 == 1
  }
}
