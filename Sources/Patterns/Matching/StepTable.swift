// SPDX-License-Identifier: Apache-2.0

/// The steps of a program as bit rows: who follows whom, which come first and last, and which need more than a look at
/// the word.
final class StepTable {
  let count: Int
  /// 64-bit words in a row.
  let width: Int
  /// Row of the steps that may follow step `s`, at `s * width`.
  let follow: [UInt64]
  /// Row of the steps that step `s` may follow, at `s * width`.
  let before: [UInt64]
  let first: [UInt64]
  let last: [UInt64]
  /// Steps whose test needs the token, not only its word.
  let byToken: [(step: Int, test: Int)]
  /// Steps whose test also takes runs of tokens joined by hyphens.
  let byRun: [(step: Int, test: Int)]
  let byConcept: [(step: Int, concepts: Set<UInt16>)]
  let gaps: [(step: Int, min: Int, max: Int?)]
  /// The longest hyphen-joined run taken as one.
  static let longestRun = 4

  init(_ program: SpanProgram, _ tester: TokenTester) {
    count = program.steps.count
    width = max(1, (count + 63) / 64)
    var (follow, before) = ([UInt64](repeating: 0, count: count * width), [UInt64](repeating: 0, count: count * width))
    var (first, last) = ([UInt64](repeating: 0, count: width), [UInt64](repeating: 0, count: width))
    for edge in program.first { if let step = edge.step { StepTable.set(step, &first, 0) } }
    for (step, edges) in program.edges.enumerated() {
      for edge in edges {
        guard let next = edge.step else {
          StepTable.set(step, &last, 0)
          continue
        }
        StepTable.set(next, &follow, step * width)
        StepTable.set(step, &before, next * width)
      }
    }
    (self.follow, self.before, self.first, self.last) = (follow, before, first, last)
    var byToken: [(step: Int, test: Int)] = []
    var byRun: [(step: Int, test: Int)] = []
    var byConcept: [(step: Int, concepts: Set<UInt16>)] = []
    var gaps: [(step: Int, min: Int, max: Int?)] = []
    for (step, content) in program.steps.enumerated() {
      switch content {
      case .test(let test):
        if !tester.isByWord(test) { byToken.append((step, test)) }
        if tester.takesRuns(test) { byRun.append((step, test)) }
      case .concept(let number):
        let concept = program.concepts[number]
        byConcept.append((step, tester.environment.concepts(concept.id, narrower: concept.narrower)))
      case .gap(let min, let max): gaps.append((step, min, max))
      }
    }
    (self.byToken, self.byRun, self.byConcept, self.gaps) = (byToken, byRun, byConcept, gaps)
  }

  private static func set(_ bit: Int, _ row: inout [UInt64], _ start: Int) {
    row[start + bit / 64] |= 1 << UInt64(bit % 64)
  }

  func isLast(_ step: Int) -> Bool { last[step / 64] & (1 << UInt64(step % 64)) != 0 }
}
