// SPDX-License-Identifier: Apache-2.0

package import Patterns
package import Segments

/// Answers queries on the segments of one generation of an index: the face of stage 5.
///
/// Safe to share between threads: each query has its own cursors.
package final class Searcher: Sendable {
  package let segments: [SegmentReader]
  package let statistics: IndexStatistics
  /// Which concepts lie below which, as the lexicon says that the index was built with.
  private let scheme: ConceptScheme
  private let schema: IndexSchema
  private let lookup: TermLookup

  package init(segments: [SegmentReader]) {
    self.segments = segments
    scheme = ConceptScheme(segments)
    schema = IndexSchema(segments: segments)
    lookup = TermLookup(segments: segments)
    statistics = IndexStatistics(segments: segments)
  }

  /// Looks up what the query names.
  ///
  /// - Parameter filter: a plain query whose matches alone count, without scores and hits of its own.
  /// - Throws: `QueryError` for what this index does not know.
  package func plan(
    _ query: ParsedQuery, options: QueryOptions = QueryOptions(), filter: PlainQuery? = nil
  ) throws -> QueryPlan {
    var options = options
    options.scheme = scheme
    let planner = QueryPlanner(lookup: lookup, options: options, schema: schema)
    var node: QueryNode
    switch query {
    case .plain(let plain): node = try planner.plan(plain)
    case .spans(let spans): node = try planner.plan(spans)
    }
    if let filter {
      var wordwise = options
      wordwise.match = .word
      let silent = try QueryPlanner(lookup: lookup, options: wordwise, schema: schema).plan(filter)
      node = .all(required: [node, .silent(silent)], excluded: [])
    }
    return QueryPlan(searcher: self, root: node, timeLimit: options.timeLimit)
  }
}

extension Searcher {
  /// Throws where no document of the index has a field of that name, with the names there are.
  package func check(field: String) throws { try schema.check(field: field) }
}
