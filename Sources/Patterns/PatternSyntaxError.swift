// SPDX-License-Identifier: Apache-2.0

/// What is wrong with the text of a query or pattern, where, and what to write instead.
package struct PatternSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text as it was given.
  package var text: String
  /// Where the trouble is, in code points from the start of `text`; at most its length.
  package var offset: Int
  /// What was found and what was wanted, without a full stop.
  package var message: String
  /// What to write instead, a whole sentence; empty where there is nothing useful to say.
  package var suggestion: String

  package init(text: String, offset: Int, message: String, suggestion: String = "") {
    self.text = text
    self.offset = min(max(offset, 0), text.unicodeScalars.count)
    self.message = message
    self.suggestion = suggestion
  }

  /// So much of a long line is shown on each side of the place.
  private static let shown = 60

  /// The message, the line of the text (what stands around the place, where it is long) with a caret under the place, and
  /// the suggestion.
  package var description: String {
    let (line, column) = lineAroundPlace
    var lines = ["\(message):", "  " + line, "  " + String(repeating: " ", count: column) + "^"]
    if !suggestion.isEmpty { lines.append(suggestion) }
    return lines.joined(separator: "\n")
  }

  /// The message and suggestion on one line, for places that hold no caret, such as a JSON reply.
  package var oneLine: String {
    "\(message) at character \(offset + 1)" + (suggestion.isEmpty ? "" : ". \(suggestion)")
  }

  private var lineAroundPlace: (String, Int) {
    let (line, column) = lineAndColumn
    let scalars = Array(line.unicodeScalars)
    guard scalars.count > 2 * Self.shown else { return (line, column) }
    let (start, end) = (max(column - Self.shown, 0), min(column + Self.shown, scalars.count))
    let part = String(String.UnicodeScalarView(scalars[start..<end])) + (end < scalars.count ? "…" : "")
    return start > 0 ? ("…" + part, column - start + 1) : (part, column)
  }

  private var lineAndColumn: (String, Int) {
    var line = String.UnicodeScalarView()
    var column = 0
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if scalar == "\n" {
        if index >= offset { break }
        line = String.UnicodeScalarView()
        column = 0
        continue
      }
      line.append(scalar == "\t" ? " " : scalar)
      if index < offset { column += 1 }
    }
    return (String(line), column)
  }
}

/// Bounds that keep hostile patterns from costing more than their length deserves.
package enum PatternLimits {
  /// Parentheses, brackets and the like inside one another.
  package static let depth = 60
  /// NEAR after NEAR without parentheses, each of which is one inside another.
  package static let nears = 200
  /// Code points of a query.
  package static let length = 65_536
  /// The largest count inside `{m,n}` and behind `NEAR/`.
  package static let repetition = 10_000
  /// The largest distance of `word~d`.
  package static let distance = 4
}
