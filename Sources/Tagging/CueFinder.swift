// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// Finds the weighted cues of a passage and adds up what they speak for, over the passage and over each sentence.
struct CueFinder {
  private struct Found {
    var cue: Int32
    var words: Range<Int>
  }

  /// What cues sum up to for the concepts they speak for, in the order of concepts.
  private typealias Sums = [(concept: Int, sum: Double)]

  private let words: PassageWords
  private let table: CueTable
  private let found: [Found]
  private let sentences: [(found: [Found], sums: Sums)]

  init(words: PassageWords, symbols: [Int32], actors: KnownActors?, masks: [UInt16], table: CueTable) {
    self.words = words
    self.table = table
    var found: [Found] = []
    CueWalk(words: words, symbols: symbols, actors: actors, masks: masks, actorSymbols: table.actorSymbols).run {
      if let cue = table.cue($0, $1, $2) { found.append(Found(cue: cue, words: $3)) }
    }
    self.found = found
    sentences = Self.sentences(found, words, table)
  }

  /// Adds the sums for the concepts that only the decision table sees, the cues that speak for them, and the sentences'
  /// greatest sums for the others.
  func add(to evidence: inout Evidence) {
    var seen = Set<Int32>(minimumCapacity: found.count)
    let own = found.filter { table.speaksForPassages($0.cue) && seen.insert($0.cue).inserted }
    evidence.sums = Dictionary(uniqueKeysWithValues: Self.sums(own, table, ofSentences: false))
    for sentence in sentences { evidence.cued.merge(sentence.sums, uniquingKeysWith: max) }
    evidence.cues = own.map {
      Evidence.Cue(
        number: $0.cue, language: table.language, strength: table.cues[Int($0.cue)].strength,
        start: Int(words[$0.words.lowerBound].token),
        end: Int(words[$0.words.upperBound - 1].token) + 1)
    }
  }

  /// The concepts for which the cues of a sentence come to 1 or more and no rule speaks there already.
  func hits(beside known: [Hit]) -> [Hit] {
    var result: [Hit] = []
    for sentence in sentences {
      for (concept, sum) in sentence.sums where sum >= 1 {
        let rule = table.rules[concept]
        guard rule >= 0, let span = clause(around: sentence.found, concept) else { continue }
        let hit = Hit(
          concept: UInt16(concept), start: UInt32(words[span.lowerBound].token),
          end: UInt32(words[span.upperBound - 1].token + 1), rule: UInt16(rule), strength: .described)
        if !known.contains(where: { $0.concept == hit.concept && $0.start < hit.end && hit.start < $0.end }) {
          result.append(hit)
        }
      }
    }
    return result
  }

  /// By sentence, the cues found for concepts that are reported, each once, and what they sum up to.
  private static func sentences(
    _ found: [Found], _ words: PassageWords, _ table: CueTable
  ) -> [(found: [Found], sums: Sums)] {
    var bySentence: [Int32: [Found]] = [:]
    var seen = Set<UInt64>(minimumCapacity: found.count)
    for item in found where table.speaksForSentences(item.cue) {
      let sentence = words[item.words.lowerBound].sentence
      if seen.insert(UInt64(UInt32(bitPattern: sentence)) << 32 | UInt64(UInt32(bitPattern: item.cue))).inserted {
        bySentence[sentence, default: []].append(item)
      }
    }
    return bySentence.sorted { $0.key < $1.key }.map { ($0.value, sums($0.value, table, ofSentences: true)) }
  }

  /// By concept, the sum of the weights over the root of their number.
  private static func sums(_ found: [Found], _ table: CueTable, ofSentences: Bool) -> Sums {
    if found.isEmpty { return [] }
    var sums: [Double?] = Array(repeating: nil, count: table.rules.count)
    let share = 1 / Double(found.count).squareRoot()
    for item in found {
      for (concept, weight) in table.cues[Int(item.cue)].weights where ofSentences == (table.rules[concept] >= 0) {
        sums[concept] = (sums[concept] ?? 0) + weight * share
      }
    }
    return sums.enumerated().compactMap { concept, sum in sum.map { (concept, $0) } }
  }

  /// The clause in which the cue stands that speaks most strongly for a concept.
  private func clause(around found: [Found], _ concept: Int) -> Range<Int>? {
    let strength = { (item: Found) in
      table.cues[Int(item.cue)].weights.first { $0.concept == concept }?.weight ?? 0
    }
    guard let best = found.max(by: { strength($0) < strength($1) }), strength(best) > 0 else { return nil }
    var (start, end) = (best.words.lowerBound, best.words.upperBound)
    let sentence = words[start].sentence
    while start > 0, words[start - 1].sentence == sentence, words.joins(start, comma: false) { start -= 1 }
    while end < words.count, words[end].sentence == sentence, words.joins(end, comma: false) { end += 1 }
    return start..<end
  }
}
