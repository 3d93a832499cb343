// SPDX-License-Identifier: Apache-2.0

/// What the stages of a passage read and write besides its words, kept from one passage to the next.
struct TaggingScratch {
  var lists: CandidateLists
  private(set) var needs: SentenceNeeds
  /// Whether anything but plain phrases may be tried, which need nothing of their sentences.
  private let hasCandidates: Bool

  init(_ patterns: PatternTable) {
    lists = CandidateLists(patterns)
    needs = SentenceNeeds(needs: patterns.needs.count)
    hasCandidates = patterns.files.contains { !$0.isEmpty }
  }

  /// Turns to the words of a passage: finds the kinds of spans, and what each sentence holds.
  mutating func settle(_ words: inout PassageWords) {
    words.settleKinds(&lists) { _, _ in }
    if hasCandidates { needs.begin(words, lists) }
  }

  /// Does so again where words and spans have gained classes.
  mutating func settleAgain(_ words: inout PassageWords) {
    var changed: [(place: Int, kind: Int32)] = []
    words.settleKinds(&lists) { changed.append(($0, $1)) }
    if !hasCandidates { return }
    for (place, kind) in changed { needs.add(kind, at: place, lists) }
  }
}
