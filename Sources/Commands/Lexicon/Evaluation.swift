// SPDX-License-Identifier: Apache-2.0

internal import Analyzing

/// One hand-coded passage with what a lexicon made of it.
struct EvaluatedPassage {
  struct Span {
    var start: Int
    var end: Int
    var concept: String
    var rule: String
  }

  var id: String
  var text: String
  var fields: [String: String]
  var gold: String
  var predicted: String
  var rows: [String]
  var goldSpans: [Span]
  var spans: [Span]

  /// Hand-coded spans that a span of the same concept touches.
  var touched: Int {
    goldSpans.count { wanted in
      spans.contains { $0.concept == wanted.concept && $0.start < wanted.end && wanted.start < $0.end }
    }
  }

  /// Characters marked with the right concept in both, in the lexicon's alone, in the hand-coded alone.
  var characters: (both: Int, extra: Int, missed: Int) {
    var both = 0
    var extra = 0
    var missed = 0
    for concept in Set((goldSpans + spans).map(\.concept)) {
      let wanted = Self.cover(goldSpans, concept)
      let found = Self.cover(spans, concept)
      both += wanted.intersection(found).count
      extra += found.subtracting(wanted).count
      missed += wanted.subtracting(found).count
    }
    return (both, extra, missed)
  }

  private static func cover(_ spans: [Span], _ concept: String) -> Set<Int> {
    var result: Set<Int> = []
    for span in spans where span.concept == concept { result.formUnion(span.start..<span.end) }
    return result
  }
}

/// Agreement between a lexicon's labels and hand-coded ones.
struct Evaluation {
  struct Score {
    var name: String
    var passages: Int
    var macroF1: Double
    var low: Double
    var high: Double
    var accuracy: Double
    var kappa: Double
  }

  let labels: [String]
  let passages: [EvaluatedPassage]
  private let samples: Int
  private let seed: UInt64
  private(set) var groups: [Score] = []
  let overall: Score

  init(labels: [String], passages: [EvaluatedPassage], samples: Int, seed: UInt64) {
    (self.labels, self.passages, self.samples, self.seed) = (labels, passages, samples, seed)
    overall = Self.score("all", Array(passages.indices), passages, labels, samples, seed)
  }

  mutating func split(by field: String) {
    let values = Set(passages.map { $0.fields[field] ?? "" }).sorted()
    for value in values {
      let own = passages.indices.filter { (passages[$0].fields[field] ?? "") == value }
      groups.append(Self.score("\(field)=\(value)", own, passages, labels, samples, seed))
    }
  }

  /// Precision, recall, F1 and the number of hand-coded passages of each label.
  func perLabel() -> [(label: String, precision: Double, recall: Double, f1: Double, passages: Int)] {
    labels.map { label in
      let (p, r, f) = Self.prf(label, Array(passages.indices), passages)
      return (label, p, r, f, passages.count { $0.gold == label })
    }
  }

  func confusion(_ gold: String, _ predicted: String) -> Int {
    passages.count { $0.gold == gold && $0.predicted == predicted }
  }

  var touched: (found: Int, all: Int) {
    (passages.reduce(0) { $0 + $1.touched }, passages.reduce(0) { $0 + $1.goldSpans.count })
  }

  /// nil where no span is coded by hand, so that there is nothing to agree with.
  var characterF1: Double? {
    guard touched.all > 0 else { return nil }
    var total = (both: 0, extra: 0, missed: 0)
    for passage in passages {
      let own = passage.characters
      total = (total.both + own.both, total.extra + own.extra, total.missed + own.missed)
    }
    let sum = 2 * total.both + total.extra + total.missed
    return sum == 0 ? 0 : Double(2 * total.both) / Double(sum)
  }

  private static func prf(_ label: String, _ indices: [Int], _ passages: [EvaluatedPassage]) -> (Double, Double, Double)
  {
    var right = 0
    var extra = 0
    var missed = 0
    for index in indices {
      let (gold, predicted) = (passages[index].gold == label, passages[index].predicted == label)
      if gold && predicted { right += 1 } else if predicted { extra += 1 } else if gold { missed += 1 }
    }
    let precision = right + extra == 0 ? 0 : Double(right) / Double(right + extra)
    let recall = right + missed == 0 ? 0 : Double(right) / Double(right + missed)
    return (precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall))
  }

  /// The mean F1 of the labels that occur in the hand-coded passages.
  private static func macro(_ indices: [Int], _ passages: [EvaluatedPassage], _ labels: [String]) -> Double {
    let present = labels.filter { label in indices.contains { passages[$0].gold == label } }
    if present.isEmpty { return 0 }
    return present.reduce(0) { $0 + prf($1, indices, passages).2 } / Double(present.count)
  }

  private static func score(
    _ name: String, _ indices: [Int], _ passages: [EvaluatedPassage], _ labels: [String], _ samples: Int, _ seed: UInt64
  ) -> Score {
    let interval =
      Bootstrap.intervals(items: indices.count, samples: samples, seed: seed) { drawn in
        [macro(drawn.map { indices[$0] }, passages, labels)]
      }.first ?? nil
    let right = indices.count { passages[$0].gold == passages[$0].predicted }
    let accuracy = indices.isEmpty ? 0 : Double(right) / Double(indices.count)
    var chance = 0.0
    for label in labels {
      let gold = indices.count { passages[$0].gold == label }
      let predicted = indices.count { passages[$0].predicted == label }
      chance += Double(gold) * Double(predicted) / Double(max(1, indices.count * indices.count))
    }
    return Score(
      name: name, passages: indices.count, macroF1: macro(indices, passages, labels),
      low: interval?.lowerBound ?? 0, high: interval?.upperBound ?? 0, accuracy: accuracy,
      kappa: chance < 1 ? (accuracy - chance) / (1 - chance) : 1)
  }
}
