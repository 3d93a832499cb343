// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The best documents of terms joined by OR or by AND whose lists are long: what the terms can score in each run of
/// documents is known beforehand, so the best runs are looked at first, and then only those that may hold better documents.
///
/// OR is MaxScore (Turtle and Flood 1995, doi:10.1016/0306-4573(95)00020-H): terms whose bounds together stay below the
/// threshold bring in no document, and are only asked about documents that another term brings. Where one term is left that
/// brings in documents its list leads; else lists are poured into tables. What is passed over lies strictly below the
/// threshold: equal scores rank by id.
final class RunRanking {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  private let isUnion: Bool
  private let bounds: RunBounds
  private let classes: LengthClasses
  private let candidates: Candidates
  private var window: DocumentWindow?
  /// The terms by what they can score, the least first.
  private let order: UnsafeMutableBufferPointer<Int>
  /// All documents before this one were looked at or passed over.
  private var position: UInt32 = 0
  /// In how many spans all lists shall be poured before others are asked about documents again: where so many came in
  /// that pouring is faster. A higher threshold may let in fewer.
  private var spansToPour = 0
  private var nextSpansToPour = 1
  /// Documents of a span; the first are short, since they raise the threshold for the others.
  private var spanLength = RunRanking.firstSpan
  /// Which ways the ranking went: seeds, candidates of leading lists, spans poured, those with other lists asked, runs passed
  /// over, and how often asking was given up for a while.
  private(set) var steps = (seeds: 0, led: 0, poured: 0, asked: 0, passed: 0, switched: 0)
  /// Runs that are looked at before all others.
  private static let first = 2
  private static let firstSpan = 4 << RunBounds.shift
  /// Documents of the term that can score most that are looked at before all runs.
  private static let mostSeeds = 32

  init(_ walks: TermWalks) throws {
    (self.walks, terms, isUnion) = (walks, walks.terms, walks.groups.count == 1)
    classes = try walks.segment.lengthClasses
    candidates = Candidates(walks)
    bounds = RunBounds(walks, isUnion: isUnion)
    order = .allocate(capacity: terms.count)
    let sorted = terms.indices.sorted { [terms] in terms[$0].bound < terms[$1].bound }
    _ = order.initialize(from: sorted)
  }

  deinit { order.deallocate() }

  /// Whether bounds are worth it: to know those of long lists takes a while.
  static func pays(_ walks: TermWalks) -> Bool {
    guard walks.isSimple, walks.terms.count > 1, walks.lengthClasses != nil else { return false }
    // Where a term scores nothing a run may be worth nothing, and yet hold documents.
    if walks.terms.contains(where: { $0.weight.factor <= 0 }) { return false }
    // Short lists are faster looked up in the others.
    if walks.groups.count > 1 { return WindowRanking.pays(walks, ranking: true) }
    return walks.terms.reduce(0) { $0 + $1.cursor.count } > 2000
  }

  func rank(into best: inout TopDocuments) {
    if isUnion { lookAtSeeds(&best) }
    lookAtFirstRuns(&best)
    let cycles = WindowRanking.windowCost(walks)
    while let span = nextSpan(best), !walks.clock.tick() {
      let (first, rest) = essential(best)
      if first == order.count { return }
      if isUnion, first == order.count - 1, spansToPour == 0,
        LedRanking.pays(terms[order[first]].cursor.count, cyclesOfPouring: cycles)
      {
        let leader = LedRanking(order[first], walks, bounds, candidates, classes)
        if leadAny(leader, first, rest, from: span.lowerBound, cycles, &best) { return }
        continue
      }
      if spansToPour > 0 {
        spansToPour -= 1
        pour(span, 0, 0, &best)
      } else {
        pour(span, first, rest, &best)
      }
      position = span.upperBound
    }
  }

  /// Asking others about documents was slower than pouring them would have been.
  private func pourAWhile() {
    steps.switched += 1
    spansToPour = nextSpansToPour
    nextSpansToPour *= 2
  }

  // MARK: Runs

  /// The documents of the term that can score most which it scores most in, with what the others add, tell how much the best
  /// score at least.
  private func lookAtSeeds(_ best: inout TopDocuments) {
    guard !best.hasThreshold, best.limit > 0, 2 * best.limit <= Self.mostSeeds, let term = order.last else { return }
    var seeds = best.emptied
    let count = gatherSeeds(of: term)
    if count >= best.limit {
      candidates.complete(count, order: order, from: order.count - 1, rest: .infinity, &seeds)
      if seeds.hasThreshold { best.raise(to: seeds.threshold) }
      steps.seeds += count
      candidates.rewind()
    }
    terms[term].cursor.rewind()
  }

