// SPDX-License-Identifier: Apache-2.0

/// The kinds of words that a lexicon tells apart, with what matters of each: by stage the patterns that may be anchored
/// on it, and the needs of patterns that it meets. Worked out once per literal and classes.
struct CandidateLists {
  private struct Key: Hashable {
    var literal: Int32
    var classes: ClassSet
  }

  /// A pattern to try, with what its sentence must hold first of all.
  struct Candidate {
    var pattern: Int32
    var firstNeed: Int32
    var secondNeed: Int32
    /// The actors of which one must do what the anchor says; 0 where it does not matter who does it.
    var agent: UInt16
    /// Whether more is asked for than the two needs.
    var asksMore: Bool
    /// Whether it is filed under the word itself, not under a class.
    var isByLiteral = false
  }

  /// The needs that a sentence must meet before a candidate is tried, apart from the rest of it: nearly all candidates
  /// fail on these, and so more of them lie in what the processor fetches at a time.
  struct Asked {
    var first: Int32
    var second: Int32
  }

  private let patterns: PatternTable
  private var numbers: [Key: Int32] = [:]
  /// By literal, whether anything depends on it; words of other literals are told apart by their classes alone.
  private var isTold: [Bool]
  /// Where each stage of each kind starts in `pool`, with the end of the last.
  private var starts = [Int32](repeating: 0, count: PatternTable.stages + 1)
  private(set) var pool: [Candidate] = []
  /// By place in `pool`.
  private(set) var asked: [Asked] = []
  /// Where the needs that each kind meets start in `met`, with the end of the last.
  private var firstMet: [Int32] = [0, 0]
  private(set) var met: [Int32] = []
  /// By stage, the patterns filed under mentions of actors.
  private(set) var byActor: [[Candidate]] = []
  /// The needs that a literal or a class meets.
  private var needsOfLiteral: [Int32: [Int32]] = [:]
  private var needsOfClass: [[Int32]] = Array(repeating: [], count: ClassSet.capacity)
  /// By kind, its literal and classes, and its kind once whole classes are part of others, or -1 while unknown.
  private var keys = [Key(literal: -1, classes: ClassSet())]
  private var opened: [Int32] = [0]
  /// By pattern and by need, the number of the last kind that it was listed for: each is listed once for a kind.
  private var listed: [Int32]
  private var noted: [Int32]
  /// By need, its bit in `termNeeds`; none for needs that no named term asks for first.
  private var bitOfNeed: [UInt64]
  /// By kind, the needs that it meets of those that named terms ask for first, each a bit that it may share with others.
  private(set) var termNeeds: [UInt64] = [0]

  init(_ patterns: PatternTable) {
    self.patterns = patterns
    listed = Array(repeating: -1, count: patterns.patterns.count)
    noted = Array(repeating: -1, count: patterns.needs.count)
    bitOfNeed = Self.bits(of: patterns)
    isTold = Self.told(patterns)
    for (number, need) in patterns.needs.enumerated() {
      for literal in need.literals { needsOfLiteral[literal, default: []].append(Int32(number)) }
      need.classes.forEach { needsOfClass[$0].append(Int32(number)) }
    }
    byActor = patterns.files.map { $0.byActor.map(candidate) }
  }

  private static func told(_ patterns: PatternTable) -> [Bool] {
    var told = [Bool](repeating: false, count: patterns.tables.literals.count)
    for files in patterns.files { for literal in files.byLiteral.keys { told[Int(literal)] = true } }
    for need in patterns.needs { for literal in need.literals { told[Int(literal)] = true } }
    for inclusion in patterns.inclusions { for literal in inclusion.literals { told[Int(literal)] = true } }
    return told
  }

