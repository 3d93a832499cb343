// SPDX-License-Identifier: Apache-2.0

import Segments
@testable import Querying

/// What a plan finds, as tests compare it.
extension Searcher {
  /// The spans of all hits, by the document's id.
  func spans(_ plan: QueryPlan) throws -> [String: Set<Span>] {
    var found: [String: Set<Span>] = [:]
    try plan.forEachHitList { _, segment, document, lists in
      found[try segments[segment].ids.string(document)] = Set(lists.flatMap(\.spans))
      return true
    }
    return found
  }
}
