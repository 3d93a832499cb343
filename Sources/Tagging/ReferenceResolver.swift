// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Light coreference: binds pronouns and bare groups to the actor they most likely stand for.
///
/// They and it are bound to the last fitting mention; we and I to the side that the text's speaker is on, which cues in the
/// lexicon tell ("our members", "wrote to us"), or else to the side opposite to the one talked about. In a transcript each
/// speaker has a side of his or her own, which the label of the turn tells ("A resident:"), or cues in any of the turns; it is
/// remembered over the document. Who asks the questions speaks for nobody.
struct ReferenceResolver {
  private let words: PassageWords
  private let language: Language
  private let grammar: Grammar
  private let actors: [Actor]
  private let masks: [UInt16]
  /// The kinds that bare groups count as; 0 where there are none.
  private let groupMask: UInt16

  init(words: PassageWords, tables: LanguageTables, actors: [Actor], masks: [UInt16], groupMask: UInt16) {
    self.words = words
    language = tables.language
    grammar = tables.grammar
    self.actors = actors
    self.masks = masks
    self.groupMask = groupMask
  }

  /// - Parameter cues: what tells the speaker's side.
  func resolve(_ mentions: inout [Mention], cues: [SpeakerCue], turns: SpeakerTurns, memory: SpeakerMemory) {
    settleGroups(&mentions)
    let speaker = speakerMask(mentions, cues)
    bind(&mentions, speaker)
    for (number, side) in sides(of: turns, mentions, cues, memory).enumerated() {
      guard let side else { continue }
      let turn = turns.turns[number]
      let end = number + 1 < turns.turns.count ? turns.turns[number + 1].head.lowerBound : words.count
      for index in mentions.indices where (turn.head.upperBound..<end).contains(mentions[index].start) {
        switch mentions[index].kind {
        case .speaker: mentions[index].mask = side
        // Who asks speaks to the one whom the rest is about.
        case .you: mentions[index].mask = turn.isInterviewer ? speaker : oppositeMask(of: side)
        default: break
        }
      }
    }
  }

  /// By turn, the side that its speaker is known to be on; nil where nothing tells.
  private func sides(
    of turns: SpeakerTurns, _ mentions: [Mention], _ cues: [SpeakerCue], _ memory: SpeakerMemory
  ) -> [UInt16?] {
    for turn in turns.turns where memory[turn] == nil {
      if turn.isInterviewer {
        memory[turn] = 0
      } else if let own = mentions.first(where: { $0.start == turn.head.lowerBound && $0.kind == .noun }), own.mask != 0
      {
        memory[turn] = own.mask
      } else {
        let own = cues.filter { cue in turns.number(at: cue.place).map { turns.turns[$0].label == turn.label } ?? false
        }
        if let (mask, _) = strongest(own) { memory[turn] = mask }
      }
    }
    return turns.turns.map { memory[$0] }
  }

  /// Binds all pronouns as the text of one speaker.
  private func bind(_ mentions: inout [Mention], _ speaker: UInt16) {
    let other = oppositeMask(of: speaker)
    var last: UInt16 = 0
    var lastPlural: UInt16 = 0
    var lastSingular: UInt16 = 0
    var lastBody: UInt16 = 0
    for index in mentions.indices {
      switch mentions[index].kind {
      case .noun, .bareGroup:
        let mention = mentions[index]
        guard mention.mask != 0 else { continue }
        last = mention.mask
        if isPlural(mention) {
          lastPlural = mention.mask
        } else {
          lastSingular = mention.mask
          lastBody = mention.mask
        }
      case .speaker: mentions[index].mask = speaker
      case .they: mentions[index].mask = lastPlural != 0 ? lastPlural : other != 0 ? other : last
      case .it: mentions[index].mask = lastBody
      case .singular: mentions[index].mask = lastSingular != 0 ? lastSingular : last
      case .you: mentions[index].mask = speaker != 0 ? other : 0
      }
    }
  }

  private func isPlural(_ mention: Mention) -> Bool {
    words[mention.end - 1].flags.contains(.plural) || language == .german || language == .dutch
      || mention.start < mention.head - 2 || words.has(mention.end - 1, grammar[.quantities])
      || groupMask != 0 && mention.mask == groupMask
  }

  /// A bare "association" is what an earlier one of that name was; else it is of the kind that takes groups, where any
  /// actor stands beside it.
  private func settleGroups(_ mentions: inout [Mention]) {
    guard mentions.contains(where: { $0.kind == .bareGroup }) else { return }
    var known: [Int32: UInt16] = [:]
    let hasActor = mentions.contains { $0.kind == .noun && $0.mask != 0 }
    for index in mentions.indices {
      if mentions[index].kind == .noun {
        let last = mentions[index].end - 1
        known[mentions[index].literal] = mentions[index].mask
        if words[last].literal >= 0 { known[words[last].literal] = mentions[index].mask }
      } else if mentions[index].kind == .bareGroup {
        if let mask = known[mentions[index].literal] {
          mentions[index].mask = mask
        } else if hasActor {
          mentions[index].mask = groupMask
        }
      }
    }
  }

  /// The side that cues speak for most, 0 for somebody outside, and how much they do; nil where there are none.
  private func strongest(_ cues: [SpeakerCue]) -> (mask: UInt16, weight: Double)? {
    if cues.isEmpty { return nil }
    var sums = Array(repeating: 0.0, count: actors.count)
    var outside = 0.0
    for cue in cues { if cue.actor >= 0 { sums[cue.actor] += cue.weight } else { outside += cue.weight } }
    var best = -1
    for (actor, weight) in sums.enumerated() where weight > (best < 0 ? 0 : sums[best]) { best = actor }
    if outside > (best < 0 ? 0 : sums[best]) { return (0, outside) }
    return best < 0 ? nil : (masks[best], sums[best])
  }

  private func speakerMask(_ mentions: [Mention], _ cues: [SpeakerCue]) -> UInt16 {
    // "we pensioners": the speaker says who they are.
    for (index, mention) in mentions.enumerated() where mention.kind == .speaker && index + 1 < mentions.count {
      let next = mentions[index + 1]
      if next.kind == .noun, next.mask != 0, next.start == mention.end, !mention.possessive,
        words.joins(next.start, comma: true)
      {
        return next.mask
      }
    }
    if let (mask, _) = strongest(cues) { return mask }
    // No cue: the side that the text does not talk about.
    let spokenOf = mentions.reduce(0) { $1.kind == .noun ? $0 | $1.mask : $0 }
    for index in actors.indices where spokenOf & masks[index] != 0 {
      guard let other = opposite(of: index) else { continue }
      if spokenOf & (1 << UInt16(other)) == 0 { return masks[other] }
    }
    return 0
  }

  private func oppositeMask(of mask: UInt16) -> UInt16 {
    guard mask != 0 else { return 0 }
    for index in actors.indices where mask & (1 << UInt16(index)) != 0 {
      if let other = opposite(of: index) { return masks[other] }
    }
    return 0
  }

  private func opposite(of actor: Int) -> Int? {
    guard let name = actors[actor].opposite else { return nil }
    return actors.indices.first { actors[$0].name == name }
  }
}
