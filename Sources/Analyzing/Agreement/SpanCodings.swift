// SPDX-License-Identifier: Apache-2.0

/// The spans that coders marked in texts, and how far they agree: span by span, and character by character.
package struct SpanCodings: Sendable {
  package struct Span: Sendable, Hashable {
    package var start: Int
    package var end: Int
    package var concept: String

    package init(start: Int, end: Int, concept: String) {
      (self.start, self.end, self.concept) = (start, end, concept)
    }
  }
  package struct Item: Sendable {
    /// Code points of the text.
    var length: Int
    /// By coder; nil where the text is not among those that the coder looked at for spans.
    var spans: [[Span]?]

    package init(length: Int, spans: [[Span]?]) { (self.length, self.spans) = (length, spans) }
  }
  /// What is known of one concept, or of all.
  package struct Score: Sendable, Equatable {
    /// Spans of all coders, as often as there is another coder to compare with, and those of them that a span of the
    /// other touches.
    package var compared = 0
    package var touched = 0
    /// Characters: alpha of marked against not marked, and what both marked of what either did, as F1.
    package var alpha: Double?
    package var characterF1: Double?

    package var share: Double? { compared > 0 ? Double(touched) / Double(compared) : nil }
  }
  private let items: [Item]

  package init(_ items: [Item]) { self.items = items.filter { $0.spans.count { $0 != nil } > 1 } }

  /// Texts in which two coders or more have marked evidence.
  package var comparable: Int { items.count }

  package var concepts: [String] {
    Set(items.flatMap { $0.spans.compactMap { $0 }.joined().map(\.concept) }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  package func score(_ concept: String) -> Score {
    var score = Score()
    var alike: [NominalAgreement.Item] = []
    for item in items {
      let marked = item.spans.compactMap { $0?.filter { $0.concept == concept } }
      for (one, spans) in marked.enumerated() {
        for (other, theirs) in marked.enumerated() where other != one {
          score.compared += spans.count
          score.touched += spans.count { span in theirs.contains { $0.start < span.end && span.start < $0.end } }
        }
      }
      alike += Self.characters(marked, item.length)
    }
    let agreement = NominalAgreement(alike, labels: 2)
    (score.alpha, score.characterF1) = (agreement.alpha, agreement.specific(0))
    return score
  }

  /// The code points of a text by how many coders marked them: first those who did, then those who did not.
  private static func characters(_ marked: [[Span]], _ length: Int) -> [NominalAgreement.Item] {
    var changes: [Int: Int] = [:]
    for spans in marked {
      // What a coder marked twice counts once.
      for run in UnitSet(spans.map { $0.start..<max($0.end, $0.start) }).runs {
        changes[run.lowerBound, default: 0] += 1
        changes[run.upperBound, default: 0] -= 1
      }
    }
    var (items, at, coders) = ([NominalAgreement.Item](), 0, 0)
    for (place, change) in changes.sorted(by: { $0.key < $1.key }) + [(length, 0)] {
      if place > at { items.append(.init(counts: [coders, marked.count - coders], weight: place - at)) }
      coders += change
      at = place
    }
    return items
  }
}
