// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// What each of some terms can score at most in each run of documents, and all of them together: which runs are worth a
/// look, and which first.
struct RunBounds: ~Copyable {
  /// Documents of a run, as a power of two.
  static let shift = 9
  let runs: Int
  private let terms: Int
  /// By term, then by run; behind them the sums of all terms.
  private let values: UnsafeMutableBufferPointer<Float>

  /// - Parameter isUnion: else runs in which a term has no documents are worth nothing.
  init(_ walks: TermWalks, isUnion: Bool) {
    runs = (walks.segment.documentCount >> Self.shift) + 1
    terms = walks.terms.count
    values = .allocate(capacity: (terms + 1) * runs)
    values.initialize(repeating: 0)
    for term in 0..<terms {
      let weight = walks.terms[term].weight
      walks.terms[term].cursor.raise(own(term), shift: Self.shift, weight.bounded) { frequency, document in
        weight.score(frequency: frequency, length: walks.length(document))
      }
    }
    addUp(isUnion: isUnion)
  }

  deinit { values.deallocate() }

  private func own(_ term: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: values[term * runs..<(term + 1) * runs])
  }

  private func addUp(isUnion: Bool) {
    let totals = totals
    for term in 0..<terms {
      let own = own(term)
      for run in 0..<runs { totals[run] += own[run] }
    }
    if isUnion { return }
    for term in 0..<terms {
      let own = own(term)
      for run in 0..<runs where own[run] == 0 { totals[run] = 0 }
    }
  }

  /// What all terms together can score in each run.
  var totals: UnsafeMutableBufferPointer<Float> { own(terms) }

  /// What a term can score in a run.
  @inline(__always) func most(_ term: Int, _ run: Int) -> Float { values[term &* runs &+ run] }

  /// The documents of a run.
  static func documents(_ run: Int) -> Range<UInt32> { UInt32(run << shift)..<UInt32((run + 1) << shift) }
}
