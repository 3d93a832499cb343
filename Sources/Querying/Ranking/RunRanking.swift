// SPDX-License-Identifier: Apache-2.0

/// The best documents of terms joined by OR or by AND whose lists are long: what the terms can score in each run of
/// documents is known beforehand, so the best runs are looked at first, and then only those that may hold better documents.
///
/// OR is MaxScore (Turtle and Flood 1995, doi:10.1016/0306-4573(95)00020-H): terms whose bounds together stay below the
/// threshold bring in no document, and are only asked about documents that another term brings. Where one term is left that
/// brings in documents its list leads; else lists are poured into tables. What is passed over lies strictly below the
/// threshold: equal scores rank by id.
internal import Segments

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
  /// Whether so many documents come in that all lists are faster poured than asked.
  private var poursAll = false
  /// Which ways the ranking went: candidates of leading lists, spans poured, those with other lists asked, and runs passed
  /// over.
  private(set) var steps = (led: 0, poured: 0, asked: 0, passed: 0)
  /// Runs that are looked at before all others.
  private static let first = 5

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
    if walks.groups.count > 1 { return WindowRanking.pays(walks) }
    return walks.terms.reduce(0) { $0 + $1.cursor.count } > 2000
  }

  func rank(into best: inout TopDocuments) {
    lookAtFirstRuns(&best)
    while let span = nextSpan(best), !walks.clock.tick() {
      let (first, rest) = essential(best)
      if first == order.count { return }
      if isUnion, first == order.count - 1, !poursAll {
        let leader = LedRanking(order[first], walks, bounds, candidates, classes)
        if leadAny(leader, first, rest, from: span.lowerBound, &best) { return }
      } else {
        pour(span, poursAll ? 0 : first, poursAll ? 0 : rest, &best)
        position = span.upperBound
      }
    }
  }

  // MARK: Runs

  /// The best runs set a threshold, mostly a high one.
  private func lookAtFirstRuns(_ best: inout TopDocuments) {
    if best.isFull { return }
    for run in bounds.totals.highest(Self.first) {
      pour(RunBounds.documents(run), 0, 0, &best)
      bounds.totals[run] = 0
    }
    for term in terms.indices { terms[term].cursor.rewind() }
    candidates.rewind()
  }

  /// The next documents in a row, at most a window's, of runs that may hold better documents.
  private func nextSpan(_ best: TopDocuments) -> Range<UInt32>? {
    let totals = bounds.totals
    func isOpen(_ run: Int) -> Bool { totals[run] > 0 && totals[run] * TermRanking.slack >= best.threshold }
    var run = Int(position >> UInt32(RunBounds.shift))
    let start = run
    while run < bounds.runs, !isOpen(run) { run += 1 }
    steps.passed += run - start
    if run >= bounds.runs { return nil }
    var end = run + 1
    while end < bounds.runs, (end - run + 1) << RunBounds.shift <= DocumentWindow.largeSize, isOpen(end) { end += 1 }
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
    _ leader: LedRanking, _ first: Int, _ rest: Float, from document: UInt32, _ best: inout TopDocuments
  ) -> Bool {
    leader.move(to: document)
    let cycles = WindowRanking.windowCost(walks)
    while let count = leader.next(best), !walks.clock.tick() {
      steps.led += count
      if count > 0 { candidates.complete(count, order: order, from: first, rest: rest, &best) }
      if leader.bringsMany(cyclesOfPouring: cycles) {
        (position, poursAll) = (leader.position, true)
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
    window.open(at: span.lowerBound, limit: span.count)
    for index in first..<order.count {
      window.add(&terms[order[index]].cursor, leaf: order[index], isFirst: true)
    }
    let needed = best.isFull ? best.threshold / TermRanking.slack - rest * TermRanking.slack : 0
    let found = window.scan(scoring: needed, counting: false)
    for taken in stride(from: 0, to: found.count, by: Candidates.most) {
      let count = min(found.count - taken, Candidates.most)
      for index in 0..<count { candidates.documents[index] = window.base &+ found[taken + index] }
      for part in first..<order.count {
        let own = candidates.frequencies(order[part])
        for index in 0..<count { own[index] = window.frequency(leaf: order[part], at: found[taken + index]) }
      }
      candidates.complete(count, order: order, from: first, rest: rest, &best)
    }
    if first > 0, found.count > span.count / 32 { poursAll = true }
  }

  private func makeWindow() -> DocumentWindow {
    let weight = terms[0].weight
    let all = ScoreBounds(
      factors: terms.map(\.weight.factor), constant: weight.constant, slope: weight.slope, classes: classes)
    let made = DocumentWindow(
      groups: walks.groups, documents: walks.segment.documentCount, bounds: all,
      size: DocumentWindow.largeSize)
    window = made
    return made
  }
}
