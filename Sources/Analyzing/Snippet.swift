// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// The stretch of a document that shows best why it was found.
package struct Snippet: Sendable, Equatable {
  /// The text on one line, and where the hits lie in it (code points).
  package var text: String
  package var hits: [Range<Int>]
  /// The page of its first hit; nil where there are no pages.
  package var page: Int?

  /// Tokens of a snippet.
  package static let width = 30

  /// - Parameter spans: the document's hits in `field`, ascending.
  package init(_ document: UInt32, _ spans: [Span], field: Field, context: SegmentContext) throws {
    let reader = try LineReader(context: context, field: field)
    let total = reader.count(document)
    let best = Snippet.densest(spans)
    let hit = Int(best?.start ?? 0)
    var from = max(0, hit - Snippet.width / 4)
    // A sentence that begins shortly before is shown from its beginning.
    let structure = context.structure(document, field)
    if let sentence = structure.sentences.last(where: { Int($0) <= hit }), hit - Int(sentence) < Snippet.width / 2 {
      from = Int(sentence)
    }
    let to = min(total, max(from + Snippet.width, Int(best?.end ?? 0)))
    let range = try reader.load(document, from..<to)
    var (text, ranges): (String.UnicodeScalarView, [Range<Int>]) = (.init(), [])
    var count = 0
    func add(_ string: String) {
      for scalar in string.unicodeScalars {
        let isSpace = scalar.properties.isWhitespace
        if isSpace, text.last == " " { continue }
        text.append(isSpace ? " " : scalar)
        count += 1
      }
    }
    if from > 0, !structure.sentences.contains(UInt32(from)) { add("… ") }
    var pending = spans.drop { Int($0.start) < from }[...]
    var open: (start: Int, end: Int)?
    for token in range {
      if token > from { add(reader.gap(before: token)) }
      if open == nil, let next = pending.first, Int(next.start) == token {
        open = (count, Int(next.end))
        pending = pending.dropFirst()
      }
      add(reader.text(token..<token + 1))
      if let current = open, token + 1 >= current.end || token + 1 == range.upperBound {
        ranges.append(current.start..<count)
        open = nil
        while let next = pending.first, Int(next.start) <= token { pending = pending.dropFirst() }
      }
    }
    if to < total { add(" …") } else { add(reader.rest(document)) }
    self.text = String(text)
    hits = ranges
    let page = Int(structure.page(of: best?.start ?? 0))
    self.page = page == 0 ? nil : page
  }

  /// The first hit of the window that holds most of them.
  private static func densest(_ spans: [Span]) -> Span? {
    var (best, most) = (spans.first, 0)
    var end = 0
    for index in spans.indices {
      end = max(end, index)
      while end < spans.count, Int(spans[end].start) < Int(spans[index].start) + width { end += 1 }
      if end - index > most { (best, most) = (spans[index], end - index) }
    }
    return best
  }
}
