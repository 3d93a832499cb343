// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The best documents of a query that is one term or several joined by OR, without looking at all their postings.
///
/// OR is MaxScore (Turtle and Flood 1995, doi:10.1016/0306-4573(95)00020-H): terms whose best scores together stay below
/// the threshold cannot bring a document in by themselves, and are only asked about documents that another term brings.
/// What is skipped lies strictly below the threshold: equal scores rank by id.
struct TermRanking {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  /// Bounds are raised by this much before they are compared, so that rounding never drops a document.
  static let slack: Float = 1.000_01

  init(_ walks: TermWalks) { (self.walks, terms) = (walks, walks.terms) }

  // MARK: OR

  func rankAny(into best: inout TopDocuments) {
    if terms.count == 1 { return BlockRanking(walks).rank(into: &best) }
    var order = terms
    order.sort { $0.bound < $1.bound }
    let count = terms.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count + walks.leafCount) { memory in
      // The best that the first terms can bring together.
      let sums = UnsafeMutableBufferPointer(rebasing: memory[..<count])
      let contributions = UnsafeMutableBufferPointer(rebasing: memory[count...])
      var sum: Float = 0
      for index in 0..<count {
        sum += terms[index].bound
        sums[index] = sum
      }
      rankAny(sums, contributions, &best)
    }
  }

  private func rankAny(
    _ sums: UnsafeMutableBufferPointer<Float>, _ contributions: UnsafeMutableBufferPointer<Float>,
    _ best: inout TopDocuments
  ) {
    let count = terms.count
    var essential = 0
    while true {
      while essential < count, sums[essential] * Self.slack < best.threshold { essential += 1 }
      if essential == count { return }
      var document = PostingsCursor.end
      for index in essential..<count { document = min(document, terms[index].cursor.document) }
      if document == PostingsCursor.end || walks.clock.tick() { return }
      let length = walks.length(document)
      var total: Float = 0
      contributions.update(repeating: 0)
      for index in essential..<count where terms[index].cursor.document == document {
        let score = terms[index].weight.score(frequency: terms[index].cursor.frequency, length: length)
        contributions[terms[index].leaf] = score
        total += score
        terms[index].cursor.next()
      }
      if complete(document, length, essential, total, sums, best.threshold, contributions), !walks.isOut(document) {
        best.offer(segment: walks.number, document: document, score: Self.sum(contributions))
      }
    }
  }

  /// Adds what the terms before `essential` bring to a document; false as soon as it cannot enter.
  @inline(__always)
  private func complete(
    _ document: UInt32, _ length: UInt32, _ essential: Int, _ sum: Float, _ sums: UnsafeMutableBufferPointer<Float>,
    _ threshold: Float, _ contributions: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    var total = sum
    var index = essential - 1
    while index >= 0 {
      if (total + sums[index]) * Self.slack < threshold { return false }
      let rest = index > 0 ? sums[index - 1] : 0
      if terms[index].cursor.document < document {
        if (total + rest + terms[index].blockBound(document).bound) * Self.slack < threshold { return false }
        terms[index].cursor.advance(to: document)
      }
      if terms[index].cursor.document == document {
        let score = terms[index].weight.score(frequency: terms[index].cursor.frequency, length: length)
        contributions[terms[index].leaf] = score
        total += score
      }
      index -= 1
    }
    return total * Self.slack >= threshold
  }

  // MARK: Exclusion

  /// Counts the live documents that hold the first term and not the only excluded one, and its occurrences in them.
  func countWithout(_ info: TermInfo) -> QueryPlan.Count {
    var count = QueryPlan.Count(documents: info.documents, hits: info.occurrences)
    let excluded = walks.excluded
    var document = terms[0].cursor.document
    while document != PostingsCursor.end, !walks.clock.tick() {
      let next = excluded[0].advance(to: document)
      if next == document {
        if !walks.isDeleted(document) {
          count.documents -= 1
          count.hits -= Int(terms[0].cursor.frequency)
        }
        document = terms[0].cursor.next()
      } else {
        document = next == PostingsCursor.end ? next : terms[0].cursor.advance(to: next)
      }
    }
    return count
  }

  /// As the matchers add up: in the order of the query, with the precision of a double.
  @inline(__always)
  private static func sum(_ contributions: UnsafeMutableBufferPointer<Float>) -> Float {
    var total = 0.0
    for value in contributions { total += Double(value) }
    return Float(total)
  }
}
