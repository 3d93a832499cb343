// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What can only be said of blocks when all are known: headings, the title, references, paragraphs over page ends.
enum PlainOutline {
  /// Sets the kinds of `blocks` and answers the title.
  static func settle(_ blocks: inout [Block]) -> String? {
    joinOverPages(&blocks)
    markHeadings(&blocks)
    let title = takeTitle(&blocks)
    markReferences(&blocks)
    return title
  }

  // MARK: Paragraphs over page ends

  private static func joinOverPages(_ blocks: inout [Block]) {
    var result: [Block] = []
    result.reserveCapacity(blocks.count)
    // Furniture between the halves of a paragraph follows it.
    var between: [Block] = []
    for block in blocks {
      if [.pageNumber, .pageHeader, .pageFooter].contains(block.kind) {
        between.append(block)
        continue
      }
      if !between.isEmpty || block.page != result.last?.page, let last = result.last, last.kind == .paragraph,
        block.kind == .paragraph, runsOn(last.text, block.text)
      {
        result[result.count - 1].text += (last.text.hasSuffix("-") ? "" : " ") + block.text
      } else {
        result += between
        between = []
        result.append(block)
      }
    }
    blocks = result + between
  }

  private static func runsOn(_ first: String, _ second: String) -> Bool {
    guard let last = first.unicodeScalars.last, let next = second.unicodeScalars.first else { return false }
    return !".!?:;\"”»)".unicodeScalars.contains(last) && next.properties.isLowercase
  }

  // MARK: Headings

  /// Names and addresses at the end of a text are no headings: something of this length must follow.
  private static let shortestText = 60

  private static func markHeadings(_ blocks: inout [Block]) {
    var isFollowed = false
    for index in blocks.indices.reversed() {
      let block = blocks[index]
      switch block.kind {
      case .paragraph:
        if isFollowed, looksLikeHeading(block.text) {
          blocks[index].kind = .heading
        } else if block.text.unicodeScalars.count > shortestText {
          isFollowed = true
        }
      case .listItem, .quote, .table, .code: isFollowed = true
      default: break
      }
    }
  }

  /// A short line that begins as a name or a number does and does not end as a sentence does.
  private static func looksLikeHeading(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard scalars.count <= 90, !scalars.contains("\n"), let last = scalars.last, let first = scalars.first else {
      return false
    }
    guard !".,;:!…\"”»)>".unicodeScalars.contains(last) || last == ")" else { return false }
    let opensWell =
      first.properties.isUppercase || first.properties.numericType != nil || "\"“«‘¿(".unicodeScalars.contains(first)
    guard opensWell, !text.contains("@"), !text.contains("://") else { return false }
    let words = text.split(separator: " ")
    guard words.count <= 14, !hasLabel(words), first != "(" || last != ")" else { return false }
    if words.count <= 8, DateForms.date(text) != nil, words.contains(where: { $0.first?.isNumber ?? false }),
      !(words.first?.first?.isNumber ?? false), text.contains(",")
    {
      return false
    }
    return scalars.contains { $0.properties.isAlphabetic }
  }

  /// "Name: value" is a line of a header or a speaker's turn.
  private static func hasLabel(_ words: [Substring]) -> Bool {
    words.prefix(3).contains { $0.hasSuffix(":") } && !(words.first?.first?.isNumber ?? false)
  }

  // MARK: Title

  /// Among the first blocks, up to the first running text: a heading of the highest level, else the first line of more
  /// than one word that could be a title.
  private static func takeTitle(_ blocks: inout [Block]) -> String? {
    let first = blocks.indices.filter { blocks[$0].kind.isBody }.prefix(6)
    // Above verse and addresses, which are all short lines, a first line is no title.
    let hasText = blocks.contains { isRunningText($0) || $0.kind == .heading }
    let candidates = first.prefix { !isRunningText(blocks[$0]) }.filter {
      isTitle(blocks[$0], isFirst: $0 == first.first && hasText)
    }
    let levelled = candidates.first { blocks[$0].level == 1 }
    let long = candidates.first { blocks[$0].text.split(separator: " ").count > 1 }
    guard let index = levelled ?? long ?? candidates.first else { return nil }
    // The first line of a title page is the title; the rest stands below it.
    let lines = blocks[index].text.split(separator: "\n", maxSplits: 1)
    let title = String(lines[0])
    if lines.count > 1 {
      blocks.insert(Block(kind: .paragraph, text: String(lines[1]), page: blocks[index].page), at: index + 1)
    }
    blocks[index].kind = .title
    blocks[index].text = title
    return title
  }

  private static func isRunningText(_ block: Block) -> Bool {
    block.kind != .heading && block.text.unicodeScalars.count > 200
  }

  private static func isTitle(_ block: Block, isFirst: Bool) -> Bool {
    if block.kind == .heading { return true }
    guard block.kind == .paragraph, let line = block.text.split(separator: "\n").first else { return false }
    if block.text.contains("\n") {
      return isFirst && looksLikeHeading(String(line)) && block.text.split(separator: "\n").count <= 6
    }
    guard isFirst, let last = line.unicodeScalars.last, line.unicodeScalars.count <= 160 else { return false }
    return !".,;:!".unicodeScalars.contains(last) && line.split(separator: " ").count >= 3 && !line.contains("://")
  }

  // MARK: References

  private static let referenceHeadings: Set<String> = [
    "references", "reference list", "bibliography", "works cited", "literature", "literature cited", "literatuur",
    "literatuurlijst", "referenties", "bibliografie", "bronnen", "literatur", "literaturverzeichnis", "quellen",
    "bibliographie", "références", "références bibliographiques",
  ]

  /// What stands below such a heading, up to the next.
  private static func markReferences(_ blocks: inout [Block]) {
    var isInside = false
    for index in blocks.indices {
      if blocks[index].kind == .heading {
        let name = blocks[index].text.lowercased().drop { !$0.isLetter }
        isInside = referenceHeadings.contains(String(name))
      } else if isInside, blocks[index].kind == .paragraph || blocks[index].kind == .listItem {
        blocks[index].kind = .reference
      } else if blocks[index].kind == .paragraph, isFootnote(blocks[index].text) {
        blocks[index].kind = .footnote
      }
    }
  }

  /// "[1] text" and "[^1]: text".
  private static func isFootnote(_ text: String) -> Bool {
    guard text.hasPrefix("["), let close = text.firstIndex(of: "]") else { return false }
    let mark = text[text.index(after: text.startIndex)..<close].drop { $0 == "^" }
    return (1...3).contains(mark.count) && mark.allSatisfy(\.isNumber) && text[close...].count > 3
  }
}
