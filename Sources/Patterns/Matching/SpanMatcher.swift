// SPDX-License-Identifier: Apache-2.0

/// Finds the hits of a span query in one text after another.
///
/// Hits come by ascending start, at most one for each start: the shortest match that begins there and lies within every
/// scope, given that it then also holds what `containing` asks and meets the condition. No hit crosses a border between
/// block kinds. A matcher learns the answers for the words it meets, so keep it for all texts of one vocabulary; it is
/// not safe to share between threads.
package final class SpanMatcher {
  /// Names of the captures, in the order of `SpanHit.captures`.
  package var captureNames: [String] { program.captureNames }

  private let query: SpanQuery
  private let program: SpanProgram
  private let tester: TokenTester
  private let table: StepTable
  private let containing: [SpanMatcher]
  private let condition: SpanConditionTester?

  /// - Throws: a reason where the pattern is ill-formed, unbounded or too large.
  package convenience init(_ query: SpanQuery, _ environment: some SpanEnvironment) throws(SpanPatternProblem) {
    try self.init(query, environment: environment)
  }

  private init(_ query: SpanQuery, environment: any SpanEnvironment) throws(SpanPatternProblem) {
    self.query = query
    program = try SpanProgram(query.pattern, isBounded: !query.within.isEmpty)
    tester = try TokenTester(program, environment: environment)
    table = StepTable(program, tester)
    var inner: [SpanMatcher] = []
    for pattern in query.containing {
      // Inside a hit every gap is bounded.
      inner.append(try SpanMatcher(SpanQuery(pattern, within: [.document]), environment: environment))
    }
    containing = inner
    condition = try query.condition.map { (condition) throws(SpanPatternProblem) in
      try SpanConditionTester(condition, captureNames: query.pattern.captureNames, environment)
    }
  }

  /// All hits in a text.
  ///
  /// - Parameter holds: answers the parts of the query's condition that ask about the document's metadata.
  package func hits(in text: SpanText, where holds: (SpanCondition) -> Bool = { _ in true }) -> [SpanHit] {
    var found: [SpanHit] = []
    let covers = ConceptCover(text.concepts)
    let wantsCaptures = !program.captureNames.isEmpty
    var scan = SpanScan(table, tester, text, covers)
    for region in regions(of: text) where !region.isEmpty {
      let before = found.count
      scan.run(over: region) { start, end in found.append(SpanHit(start: start, end: end)) }
      if found.count - before > 1 { found[before...].reverse() }
    }
    if let longest = longest { found.removeAll { $0.end - $0.start > longest } }
    if !containing.isEmpty {
      found.removeAll { hit in !containing.allSatisfy { $0.hasHit(in: text, covers, region: hit.start..<hit.end) } }
    }
    if wantsCaptures {
      for index in found.indices { found[index].captures = captures(of: found[index], in: text, covers) }
    }
    if let condition { found.removeAll { !condition.holds($0, in: text, where: holds) } }
    return found
  }

  /// The largest number of tokens that the scopes allow.
  private var longest: Int? {
    query.within.compactMap { if case .tokens(let count) = $0 { count } else { nil } }.min()
  }

  /// The stretches that no hit may leave.
  private func regions(of text: SpanText) -> [Range<Int>] {
    let lists = [text.barriers] + query.within.map(text.borders).filter { !$0.isEmpty }
    if lists.count == 1, lists[0].isEmpty { return [0..<text.count] }
    let inner = Set(lists.joined()).filter { $0 > 0 && $0 < text.count }
    let borders = [0] + inner.sorted() + [text.count]
    return zip(borders, borders.dropFirst()).map { $0..<$1 }
  }

  private func hasHit(in text: SpanText, _ covers: ConceptCover?, region: Range<Int>) -> Bool {
    var scan = SpanScan(table, tester, text, covers)
    var found = false
    scan.run(over: region) { _, _ in found = true }
    return found
  }

  /// The captures of the first way, in the pattern's order, from a hit's start to its end.
  private func captures(of hit: SpanHit, in text: SpanText, _ covers: ConceptCover?) -> [Range<Int>?] {
    var scan = SpanScan(table, tester, text, covers, keepingRows: hit.end - hit.start)
    scan.run(over: hit.start..<hit.end) { _, _ in }
    var (opened, closed) = ([Int](repeating: hit.start, count: captureNames.count), [Range<Int>?]())
    closed = Array(repeating: nil, count: captureNames.count)
    func apply(_ marks: [SpanProgram.Mark], at token: Int) {
      for mark in marks {
        switch mark {
        case .open(let capture): opened[capture] = token
        case .close(let capture): closed[capture] = opened[capture]..<token
        }
      }
    }
    var token = hit.start
    var way = program.first.first { $0.step.map { scan.value(of: $0, at: hit.start) == hit.end } ?? false }
    while let edge = way {
      apply(edge.marks, at: token)
      guard let step = edge.step else { break }
      way = nil
      for end in scan.ends(of: step, in: program, at: token, upTo: hit.end) {
        way = program.edges[step].first { next in
          guard let following = next.step else { return end == hit.end }
          return end < hit.end && scan.value(of: following, at: end) == hit.end
        }
        if way != nil {
          token = end
          break
        }
      }
    }
    return closed
  }
}