  /// A bit for each of the first two needs of named terms, given out in turn; the highest is that of the need that is
  /// always met.
  private static func bits(of patterns: PatternTable) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: max(patterns.needs.count, 1))
    var given: UInt64 = 0
    for (number, pattern) in patterns.patterns.enumerated()
    where patterns.stage(of: Int32(number)) == Anchors.namedTerms {
      for need in patterns.neededBy[pattern.needs].prefix(2) where need > 0 && bits[Int(need)] == 0 {
        bits[Int(need)] = 1 << (given % 63)
        given += 1
      }
    }
    bits[0] = alwaysMet
    return bits
  }

  private static let alwaysMet: UInt64 = 1 << 63

  /// Whether a named term that is filed under a kind may find its first two needs among the words of a passage, of which
  /// `met` says what they meet.
  func mayHoldTerm(_ kind: Int32, among met: UInt64) -> Bool {
    let met = met | Self.alwaysMet
    return range(kind, stage: Anchors.namedTerms).contains { index in
      let wanted = bitOfNeed[Int(asked[index].first)] | bitOfNeed[Int(asked[index].second)]
      return wanted & ~met == 0
    }
  }

  /// By kind, a bit for each stage in which a pattern may be anchored on it.
  private(set) var stages: [UInt8] = [0]

  /// How many kinds there are so far; kind 0 is that of words that the lexicon does not know.
  var count: Int { numbers.count + 1 }

  /// The number of the kind of words with that literal and those classes.
  mutating func kind(literal: Int32, classes: ClassSet) -> Int32 {
    let literal = literal >= 0 && isTold[Int(literal)] ? literal : -1
    if literal < 0, classes.isEmpty { return 0 }
    let key = Key(literal: literal, classes: classes)
    if let known = numbers[key] { return known }
    let number = Int32(count)
    numbers[key] = number
    keys.append(key)
    opened.append(-1)
    var filed: UInt8 = 0
    for stage in 0..<PatternTable.stages {
      let before = pool.count
      let files = patterns.files[stage]
      if !files.byLiteral.isEmpty { add(files.byLiteral[literal] ?? [], isByLiteral: true, to: number) }
      if classes.intersects(files.classes) {
        classes.forEach { add(files.byClass[$0], isByLiteral: false, to: number) }
      }
      starts.append(Int32(pool.count))
      if pool.count > before { filed |= 1 << UInt8(stage) }
    }
    stages.append(filed)
    addNeeds(of: key, to: number)
    return number
  }

  private mutating func addNeeds(of key: Key, to number: Int32) {
    let first = met.count
    func note(_ needs: [Int32]) {
      for need in needs where noted[Int(need)] != number {
        noted[Int(need)] = number
        met.append(need)
      }
    }
    note(needsOfLiteral[key.literal] ?? [])
    key.classes.forEach { note(needsOfClass[$0]) }
    met[first...].sort()
    termNeeds.append(met[first...].reduce(0) { $0 | bitOfNeed[Int($1)] })
    firstMet.append(Int32(met.count))
  }

  func classes(of kind: Int32) -> ClassSet { keys[Int(kind)].classes }

  /// The kind of a kind's words once whole classes are part of others.
  mutating func opened(_ kind: Int32) -> Int32 {
    let known = opened[Int(kind)]
    return known >= 0 ? known : open(kind)
  }

  private mutating func open(_ kind: Int32) -> Int32 {
    let key = keys[Int(kind)]
    var classes = key.classes
    for inclusion in patterns.inclusions where inclusion.holds(key.literal, key.classes) {
      classes.insert(inclusion.number)
    }
    let number = self.kind(literal: key.literal, classes: classes)
    opened[Int(kind)] = number
    return number
  }

  /// A bit for each stage in which a pattern may be anchored on a word of a kind; of named terms only on words that some
  /// are filed under by form.
  func stages(of kind: Int32, _ flags: FormTable.Flags) -> UInt8 {
    flags.contains(.term) ? stages[Int(kind)] : stages[Int(kind)] & ~(1 << UInt8(Anchors.namedTerms))
  }

  private mutating func add(_ numbers: [Int32], isByLiteral: Bool, to kind: Int32) {
    for number in numbers where listed[Int(number)] != kind {
      listed[Int(number)] = kind
      var candidate = candidate(number)
      candidate.isByLiteral = isByLiteral
      pool.append(candidate)
      asked.append(Asked(first: candidate.firstNeed, second: candidate.secondNeed))
    }
  }

  func candidate(_ number: Int32) -> Candidate {
    let pattern = patterns.patterns[Int(number)]
    let needs = patterns.neededBy[pattern.needs]
    return Candidate(
      pattern: number, firstNeed: needs.first ?? 0, secondNeed: needs.dropFirst().first ?? 0,
      agent: pattern.anchorActors.agent,
      asksMore: needs.count > 2 || pattern.actors.mention | pattern.actors.owner | pattern.actors.agent != 0)
  }

  /// The stretch of `pool` with a kind's patterns of one stage.
  func range(_ kind: Int32, stage: Int) -> Range<Int> {
    let index = Int(kind) * PatternTable.stages + stage
    return Int(starts[index])..<Int(starts[index + 1])
  }

  /// The stretch of `met` with the needs that a kind meets.
  func met(by kind: Int32) -> Range<Int> { Int(firstMet[Int(kind)])..<Int(firstMet[Int(kind) + 1]) }
}
