// SPDX-License-Identifier: Apache-2.0

/// For each kind of word, by stage, the patterns that may be anchored on it, worked out once per literal and classes.
struct CandidateLists {
  private struct Key: Hashable {
    var literal: Int32
    var classes: ClassSet
  }

  /// A pattern to try, with what its sentence must hold.
  struct Candidate {
    var pattern: Int32
    var firstNeed: UInt16
    var secondNeed: UInt16
  }

  private let patterns: PatternTable
  private var numbers: [Key: Int32] = [:]
  /// Where each stage of each list starts in `pool`, with the end of the last.
  private var starts: [Int32] = [0]
  private(set) var pool: [Candidate] = []

  init(_ patterns: PatternTable) { self.patterns = patterns }

  /// The number of the list for words with that literal and those classes.
  mutating func list(literal: Int32, classes: ClassSet) -> Int32 {
    let key = Key(literal: literal, classes: classes)
    if let known = numbers[key] { return known }
    let number = Int32(numbers.count)
    numbers[key] = number
    for stage in 0..<PatternTable.stages {
      var seen: Set<Int32> = []
      let source = patterns.tables.anchors[stage == PatternTable.triggers ? Anchors.otherWords : stage]
      func add(_ more: [Int32]) {
        for pattern in more where patterns.stage(of: pattern) == stage && seen.insert(pattern).inserted {
          pool.append(candidate(pattern))
        }
      }
      if literal >= 0 { add(source.byLiteral[Int(literal)]) }
      classes.forEach { add(source.byClass[$0]) }
      starts.append(Int32(pool.count))
    }
    return number
  }

  func candidate(_ pattern: Int32) -> Candidate {
    let own = patterns.patterns[Int(pattern)]
    return Candidate(pattern: pattern, firstNeed: own.firstNeed, secondNeed: own.secondNeed)
  }

  /// The stretch of `pool` with a list's patterns of one stage.
  func range(_ list: Int32, stage: Int) -> Range<Int> {
    let index = Int(list) * PatternTable.stages + stage
    return Int(starts[index])..<Int(starts[index + 1])
  }
}
