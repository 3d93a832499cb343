// SPDX-License-Identifier: Apache-2.0

/// Brings transcripts whose turns begin otherwise into the one form that is read, "Name: text": names on lines of their
/// own, "Q." and "A.", names before a TAB, numbered lines.
enum SpeakerLines {
  /// So many turns make a transcript.
  private static let fewest = 6

  /// The text with its turns in that form; nil where it is no such transcript.
  static func rewritten(_ text: TextLines) -> TextLines? {
    guard text.pageCount == 1 else { return nil }
    return numbered(text) ?? questions(text) ?? tabbed(text) ?? ownLines(text)
  }

  private static func joined(_ lines: [[UInt8]]) -> TextLines { TextLines(Array(lines.joined(separator: [0x0A]))) }

  /// Whether the speakers take turns: two at least speak twice at least, and mostly another follows.
  private static func takeTurns(_ labels: [ArraySlice<UInt8>]) -> Bool {
    let counts = labels.reduce(into: [ArraySlice<UInt8>: Int]()) { $0[$1, default: 0] += 1 }
    let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
    return labels.count >= fewest && counts.count { $0.value >= 2 } >= 2 && counts.count * 3 <= labels.count
      && changes * 5 >= (labels.count - 1) * 3
  }

  // MARK: Forms

  /// Lines numbered from 1, with a label behind the number of many.
  private static func numbered(_ text: TextLines) -> TextLines? {
    var expected = 1
    var lines: [[UInt8]] = []
    for line in text.lines {
      let content = text.content(line)
      let digits = content.prefix { (0x30...0x39).contains($0) }
      if !line.isBlank, Int(String(decoding: digits, as: UTF8.self)) == expected {
        expected += 1
        lines.append(Array(content.dropFirst(digits.count).drop { $0 <= 0x20 }))
      } else if line.isBlank {
        lines.append([])
      } else {
        return nil
      }
    }
    guard expected > fewest else { return nil }
    let bare = joined(lines)
    return Speakers(bare).labels.isEmpty ? nil : bare
  }

  /// "Q. ..." and "A. ...".
  private static func questions(_ text: TextLines) -> TextLines? {
    func sign(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
      content.starts(with: "Q. ".utf8) || content.starts(with: "A. ".utf8) ? content.prefix(1) : nil
    }
    guard takeTurns(text.lines.compactMap { sign(text.content($0)) }) else { return nil }
    return joined(
      text.lines.map { line in
        let content = text.content(line)
        return sign(content).map { Array($0) + Array(":".utf8) + content.dropFirst(2) } ?? indented(text, line)
      })
  }

  /// A name, a TAB, and what is said, in nearly all lines.
  private static func tabbed(_ text: TextLines) -> TextLines? {
    var (labels, said, others): ([ArraySlice<UInt8>], Int, Int) = ([], 0, 0)
    for line in text.lines where !line.isBlank {
      let cells = text.content(line).split(separator: 0x09)
      if cells.count == 2, isName(cells[0]) {
        labels.append(cells[0])
        said += cells[1].count
      } else {
        others += 1
      }
    }
    guard others * 5 <= labels.count, said >= 30 * labels.count, takeTurns(labels) else { return nil }
    let names = Set(labels)
    return joined(
      text.lines.map { line in
        let cells = text.content(line).split(separator: 0x09)
        guard cells.count == 2, names.contains(cells[0]) else { return indented(text, line) }
        return cells[0] + Array(": ".utf8) + cells[1]
      })
  }

  /// Names on lines of their own above what is said; with a blank line between only where a name is that of a part
  /// taken in an interview, since headings stand so too.
  private static func ownLines(_ text: TextLines) -> TextLines? {
    var (turns, groups): ([(line: Int, label: ArraySlice<UInt8>)], Int) = ([], 0)
    for index in text.lines.indices where !text.lines[index].isBlank {
      guard index == 0 || text.lines[index - 1].isBlank else { continue }
      groups += 1
      let label = withoutTime(text.content(index))
      if isName(label), index + 1 < text.lines.count { turns.append((index, label)) }
    }
    let counts = turns.reduce(into: [ArraySlice<UInt8>: Int]()) { $0[$1.label, default: 0] += 1 }
    turns = turns.filter { (counts[$0.label] ?? 0) >= 2 }
    let isApart = turns.count { text.lines[$0.line + 1].isBlank } * 2 > turns.count
    let hasPart = turns.contains { parts.contains(String(decoding: $0.label, as: UTF8.self).lowercased()) }
    guard takeTurns(turns.map(\.label)), turns.count * (isApart ? 5 : 3) >= groups * 2, !isApart || hasPart else {
      return nil
    }
    let labels = Dictionary(turns.map { ($0.line, $0.label) }) { first, _ in first }
    var (lines, pending): ([[UInt8]], [UInt8]) = ([], [])
    for (index, line) in text.lines.enumerated() {
      if let label = labels[index] {
        pending = label + Array(": ".utf8)
      } else if !line.isBlank || pending.isEmpty {
        lines.append(pending.isEmpty ? indented(text, line) : pending + text.content(line))
        pending = []
      }
    }
    return joined(lines)
  }

  // MARK: Names

  private static let parts: Set<String> = [
    "interviewer", "interviewee", "respondent", "moderator", "facilitator", "participant", "researcher", "resident",
    "speaker 1", "speaker 2", "interviewerin", "interviewte", "befragte", "befragter", "onderzoeker", "geïnterviewde",
    "respondente", "enquêteur", "enquêtrice", "chercheur", "chercheuse", "i", "r", "q", "a",
  ]

  /// One to four words, the first with a capital, and no sign of a sentence.
  private static func isName(_ content: ArraySlice<UInt8>) -> Bool {
    guard (1...32).contains(content.count), content.split(separator: 0x20).count <= 4 else { return false }
    let scalars = String(decoding: content, as: UTF8.self).unicodeScalars
    return scalars.first?.properties.isUppercase ?? false && scalars.last != "."
      && scalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || " .-'’".unicodeScalars.contains($0)
      }
  }

  /// The line without the time at its end: "Jane Doe  0:03", "Jane Doe (00:01:12)".
  private static func withoutTime(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let rest = content.reversed().drop { (0x30...0x3A).contains($0) || "()[].".utf8.contains($0) }
    guard rest.first == 0x20 || rest.first == 0x09, content.contains(UInt8(ascii: ":")) else { return content }
    let name = rest.drop { $0 <= 0x20 }
    return content.prefix(name.count)
  }

  private static func indented(_ text: TextLines, _ line: TextLine) -> [UInt8] {
    [UInt8](repeating: 0x20, count: line.isBlank ? 0 : line.indent) + text.content(line)
  }
}
