// SPDX-License-Identifier: Apache-2.0

internal import Patterns
package import Segments

/// How a query is to be read: which forms count as the same word, which fields are searched.
package enum MatchMode: String, Sendable, CaseIterable {
  case word, stem
}

package struct QueryOptions: Sendable {
  package var match: MatchMode
  /// Kinds beside the body that are searched too.
  package var fields: [Field]
  /// Whether stop words (the, of, is ...) score where stems match and other words stand beside them.
  package var weighsStopWords = false
  /// When planning and every walk of the plan give up.
  package var timeLimit = TimeLimit.none
  /// Which concepts lie below a concept.
  var scheme = ConceptScheme()

  package init(match: MatchMode = .word, fields: [Field] = []) { (self.match, self.fields) = (match, fields) }
}

/// A query that is well-formed but cannot be answered by this index.
package struct QueryError: Error, Equatable, CustomStringConvertible {
  package var message: String
  package var suggestion: String

  package init(_ message: String, _ suggestion: String = "") { (self.message, self.suggestion) = (message, suggestion) }

  package var description: String { suggestion.isEmpty ? message : "\(message). \(suggestion)" }

  /// What `make` gives; its syntax error, which only a pattern too large to compile still has, as a query error.
  static func from<Value>(_ make: () throws -> Value) throws -> Value {
    do {
      return try make()
    } catch let error as PatternSyntaxError {
      throw QueryError(error.oneLine)
    }
  }
}
