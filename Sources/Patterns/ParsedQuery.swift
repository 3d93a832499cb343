// SPDX-License-Identifier: Apache-2.0

/// A query in either spelling, parsed: the one entry point for query text.
package enum ParsedQuery: Sendable, Hashable {
  case plain(PlainQuery)
  case spans(SpanQuery)

  /// Parses `text` as `syntax`, or, without one, as CQL where it holds a `[` outside quotation marks, else as plain.
  package init(_ text: String, syntax: QuerySyntax? = nil) throws(PatternSyntaxError) {
    switch syntax ?? QuerySyntax(of: text) {
    case .plain: self = .plain(try PlainQuery(parsing: text))
    case .cql: self = .spans(try SpanQuery(parsing: text))
    }
  }
}

extension PlainQuery {
  /// Parses a filter, which is plain: one in CQL would be read as words that nobody meant.
  package init(filter text: String) throws(PatternSyntaxError) {
    if QuerySyntax(of: text) == .cql {
      throw try PatternScanner(text).error(
        at: 0, "a filter is a plain query, and this one is CQL", "Write, for example, year:2010..2015 or trust.")
    }
    self = try PlainQuery(parsing: text)
  }
}

/// The two spellings of queries.
package enum QuerySyntax: String, Sendable, CaseIterable {
  case plain, cql

  /// CQL where `text` holds a `[` that stands neither inside quotation marks nor inside `/regex/`.
  package init(of text: String) {
    var whole = text
    guard whole.withUTF8({ $0.contains(0x5B) }) else {
      self = .plain
      return
    }
    var inQuotes = false
    var inRegex = false
    var escaped = false
    var atStart = true
    for scalar in text.unicodeScalars {
      if escaped {
        escaped = false
        atStart = false
        continue
      }
      if scalar == "\\" {
        escaped = true
      } else if inRegex {
        inRegex = scalar != "/"
      } else if inQuotes {
        inQuotes = !scalar.isQuote
      } else if scalar.isQuote {
        inQuotes = true
      } else if scalar == "/" && atStart {
        inRegex = true
      } else if scalar == "[" {
        self = .cql
        return
      }
      atStart = scalar.isSpace || scalar == "(" || scalar == "-" || scalar == ":" || scalar.isQuote
    }
    self = .plain
  }
}