  /// Makes candidates of the best of the term's best block.
  private func gatherSeeds(of term: Int) -> Int {
    if let block = terms[term].bestBlock { _ = terms[term].cursor.open(block: block) }
    let (documents, weight) = (terms[term].cursor.restOfBlock, terms[term].weight)
    let frequencies = terms[term].cursor.frequenciesOfRest()
    let scores = documents.indices.map { weight.score(frequency: frequencies[$0], length: walks.length(documents[$0])) }
    let least = scores.count > Self.mostSeeds ? scores.sorted(by: >)[Self.mostSeeds - 1] : 0
    let counts = candidates.frequencies(term)
    var count = 0
    for index in documents.indices where scores[index] >= least && count < Self.mostSeeds {
      (candidates.documents[count], counts[count]) = (documents[index], frequencies[index])
      count += 1
    }
    return count
  }

  /// The best runs set a threshold, mostly a high one.
  private func lookAtFirstRuns(_ best: inout TopDocuments) {
    if best.isFull { return }
    for run in bounds.totals.highest(Self.first) where isOpen(run, best) {
      pour(RunBounds.documents(run), 0, 0, &best)
      bounds.totals[run] = 0
    }
    for term in terms.indices { terms[term].cursor.rewind() }
    candidates.rewind()
  }

  /// Whether a run may hold better documents.
  @inline(__always)
  private func isOpen(_ run: Int, _ best: borrowing TopDocuments) -> Bool {
    bounds.totals[run] > 0 && bounds.totals[run] * TermRanking.slack >= best.threshold
  }

  /// The next documents in a row, at most a window's, of runs that may hold better documents.
  private func nextSpan(_ best: TopDocuments) -> Range<UInt32>? {
    var run = Int(position >> UInt32(RunBounds.shift))
    let start = run
    while run < bounds.runs, !isOpen(run, best) { run += 1 }
    steps.passed += run - start
    if run >= bounds.runs { return nil }
    var end = run + 1
    while end < bounds.runs, (end - run + 1) << RunBounds.shift <= spanLength, isOpen(end, best) { end += 1 }
    spanLength = min(2 * spanLength, DocumentWindow.largeSize)
    return max(position, RunBounds.documents(run).lowerBound)..<RunBounds.documents(end - 1).upperBound
  }

  // MARK: OR

  /// From which place in `order` on terms bring in documents, and what those before can add.
  private func essential(_ best: TopDocuments) -> (first: Int, rest: Float) {
    guard isUnion else { return (0, 0) }
    var (first, rest): (Int, Float) = (0, 0)
    while first < order.count {
      let sum = rest + terms[order[first]].bound
      if sum * TermRanking.slack >= best.threshold { break }
      (rest, first) = (sum, first + 1)
    }
    return (first, rest)
  }

  /// Walks the one list that brings in documents; false where so many come in that pouring is faster.
  private func leadAny(
    _ leader: LedRanking, _ first: Int, _ rest: Float, from document: UInt32, _ cycles: Int, _ best: inout TopDocuments
  ) -> Bool {
    leader.move(to: document)
    while let count = leader.next(best), !walks.clock.tick() {
      steps.led += count
      if count > 0 { candidates.complete(count, order: order, from: first, rest: rest, &best) }
      if leader.bringsMany(cyclesOfPouring: cycles) {
        position = leader.position
        pourAWhile()
        return false
      }
    }
    return true
  }

  // MARK: Tables

  /// Finds documents in tables of the terms from `first` on; the others, which add `rest` at most, are asked about them.
  private func pour(_ span: Range<UInt32>, _ first: Int, _ rest: Float, _ best: inout TopDocuments) {
    steps.poured += 1
    steps.asked += first > 0 ? 1 : 0
    let window = window ?? makeWindow()
    window.open(at: span.lowerBound, limit: span.count, from: first)
    for index in first..<order.count {
      window.add(&terms[order[index]].cursor, leaf: index, isFirst: true)
    }
    let needed = best.hasThreshold ? best.threshold / TermRanking.slack - rest * TermRanking.slack : 0
    let found = window.scan(scoring: needed, counting: false)
    for taken in stride(from: 0, to: found.count, by: Candidates.most) {
      let count = min(found.count - taken, Candidates.most)
      for index in 0..<count { candidates.documents[index] = window.base &+ found[taken + index] }
      for part in first..<order.count {
        let own = candidates.frequencies(order[part])
        for index in 0..<count { own[index] = window.frequency(leaf: part, at: found[taken + index]) }
      }
      candidates.complete(count, order: order, from: first, rest: rest, &best)
    }
    if first > 0, found.count > span.count / 32 { pourAWhile() }
  }

  private func makeWindow() -> DocumentWindow {
    let weight = terms[0].weight
    let all = ScoreBounds(
      factors: order.map { terms[$0].weight.factor }, constant: weight.constant, slope: weight.slope, classes: classes)
    let made = DocumentWindow(
      groups: walks.groups, documents: walks.segment.documentCount, bounds: all,
      size: DocumentWindow.largeSize)
    window = made
    return made
  }
}
