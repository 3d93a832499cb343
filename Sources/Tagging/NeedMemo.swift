// SPDX-License-Identifier: Apache-2.0

/// Which needs of patterns one sentence may meet, each worked out when first asked.
struct NeedMemo {
  private let needs: [WordSignature]
  /// By need: the number of the last signature it was held against, and in the lowest bit what came out.
  private var answers: [UInt32]
  private var current: UInt32 = 0
  private var signature = WordSignature()

  init(_ needs: [WordSignature]) {
    self.needs = needs
    answers = Array(repeating: 0, count: needs.count)
  }

  /// Turns to another sentence.
  mutating func begin(_ signature: WordSignature) {
    self.signature = signature
    if current >= UInt32.max - 2 {
      answers = Array(repeating: 0, count: needs.count)
      current = 0
    }
    current += 2
  }

  /// Whether the sentence may meet a need; need 0 is always met.
  mutating func mayMeet(_ need: UInt16) -> Bool {
    if need == 0 { return true }
    let known = answers[Int(need)]
    if known & ~1 == current { return known & 1 == 1 }
    let answer = signature.mayMeet(needs[Int(need)])
    answers[Int(need)] = current | (answer ? 1 : 0)
    return answer
  }
}
