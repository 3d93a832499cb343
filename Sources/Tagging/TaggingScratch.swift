// SPDX-License-Identifier: Apache-2.0

/// What the stages of a passage read and write besides its words, kept from one passage to the next.
struct TaggingScratch {
  var lists: CandidateLists
  private(set) var needs: SentenceNeeds
  /// Whether anything but plain phrases may be tried, which need nothing of their sentences.
  private let hasCandidates: Bool
  /// The words and spans of the passage whose kinds have changed.
  private var changed: [(place: Int, kind: Int32)] = []
  /// What the last scans have found, what counts of it, and what a scan needs while it runs.
  var found: [PatternScan.Found] = []
  var rules: [PassageTagger.Found] = []
  var room = PatternScan.Room()

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

  /// Puts the words of whole classes into the classes that those are part of; `settleAgain` goes on from there.
  mutating func open(_ words: inout PassageWords, _ inclusions: [PatternTable.Inclusion]) {
    changed.removeAll(keepingCapacity: true)
    words.open(&lists, inclusions) { changed.append(($0, $1)) }
  }

  /// Does so again where words and spans have gained classes.
  mutating func settleAgain(_ words: inout PassageWords) {
    words.settleKinds(&lists) { changed.append(($0, $1)) }
    if hasCandidates { needs.add(changed, lists) }
  }
}
