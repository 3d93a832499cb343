// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// The best documents of one term: the bounds of all blocks are known beforehand, so the blocks that can score most are
/// looked at first, and then only those whose bounds reach what these have shown (Ding and Suel 2011,
/// doi:10.1145/2009916.2010048). What is passed over lies strictly below the threshold: equal scores rank by id.
struct BlockRanking {
  private let walks: TermWalks
  private let terms: UnsafeMutableBufferPointer<TermWalk>
  /// Blocks that are looked at before all others.
  private static let first = 6

  init(_ walks: TermWalks) { (self.walks, terms) = (walks, walks.terms) }

  func rank(into best: inout TopDocuments) {
    let (weight, blocks) = (terms[0].weight, terms[0].cursor.blocks)
    let (isLong, postingBounds) = (walks.isLong, walks.postingBounds)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PostingsCursor.blockSize) { indices in
      guard let indices = indices.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: isLong ? blocks : 1) { bounds in
        guard isLong, let base = bounds.baseAddress, terms[0].cursor.writeBounds(weight.bounded, to: base) else {
          return rankAll(postingBounds, indices, &best)
        }
        rank(bounds, postingBounds, indices, &best)
      }
    }
  }

  private func rankAll(_ bounds: ScoreBounds?, _ indices: UnsafeMutablePointer<UInt32>, _ best: inout TopDocuments) {
    while terms[0].cursor.document != PostingsCursor.end, !walks.clock.tick() {
      offerBlock(bounds, indices, &best)
      _ = terms[0].cursor.nextBlock()
    }
  }

  private func rank(
    _ blocks: UnsafeMutableBufferPointer<Float>, _ bounds: ScoreBounds?, _ indices: UnsafeMutablePointer<UInt32>,
    _ best: inout TopDocuments
  ) {
    if !best.hasThreshold {
      for block in blocks.highest(Self.first) {
        offer(block, bounds, indices, &best)
        // Compares as less than all, so that it is not looked at again.
        blocks[block] = .nan
      }
      walks.rewindExcluded()
    }
    for block in blocks.indices where blocks[block] * TermRanking.slack >= best.threshold {
      if walks.clock.tick() { return }
      offer(block, bounds, indices, &best)
    }
  }

  private func offer(
    _ block: Int, _ bounds: ScoreBounds?, _ indices: UnsafeMutablePointer<UInt32>, _ best: inout TopDocuments
  ) {
    if terms[0].cursor.open(block: block) { offerBlock(bounds, indices, &best) }
  }

  /// Offers those of the rest of the decoded block that may enter.
  private func offerBlock(
    _ bounds: ScoreBounds?, _ indices: UnsafeMutablePointer<UInt32>, _ best: inout TopDocuments
  ) {
    let documents = terms[0].cursor.restOfBlock
    guard let frequencies = terms[0].cursor.frequenciesOfRest().baseAddress else { return }
    if let bounds, best.hasThreshold {
      let found = bounds.select(documents, frequencies, scoring: best.threshold / TermRanking.slack, into: indices)
      for index in 0..<found {
        let (document, frequency) = (documents[Int(indices[index])], frequencies[Int(indices[index])])
        offer(document, terms[0].weight.score(frequency: frequency, length: walks.length(document)), &best)
      }
    } else {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * documents.count) { memory in
        let scores = UnsafeMutableBufferPointer(rebasing: memory[..<documents.count])
        let norms = UnsafeMutableBufferPointer(rebasing: memory[documents.count...])
        offerAll(documents, frequencies, scores, norms, &best)
      }
    }
  }

  /// Offers all that may enter, of which the first few set a threshold for the others.
  private func offerAll(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafePointer<UInt32>,
    _ scores: UnsafeMutableBufferPointer<Float>, _ norms: UnsafeMutableBufferPointer<Float>, _ best: inout TopDocuments
  ) {
    guard let sums = scores.baseAddress, let norm = norms.baseAddress else { return }
    scores.update(repeating: 0)
    let weight = terms[0].weight.bounded
    weight.writeNorms(of: documents, lengths: walks.lengths, to: norm)
    weight.addScores(frequencies, norms: norm, count: documents.count, to: sums)
    guard !best.hasThreshold, documents.count > best.limit else {
      for index in documents.indices { offer(documents[index], scores[index], &best) }
      return
    }
    for index in documents.indices where walks.isOut(documents[index]) { scores[index] = -1 }
    let least = max(scores.highest(best.limit, in: norms), 0)
    for index in documents.indices where scores[index] >= least {
      best.offer(segment: walks.number, document: documents[index], score: scores[index])
    }
  }

  @inline(__always)
  private func offer(_ document: UInt32, _ score: Float, _ best: inout TopDocuments) {
    if score >= best.threshold, !walks.isOut(document) {
      best.offer(segment: walks.number, document: document, score: score)
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// The value that so many others reach; there are more values than that. `memory` has room for as many.
  fileprivate func highest(_ limit: Int, in memory: UnsafeMutableBufferPointer<Float>) -> Float {
    guard limit > 0 else { return .infinity }
    // The highest values so far, descending.
    var count = 0
    for value in self where count < limit || value > memory[count - 1] {
      var place = count < limit ? count : limit - 1
      count = Swift.min(count + 1, limit)
      while place > 0, memory[place - 1] < value {
        memory[place] = memory[place - 1]
        place -= 1
      }
      memory[place] = value
    }
    return memory[limit - 1]
  }

  /// The places of the `limit` highest values above zero, ascending.
  func highest(_ limit: Int) -> [Int] {
    var places: [Int] = []
    var least: Float = 0
    for index in indices where self[index] > least {
      if places.count == limit { places.removeLast() }
      var at = places.count
      while at > 0, self[places[at - 1]] < self[index] { at -= 1 }
      places.insert(index, at: at)
      if places.count == limit { least = self[places[limit - 1]] }
    }
    return places.sorted()
  }
}
