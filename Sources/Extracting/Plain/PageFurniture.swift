// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Lines of plain text that belong to the page, the slide or the web page it was copied from, not to what it says.
struct PageFurniture {
  /// The kind of each such line, by its index.
  private(set) var kinds: [Int: BlockKind] = [:]

  /// So often must a line stand alone to be a running foot.
  private static let repetitions = 4
  private static let widest = 70

  init(_ text: TextLines) {
    findNumbers(text)
    findRepetitions(text)
    if text.pageCount > 2 { findRunningHeads(text) }
    for index in text.lines.indices
    where Self.standsAlone(text, index) && InterfaceRemnants.contains(text.content(index)) {
      kinds[index] = .furniture
    }
  }

  /// Whether blank lines or page ends surround the line.
  private static func standsAlone(_ text: TextLines, _ index: Int) -> Bool {
    let line = text.lines[index]
    guard !line.isBlank else { return false }
    func parts(_ other: Int) -> Bool {
      !text.lines.indices.contains(other) || text.lines[other].isBlank || text.lines[other].page != line.page
    }
    return parts(index - 1) && parts(index + 1)
  }

  // MARK: Page numbers

  /// "- 12 -", "Page 3 of 9", and bare numbers that stand alone and go up.
  private mutating func findNumbers(_ text: TextLines) {
    var bare: [(index: Int, number: Int)] = []
    for index in text.lines.indices where text.lines[index].width <= 24 && !text.lines[index].isBlank {
      let content = text.content(index)
      if Self.isMarkedNumber(content) {
        kinds[index] = .pageNumber
      } else if content.count <= 4, content.allSatisfy({ (0x30...0x39).contains($0) }),
        Self.standsAlone(text, index), let number = Int(text.string(index))
      {
        bare.append((index, number))
      }
    }
    let rises = zip(bare, bare.dropFirst()).allSatisfy { $0.number < $1.number && $1.number - $0.number <= 3 }
    if bare.count >= 2, rises { for found in bare { kinds[found.index] = .pageNumber } }
  }

  private static let pageWords: Set<String> = ["page", "pagina", "blz", "p", "seite", "s", "pag"]

  private static func isMarkedNumber(_ content: ArraySlice<UInt8>) -> Bool {
    let words = String(decoding: content, as: UTF8.self).lowercased()
      .split { !($0.isLetter || $0.isNumber) }
    let numbers = words.filter { $0.allSatisfy(\.isNumber) }
    guard let first = words.first, (1...2).contains(numbers.count) else { return false }
    let others = words.filter { !$0.allSatisfy(\.isNumber) }
    if others.isEmpty {
      // "- 12 -": one number between two dashes.
      let dashes: [UInt8] = Array("-–—".utf8)
      guard numbers.count == 1, let start = content.first, let end = content.last else { return false }
      return dashes.contains(start) && dashes.contains(end) && numbers[0].count <= 4
    }
    return pageWords.contains(String(first)) && first.count > 1
      && others.dropFirst().allSatisfy { ["of", "von", "van", "sur", "de"].contains($0) }
  }

  // MARK: Repeated lines

  private mutating func findRepetitions(_ text: TextLines) {
    var places: [ArraySlice<UInt8>: [Int]] = [:]
    for index in text.lines.indices where kinds[index] == nil && text.lines[index].width <= Self.widest {
      guard Self.standsAlone(text, index) else { continue }
      let content = text.content(index)
      // What ends as a sentence may be a refrain or an answer; rules are no text.
      guard let last = content.last, !".!?,;".utf8.contains(last), !PlainTable.isBorder(content) else { continue }
      places[content, default: []].append(index)
    }
    for (_, indices) in places where indices.count >= Self.repetitions {
      for index in indices { kinds[index] = .pageFooter }
    }
  }

  /// First and last lines of pages that are the same, numbers aside, on at least half of them.
  private mutating func findRunningHeads(_ text: TextLines) {
    for (kind, isFirst) in [(BlockKind.pageHeader, true), (.pageFooter, false)] {
      var edges = [Int?](repeating: nil, count: text.pageCount)
      for index in text.lines.indices where !text.lines[index].isBlank && kinds[index] == nil {
        let page = text.lines[index].page
        if !isFirst || edges[page] == nil { edges[page] = index }
      }
      var places: [String: [Int]] = [:]
      for case let index? in edges where text.lines[index].width <= Self.widest {
        places[Self.withoutNumbers(text.string(index)), default: []].append(index)
      }
      for (form, indices) in places where indices.count * 2 >= text.pageCount && indices.count >= 3 {
        for index in indices { kinds[index] = form == "#" ? .pageNumber : kind }
      }
    }
  }

  private static func withoutNumbers(_ line: String) -> String {
    var form = ""
    for character in line where !character.isWhitespace {
      if !character.isNumber { form.append(character) } else if form.last != "#" { form.append("#") }
    }
    return form
  }
}
