// SPDX-License-Identifier: Apache-2.0
import Tokenizing

/// Runs a program over regions of one text, each from right to left.
///
/// For each token `p` and step `s`, the table holds the least end of a match whose next step is `s`, taken at `p`. A step
/// gets a value only where its test passes and a step that may follow has one behind it, so that a token at which nothing
/// is under way costs one look at its word. Counted gaps take the least value in a sliding window. Time is linear in the
/// tokens, for one region and any number of starts; the shortest match of each start comes out by itself.
struct SpanScan {
  private let table: StepTable
  private let tester: TokenTester
  private let text: SpanText
  private let surfaces: [UInt32]
  private var region = 0..<0
  /// Concept hits of the text that start in the region, by start.
  private var concepts: ArraySlice<ConceptSpan> = []
  private var place: TokenTester.Place
  private var wordRows: WordRows

  /// Rows kept: token `p` has row `p % rows`.
  private let rows: Int
  private var values: [Int32]
  /// Which steps have a value, by row.
  private var filled: [UInt64]
  /// Steps that could have a value one token further left: those before a filled one, and the last ones.
  private var alive: [UInt64]
  private var windows: [GapWindow]

  /// - Parameter kept: tokens whose values can still be asked for after the run; 0 where only the hits matter.
  init(_ table: StepTable, _ tester: TokenTester, _ text: SpanText, _ covers: ConceptCover?, keepingRows kept: Int = 0)
  {
    (self.table, self.tester, self.text) = (table, tester, text)
    surfaces = text.surfaces
    place = TokenTester.Place(text: text, covers: covers, token: 0, block: 0)
    wordRows = tester.rows
    let longest = table.byConcept.isEmpty ? 1 : text.concepts.reduce(1) { max($0, Int($1.end) - Int($1.start)) }
    let hop = max(longest, table.byRun.isEmpty ? 1 : StepTable.longestRun)
    rows = max(kept, min(text.count, hop)) + 1
    values = Array(repeating: 0, count: rows * table.count)
    filled = Array(repeating: 0, count: rows * table.width)
    alive = table.last
    windows = table.gaps.map { GapWindow(min: $0.min, max: $0.max) }
  }

