// SPDX-License-Identifier: Apache-2.0

/// The best documents of one term: the bounds of all blocks are known beforehand, so the blocks that can score most are
/// looked at first, and then only those whose bounds reach what these have shown (Ding and Suel 2011,
/// doi:10.1145/2009916.2010048). What is passed over lies strictly below the threshold: equal scores rank by id.
internal import Segments

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
    if !best.isFull {
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
    if let bounds, best.isFull {
      let found = bounds.select(documents, frequencies, scoring: best.threshold / TermRanking.slack, into: indices)
      for index in 0..<found { offer(documents, frequencies, Int(indices[index]), &best) }
    } else {
      for index in documents.indices { offer(documents, frequencies, index, &best) }
    }
  }

  @inline(__always)
  private func offer(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, _ index: Int,
    _ best: inout TopDocuments
  ) {
    let document = documents[index]
    let score = terms[0].weight.score(frequency: frequencies[index], length: walks.length(document))
    if score >= best.threshold, !walks.isOut(document) {
      best.offer(segment: walks.number, document: document, score: score)
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
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
