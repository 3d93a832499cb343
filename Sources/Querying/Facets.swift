// SPDX-License-Identifier: Apache-2.0

package import Segments

/// Counts of the documents of a query by the values of a metadata field.
extension QueryPlan {
  /// How many matching documents have each value of a metadata field; a document with several values counts for each.
  package func facet(by field: String) throws -> (documents: Int, values: [String: Int]) {
    try searcher.check(field: field)
    var (documents, values): (Int, [String: Int]) = (0, [:])
    for (number, segment) in searcher.segments.enumerated() {
      let counts = FacetCounts(try segment.column(field), segment, ids: field == "id" ? try segment.ids : nil)
      if let set = root.singleTerm {
        guard let info = set.terms[number].first else { continue }
        counts.add(try segment.postings(info))
      } else {
        let context = SegmentContext(segment, limit: timeLimit)
        let builder = MatcherBuilder(context: context, number: number, statistics: searcher.statistics)
        guard let matcher = try builder.matcher(root) else { continue }
        while matcher.next() != Matcher.end {
          try context.clock.check()
          counts.add(matcher.document)
        }
        try context.throwIfFailed()
      }
      counts.flush()
      documents += counts.documents
      values.merge(counts.values(), uniquingKeysWith: +)
    }
    return (documents, values)
  }
}

extension QueryNode {
  /// The set of a query that is one term in each segment.
  fileprivate var singleTerm: TermSet? {
    guard case .match(.term(let set), .body) = self else { return nil }
    if case .concepts = set.kind { return nil }
    return set.terms.allSatisfy { $0.count <= 1 } ? set : nil
  }
}

/// Counts the values of one column of one segment by their codes, a chunk of documents at a time.
private final class FacetCounts {
  private static let chunk = 256
  private let column: MetadataColumn?
  private let segment: SegmentReader
  /// Where documents are told apart by their ids.
  private let ids: DocumentIDs?
  private let waiting: UnsafeMutableBufferPointer<UInt32>
  private var waitingCount = 0
  /// By code, where codes are few.
  private let byCode: UnsafeMutableBufferPointer<UInt32>
  private var byNumber: [UInt32: Int] = [:]
  private var others: [String: Int] = [:]
  private(set) var documents = 0

  init(_ column: MetadataColumn?, _ segment: SegmentReader, ids: DocumentIDs?) {
    (self.column, self.segment, self.ids) = (column, segment, ids)
    waiting = .allocate(capacity: Self.chunk)
    let codes =
      switch column?.kind {
      case .text?: (column?.valueCount ?? 0) + 1
      case .integer? where (column?.format.width ?? 4) <= 1: 256
      default: 0
      }
    byCode = .allocate(capacity: codes)
    byCode.initialize(repeating: 0)
  }

  deinit {
    waiting.deallocate()
    byCode.deallocate()
  }

  /// All documents of a list.
  func add(_ postings: PostingsCursor) {
    var cursor = postings
    while cursor.document != PostingsCursor.end {
      let block = cursor.restOfBlock
      if segment.deletes == nil { count(block) } else { for document in block { add(document) } }
      if !cursor.nextBlock() { return }
    }
  }

  func add(_ document: UInt32) {
    if segment.isDeleted(document) { return }
    waiting[waitingCount] = document
    waitingCount += 1
    if waitingCount == Self.chunk { flush() }
  }

  func flush() {
    count(UnsafeBufferPointer(rebasing: waiting[..<waitingCount]))
    waitingCount = 0
  }

  private func count(_ chunk: UnsafeBufferPointer<UInt32>) {
    documents += chunk.count
    guard let column else {
      if let ids { for document in chunk { others[ids.string(document), default: 0] += 1 } }
      return
    }
    if byCode.count > 0 { return column.countCodes(chunk, into: byCode) }
    for document in chunk {
      if column.kind == .integer {
        byNumber[column.code(document), default: 0] += 1
      } else {
        for value in Set(column.strings(document)) { others[value, default: 0] += 1 }
      }
    }
  }

  func values() -> [String: Int] {
    guard let column else { return others }
    var result = others
    for (code, count) in byCode.enumerated() where code > 0 && count > 0 { result[name(code, column)] = Int(count) }
    for (code, count) in byNumber where code > 0 { result[name(Int(code), column)] = count }
    return result
  }

  private func name(_ code: Int, _ column: MetadataColumn) -> String {
    column.kind == .text ? column.value(code - 1) : "\(column.format.base + code - 1)"
  }
}
