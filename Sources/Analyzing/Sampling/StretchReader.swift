// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// Reads stretches of text as a person would copy them: with the marks that close them and those that open them.
extension LineReader {
  /// The tokens of `place` as a line whose match begins with an opening mark and ends with a closing one, if there are any.
  package func stretch(_ place: HitPlace) throws -> ConcordanceLine {
    var line = try line(place, 0)
    let (start, end) = (Int(place.span.start), Int(place.span.end))
    _ = try load(place.document, start..<end + 1)
    let before = gap(before: start)
    let opening = start == 0 ? MarksBetween.trimmed(before) : MarksBetween(before).opening
    let isLast = end >= count(place.document)
    // Behind the last token nothing opens.
    let closing = MarksBetween(isLast ? rest(place.document) + " " : gap(before: end)).closing
    line.match = opening + line.match + closing
    line.start -= opening.unicodeScalars.count
    line.end += closing.unicodeScalars.count
    return line
  }
}

/// What stands between two words, parted into what closes the first stretch and what opens the second.
///
/// Marks that touch the next word open it, as do those behind a line's end; else what goes up to the last closing mark
/// belongs to the first, so that the French ` ». ` and `. « ` are cut where a reader would.
struct MarksBetween: Equatable {
  private(set) var closing = ""
  private(set) var opening = ""

  private static let closers = Set(".,;:!?…»)]”%".unicodeScalars)

  init(_ gap: String) {
    let marks = Array(gap.unicodeScalars)
    func isSpace(_ index: Int) -> Bool { marks[index].properties.isWhitespace }
    guard let space = marks.indices.last(where: isSpace) else {
      closing = gap
      return
    }
    let line = marks.firstIndex(of: "\n") ?? marks.count
    let last = marks[..<min(line, space)].lastIndex(where: Self.closers.contains)
    var end = last.map { $0 + 1 } ?? 0
    while end < line, !isSpace(end) { end += 1 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: marks[..<end])
    closing = String(text)
    text.removeAll()
    text.append(contentsOf: marks[end...])
    opening = Self.trimmed(String(text))
  }

  /// What stands in the last line, without the white space before it.
  static func trimmed(_ gap: String) -> String {
    let line =
      gap.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).last ?? gap.unicodeScalars[...]
    return String(String.UnicodeScalarView(line.drop(while: \.properties.isWhitespace)))
  }
}
