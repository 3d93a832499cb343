// SPDX-License-Identifier: Apache-2.0

/// Which needs of patterns the words and spans of one sentence meet.
struct SentenceNeeds {
  /// By need, and by kind of word: the number of the last sentence that met it, or held it.
  private var met: [UInt32]
  private var held: [UInt32] = []
  private var current: UInt32 = 0

  init(capacity: Int) { met = Array(repeating: 0, count: capacity) }

  /// Turns to another sentence, of which the kinds are known.
  mutating func begin(_ range: Range<Int>, of words: PassageWords, _ lists: CandidateLists) {
    if current == UInt32.max {
      met = Array(repeating: 0, count: met.count)
      held = []
      current = 0
    }
    current += 1
    met[0] = current
    if held.count < lists.count { held += Array(repeating: 0, count: lists.count - held.count) }
    for place in range {
      add(words[place].kind, lists)
      var span = words[place].firstSpan
      while span >= 0 {
        add(words.spans[Int(span)].kind, lists)
        span = words.spans[Int(span)].next
      }
    }
  }

  private mutating func add(_ kind: Int32, _ lists: CandidateLists) {
    if held[Int(kind)] == current { return }
    held[Int(kind)] = current
    for index in lists.met(by: kind) { met[Int(lists.met[index])] = current }
  }

  @inline(__always)
  func meets(_ need: Int32) -> Bool { met[Int(need)] == current }
}
