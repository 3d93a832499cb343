// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Look-ups in blocks of a term dictionary and in its index; see `terms.h`.
package enum TermsKernel {
  /// What a block says of one of its terms; see `TermBlock` in Segments for what the numbers are.
  package struct Term: Equatable {
    /// Place in the block.
    package var index = 0
    package var space: UInt8 = 0
    package var kind: UInt8 = 0
    package var value: UInt64 = 0
    package var more: UInt64 = 0
    package var documents: UInt64 = 0
    package var positions: UInt64 = 0
    /// The length of all lists of the block before its own, and where in the block its relations stand.
    package var place = 0
    package var relations = 0

    package init() {}
  }

  package enum Outcome { case found, missing, damaged }

  /// Finds the term with a key in a block.
  package static func find(
    _ key: UnsafeRawBufferPointer, in block: UnsafeRawBufferPointer, _ term: inout Term
  ) -> Outcome {
    guard let base = block.baseAddress, let wanted = key.baseAddress else { return .missing }
    var found = syntop_term()
    let outcome = syntop_term_find(base, block.count, wanted, key.count, &found)
    return Self.outcome(outcome, found, &term)
  }

  /// The same of the term at a place.
  package static func read(_ index: Int, of block: UnsafeRawBufferPointer, _ term: inout Term) -> Outcome {
    guard let base = block.baseAddress, let place = UInt32(exactly: index) else { return .missing }
    var found = syntop_term()
    let outcome = syntop_term_at(base, block.count, place, &found)
    return Self.outcome(outcome, found, &term)
  }

  private static func outcome(_ outcome: Int32, _ found: syntop_term, _ term: inout Term) -> Outcome {
    guard outcome > 0 else { return outcome == 0 ? .missing : .damaged }
    (term.index, term.space, term.kind) = (Int(found.index), found.space, found.kind)
    (term.value, term.more) = (found.value, found.more)
    (term.documents, term.positions) = (found.documents, found.positions)
    (term.place, term.relations) = (Int(found.place), Int(found.relations))
    return .found
  }

  /// How many of the ascending little-endian numbers at `range` of `numbers`, and of all before, are below `wanted`, if those
  /// before are.
  @inline(__always)
  package static func below(_ wanted: UInt64, _ range: Range<Int>, of numbers: UnsafeRawBufferPointer) -> Int {
    precondition(range.lowerBound >= 0 && 8 * range.upperBound <= numbers.count)
    guard let base = numbers.baseAddress else { return 0 }
    return syntop_terms_below(base, range.lowerBound, range.upperBound, wanted)
  }
}