  private static func starting(in region: Range<Int>, _ spans: [ConceptSpan]) -> ArraySlice<ConceptSpan> {
    func first(_ token: Int) -> Int {
      var (low, high) = (0, spans.count)
      while low < high {
        let middle = (low + high) / 2
        if spans[middle].start < token { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return spans[first(region.lowerBound)..<first(region.upperBound)]
  }

  /// Runs over a region; calls `found` with the start and end of each hit, the last start first.
  mutating func run(over region: Range<Int>, _ found: (Int, Int) -> Void) {
    self.region = region
    concepts = table.byConcept.isEmpty ? [] : SpanScan.starting(in: region, text.concepts)
    for index in alive.indices { alive[index] = table.last[index] }
    for index in windows.indices { windows[index].clear() }
    noteGaps(at: region.upperBound)
    var hits = concepts
    var block = SpanScan.block(of: region.upperBound - 1, text.blocks)
    var (blockStart, language) = blockFacts(block)
    for token in region.reversed() {
      while token < blockStart {
        block -= 1
        (blockStart, language) = blockFacts(block)
      }
      (place.token, place.block) = (token, block)
      clearRow(of: token)
      takeWord(token, language)
      for (step, test) in table.byToken where isAlive(step) && tester.passes(test, place) {
        improve(step, at: token, from: token + 1)
      }
      if !table.byRun.isEmpty { takeRuns(token) }
      while let hit = hits.last, hit.start == token {
        takeConcept(hit)
        hits.removeLast()
      }
      if !windows.isEmpty { takeGaps(token) }
      if finishRow(of: token), let end = best(table.first, 0, at: token) { found(token, end) }
    }
  }

  /// First token and language of a block; before the first, and where there are none, all of the text.
  private func blockFacts(_ block: Int) -> (start: Int, language: Language) {
    guard block < text.blocks.count else { return (0, .unknown) }
    return (block > 0 ? Int(text.blocks[block].firstToken) : 0, text.blocks[block].language)
  }

  static func block(of token: Int, _ blocks: [TokenBlock]) -> Int {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].firstToken <= token { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  private mutating func clearRow(of token: Int) {
    let row = token % rows * table.width
    for index in 0..<table.width { filled[row + index] = 0 }
  }

  private func isAlive(_ step: Int) -> Bool { alive[step / 64] & (1 << UInt64(step % 64)) != 0 }

  /// The steps that the word alone decides.
  private mutating func takeWord(_ token: Int, _ language: Language) {
    let slot = tester.slot(of: surfaces[token], language)
    if slot >= wordRows.known.count || !wordRows.known[slot] {
      wordRows = WordRows()
      tester.fillRow(slot, surfaces[token], language)
      wordRows = tester.rows
    }
    for index in 0..<table.width {
      var bits = wordRows.bits[slot * table.width + index] & alive[index]
      while bits != 0 {
        improve(index * 64 + bits.trailingZeroBitCount, at: token, from: token + 1)
        bits &= bits - 1
      }
    }
  }

  /// The steps that take two to four tokens joined by hyphens as one.
  private mutating func takeRuns(_ token: Int) {
    for length in 2...StepTable.longestRun {
      let end = token + length
      guard end <= region.upperBound, text.gaps[end - 1] == Gap.hyphen.rawValue else { return }
      for (step, test) in table.byRun where value(of: step, from: end) != nil {
        if tester.passesRun(test, place, length: length) { improve(step, at: token, from: end) }
      }
    }
  }

  private mutating func takeConcept(_ hit: ConceptSpan) {
    let end = Int(hit.end)
    guard end > Int(hit.start), end <= region.upperBound else { return }
    for (step, concepts) in table.byConcept where concepts.contains(hit.concept) {
      improve(step, at: Int(hit.start), from: end)
    }
  }

  private mutating func takeGaps(_ token: Int) {
    for index in windows.indices {
      if let end = windows[index].least(at: token) { record(table.gaps[index].step, at: token, end) }
    }
  }

  /// Lowers the value of a step at `token` to that of what may follow it at `next`.
  private mutating func improve(_ step: Int, at token: Int, from next: Int) {
    if let end = value(of: step, from: next) { record(step, at: token, end) }
  }

  private mutating func record(_ step: Int, at token: Int, _ end: Int) {
    let (row, bit) = (token % rows, UInt64(1) << UInt64(step % 64))
    let slot = row * table.count + step
    let isNew = filled[row * table.width + step / 64] & bit == 0
    if isNew || Int(values[slot]) > end { values[slot] = Int32(truncatingIfNeeded: end) }
    filled[row * table.width + step / 64] |= bit
  }

  /// The least end of a match that goes on behind `step` at `next`.
  func value(of step: Int, from next: Int) -> Int? {
    if table.isLast(step) { return next }
    return next < region.upperBound ? best(table.follow, step * table.width, at: next) : nil
  }

  /// The least value among the steps of a bit row at a token.
  private func best(_ wanted: [UInt64], _ start: Int, at token: Int) -> Int? {
    let row = token % rows
    var least = Int32.max
    for index in 0..<table.width {
      var bits = wanted[start + index] & filled[row * table.width + index]
      while bits != 0 {
        least = min(least, values[row * table.count + index * 64 + bits.trailingZeroBitCount])
        bits &= bits - 1
      }
    }
    return least == .max ? nil : Int(least)
  }

  /// The value of a step at a token, if it has one.
  func value(of step: Int, at token: Int) -> Int? {
    let row = token % rows
    guard filled[row * table.width + step / 64] & (1 << UInt64(step % 64)) != 0 else { return nil }
    return Int(values[row * table.count + step])
  }

  /// Sets what is alive further left; returns whether any step has a value here.
  private mutating func finishRow(of token: Int) -> Bool {
    for index in 0..<table.width { alive[index] = table.last[index] }
    let row = token % rows * table.width
    var any: UInt64 = 0
    for index in 0..<table.width {
      var bits = filled[row + index]
      any |= bits
      while bits != 0 {
        let step = index * 64 + bits.trailingZeroBitCount
        for word in 0..<table.width { alive[word] |= table.before[step * table.width + word] }
        bits &= bits - 1
      }
    }
    if !windows.isEmpty { noteGaps(at: token) }
    return any != 0
  }

  /// Tells each gap what lies behind it if it ends at `token`.
  private mutating func noteGaps(at token: Int) {
    for index in windows.indices { windows[index].note(value(of: table.gaps[index].step, from: token), at: token) }
  }

  /// Where a step taken at `token` may end, nearest first.
  func ends(of step: Int, in program: SpanProgram, at token: Int, upTo limit: Int) -> [Int] {
    switch program.steps[step] {
    case .gap(let min, let max):
      let furthest = Swift.min(limit, max.map { token + $0 } ?? limit)
      return token + min <= furthest ? Array((token + min)...furthest) : []
    case .concept:
      let wanted = table.byConcept.first { $0.step == step }?.concepts ?? []
      return concepts.filter { $0.start == token && Int($0.end) <= limit && wanted.contains($0.concept) }
        .map { Int($0.end) }.sorted()
    case .test(let test):
      var here = place
      here.token = token
      here.block = SpanScan.block(of: token, text.blocks)
      var ends = tester.passes(test, here) ? [token + 1] : []
      guard tester.takesRuns(test) else { return ends }
      for length in 2...StepTable.longestRun where token + length <= limit {
        guard text.gaps[token + length - 1] == Gap.hyphen.rawValue else { break }
        if tester.passesRun(test, here, length: length) { ends.append(token + length) }
      }
      return ends
    }
  }
}

/// The least value at which a counted gap can end: a minimum over a window that slides to the left.
struct GapWindow {
  private let min: Int
  private let max: Int?
  /// What was noted at the last `min` places, until the window reaches them.
  private var waiting: [Int32]
  /// Places in the window with the least value so far from the left, ends falling, values rising to the front.
  private var queue: [(place: Int, value: Int32)] = []
  private var head = 0

  init(min: Int, max: Int?) {
    (self.min, self.max) = (min, max)
    waiting = Array(repeating: .max, count: min + 1)
  }

  /// Makes ready for another region.
  mutating func clear() {
    for index in waiting.indices { waiting[index] = .max }
    queue.removeAll(keepingCapacity: true)
    head = 0
  }

  /// Notes the value behind the gap if it ends at `place`; places come in falling order, one by one.
  mutating func note(_ value: Int?, at place: Int) {
    waiting[place % waiting.count] = value.map { Int32(truncatingIfNeeded: $0) } ?? .max
  }

  /// The least value for a gap that starts at `token`; tokens come in falling order, one by one.
  mutating func least(at token: Int) -> Int? {
    let entering = waiting[(token + min) % waiting.count]
    if entering != .max {
      while queue.count > head, queue[queue.count - 1].value >= entering { queue.removeLast() }
      queue.append((token + min, entering))
    }
    if let max { while head < queue.count, queue[head].place > token + max { head += 1 } }
    if head > 64, head * 2 > queue.count {
      queue.removeFirst(head)
      head = 0
    }
    return head < queue.count ? Int(queue[head].value) : nil
  }
}
