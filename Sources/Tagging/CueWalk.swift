// SPDX-License-Identifier: Apache-2.0

/// Goes over everything in a passage that could be a weighted cue.
struct CueWalk {
  let words: PassageWords
  /// By word, the number of its stem, or -1.
  let symbols: [Int32]
  let actors: KnownActors?
  /// By actor, the kinds it counts as.
  let masks: [UInt16]
  /// By actor, the symbol of its mentions.
  let actorSymbols: [Int32]

  typealias Visit = (_ kind: CueTable.Kind, _ first: Int32, _ second: Int32, _ words: Range<Int>) -> Void

  /// A word, or a mention of an actor as one.
  private struct Step {
    var words: Range<Int>
    /// Symbol of the actor, or -1.
    var actor: Int32
    var symbol: Int32
    var sentence: Int32
  }

  func run(_ visit: Visit) {
    for index in symbols.indices where symbols[index] >= 0 {
      visit(.word, symbols[index], 0, index..<index + 1)
      if index > 0, symbols[index - 1] >= 0, words[index].sentence == words[index - 1].sentence {
        visit(.neighbours, symbols[index - 1], symbols[index], index - 1..<index + 1)
      }
    }
    guard let actors else { return }
    let steps = self.steps(actors)
    for (index, step) in steps.enumerated() {
      if step.actor < 0, step.symbol >= 0 {
        let agent = symbol(of: actors.nearestAgent(of: step.words.lowerBound))
        if agent >= 0 { visit(.agent, agent, step.symbol, step.words) }
      }
      for (kind, distance) in [(CueTable.Kind.neighbours, 1), (.skipping, 2)] where index + distance < steps.count {
        let next = steps[index + distance]
        guard next.sentence == step.sentence, step.actor >= 0 || next.actor >= 0, step.symbol >= 0, next.symbol >= 0
        else { continue }
        visit(kind, step.symbol, next.symbol, step.words.lowerBound..<next.words.upperBound)
      }
    }
  }

  private func steps(_ actors: KnownActors) -> [Step] {
    var result: [Step] = []
    var index = 0
    let mentions = covering(actors)
    while index < words.count {
      let number = mentions[index]
      let actor = number >= 0 ? symbol(of: actors.mentions[Int(number)].mask) : -1
      let sentence = words[index].sentence
      var end = index + 1
      if actor >= 0 { while end < words.count, mentions[end] == number, words[end].sentence == sentence { end += 1 } }
      result.append(
        Step(words: index..<end, actor: actor, symbol: actor >= 0 ? actor : symbols[index], sentence: sentence))
      index = end
    }
    return result
  }

  /// The mention that covers each word, or -1; determiners are not part of it.
  private func covering(_ actors: KnownActors) -> [Int32] {
    var result = [Int32](repeating: -1, count: words.count)
    for (index, mention) in actors.mentions.enumerated() {
      for word in mention.head..<mention.end { result[word] = Int32(index) }
    }
    return result
  }

  /// The symbol of the first kind of actor in a mask that counts as no other kind.
  private func symbol(of mask: UInt16) -> Int32 {
    if mask == 0 { return -1 }
    for (actor, own) in masks.enumerated() where own.nonzeroBitCount == 1 && own & mask != 0 {
      return actor < actorSymbols.count ? actorSymbols[actor] : -1
    }
    return -1
  }
}
