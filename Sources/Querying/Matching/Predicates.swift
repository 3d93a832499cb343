// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Conditions tested one document at a time: metadata filters and the presence of blocks.

/// What another predicate refuses.
final class OppositePredicate: DocumentPredicate {
  private let inner: DocumentPredicate

  init(_ inner: DocumentPredicate) { self.inner = inner }

  override func holds(_ document: UInt32) -> Bool { !inner.holds(document) }
}

/// What one of several predicates accepts.
final class EitherPredicate: DocumentPredicate {
  private let parts: [DocumentPredicate]

  init(_ parts: [DocumentPredicate]) { self.parts = parts }

  override func holds(_ document: UInt32) -> Bool { parts.contains { $0.holds(document) } }
}

/// Documents that have a block of one of some kinds.
final class BlockPredicate: DocumentPredicate {
  private let context: SegmentContext
  private let kinds: Set<UInt8>
  private let beside: [DocumentLengths]

  init(kinds: Set<UInt8>, context: SegmentContext) throws {
    self.context = context
    self.kinds = kinds
    beside = try kinds.map(BlockKindNames.field).filter { $0 != .body }.map { try context.segment.lengths($0) }
  }

  override func holds(_ document: UInt32) -> Bool {
    if beside.contains(where: { $0[document] > 0 }) { return true }
    guard kinds.contains(where: { BlockKindNames.field($0) == .body }) else { return false }
    return context.structure(document, .body).blocks.contains { kinds.contains($0.kind) }
  }
}

/// Integers of a column between two bounds.
final class IntegerRangePredicate: DocumentPredicate {
  private let column: MetadataColumn
  private let codes: ClosedRange<UInt32>

  init(_ column: MetadataColumn, codes: ClosedRange<UInt32>) {
    self.column = column
    self.codes = codes
  }

  override func holds(_ document: UInt32) -> Bool { codes.contains(column.code(document)) }

  override func keep(_ documents: UnsafePointer<UInt32>, _ places: UnsafeMutableBufferPointer<UInt32>) -> Int {
    column.keep(codes, documents, places)
  }
}

/// Strings of a column that belong to a set, by their numbers.
final class ValueSetPredicate: DocumentPredicate {
  private let column: MetadataColumn
  private let wanted: [Bool]

  init(_ column: MetadataColumn, wanted: [Bool]) {
    self.column = column
    self.wanted = wanted
  }

  override func holds(_ document: UInt32) -> Bool {
    if column.kind == .text {
      let code = Int(column.code(document))
      return code > 0 && code <= wanted.count && wanted[code - 1]
    }
    return column.valueNumbers(document).contains { $0 < wanted.count && wanted[$0] }
  }
}

/// Numbers of a column that pass a test.
final class NumberPredicate: DocumentPredicate {
  private let column: MetadataColumn
  private let test: (Double) -> Bool

  init(_ column: MetadataColumn, test: @escaping (Double) -> Bool) {
    self.column = column
    self.test = test
  }

  override func holds(_ document: UInt32) -> Bool { column.number(document).map(test) ?? false }
}

/// Documents whose id passes a test.
final class IdentifierPredicate: DocumentPredicate {
  @exclusivity(unchecked) private var ids: StringCursor
  private let test: (String) -> Bool

  init(_ ids: DocumentIDs, test: @escaping (String) -> Bool) {
    self.ids = ids.cursor()
    self.test = test
  }

  override func holds(_ document: UInt32) -> Bool {
    ids.move(to: Int(document))
    return test(String(decoding: ids.bytes, as: UTF8.self))
  }
}
