// SPDX-License-Identifier: Apache-2.0

/// Who wrote a page: as declared for machines, else as marked up or shown by the title.
enum AuthorChoice {
  static func authors(_ declared: Declarations, tree: MarkupTree, page: PageBlocks, title: Int?) -> [String] {
    let candidates: [() -> [String]] = [
      {
        declared.all("citation_author", "citation_authors", "bepress_citation_author").map(AuthorNames.givenFirst)
      },
      { declared.linkedData.names(declared.work?["author"]) },
      {
        declared.all("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
      },
      { writtenBy(declared) },
      {
        declared.linkedData.things.lazy.map { declared.linkedData.names($0.value["author"]) }.first { !$0.isEmpty }
          ?? []
      },
      { marked(tree) },
      { shown(tree: tree, page: page, title: title) },
    ]
    for candidate in candidates {
      let names = cleaned(candidate())
      if !names.isEmpty { return names }
    }
    return []
  }

  /// The labels that content systems add for previews: `Written by`, and the name.
  private static func writtenBy(_ declared: Declarations) -> [String] {
    for number in 1...2 {
      if let label = declared.first("twitter:label\(number)"),
        opening(of: label) != nil || label.lowercased() == "author"
      {
        return declared.all("twitter:data\(number)")
      }
    }
    return []
  }

  /// Elements marked up as the author: `rel=author`, `itemprop=author`.
  private static func marked(_ tree: MarkupTree) -> [String] {
    for node in tree.nodes.indices where tree.name(node) != .text && tree.name(node) != .link {
      guard says(author, in: .rel, of: node, tree) || says(author, in: .itemprop, of: node, tree) else { continue }
      if let named = (node..<tree.end(node)).first(where: { says(name, in: .itemprop, of: $0, tree) }) {
        return [tree.attribute(named, .content) ?? tree.text(of: named)]
      }
      let text = tree.text(of: node)
      if !text.isEmpty { return [text] }
    }
    return []
  }

  private static let author: BytePattern = "author"
  private static let name: BytePattern = "name"

  /// Whether a word is one of those of an attribute.
  private static func says(
    _ word: BytePattern, in attribute: AttributeName, of node: Int, _ tree: MarkupTree
  ) -> Bool {
    guard let range = tree.attributeRange(node, attribute) else { return false }
    return tree.bytes[range].split(whereSeparator: { $0 <= 0x20 }).contains { word.equals($0) }
  }

  /// A byline near the title: `By ...`, or a short element named for the author.
  private static func shown(tree: MarkupTree, page: PageBlocks, title: Int?) -> [String] {
    guard let title else { return [] }
    let telling = ClassWords.bit(.byline)
    let near = max(0, title - 4)..<min(page.blocks.count, title + 12)
    for index in near where page.blocks[index].words <= 20 && page.blocks[index].level == 0 {
      let text = page.text(page.blocks[index])
      if let rest = opening(of: text) ?? behindDate(text) {
        let names = names(in: rest, isNamed: page.hints[page.blocks[index].node] & telling != 0)
        if !names.isEmpty { return names }
      }
    }
    for index in near where page.blocks[index].words <= 6 && page.blocks[index].level == 0 {
      let block = page.blocks[index]
      guard page.hints[block.node] & telling != 0, DateReader.visible(page.text(block), order: .unknown) == nil else {
        continue
      }
      let names = names(in: Substring(page.text(block)))
      if !names.isEmpty { return names }
    }
    return []
  }

  /// What follows "by" and its like behind a date: `Posted on 3 May 2012 by Ada Brook`.
  private static func behindDate(_ text: String) -> Substring? {
    for word in [" by ", " door ", " von ", " par ", " por "] {
      guard let place = text.firstRange(of: word),
        DateReader.visible(String(text[..<place.lowerBound]), order: .unknown) != nil
      else { continue }
      return text[place.upperBound...]
    }
    return nil
  }

  /// What follows "by" and its like at the start of a text.
  static func opening(of text: String) -> Substring? {
    let lower = text.lowercased()
    for word in ["written by", "posted by", "by:", "by", "author:", "authors:", "door", "von", "par", "por"] {
      guard lower.hasPrefix(word) else { continue }
      let rest = text.dropFirst(word.count)
      if rest.isEmpty || rest.first?.isLetter == false { return rest.drop { !$0.isLetter } }
    }
    return nil
  }

  /// The names at the start of a byline, up to a bar, a date or a role; in an element named for the author (`isNamed`)
  /// also a handle without capitals.
  private static func names(in text: Substring, isNamed: Bool = false) -> [String] {
    var words: [Substring] = []
    let all = text.split(whereSeparator: \.isWhitespace)
    for (index, word) in all.enumerated() {
      if endsNames(word, before: index + 1 < all.count ? all[index + 1] : nil, isFirst: index == 0) { break }
      words.append(word)
      if word.last == ":" || words.count > 12 { return [] }
    }
    let capitals = words.filter { $0.first?.isUppercase == true }.count
    guard (1...12).contains(words.count), capitals * 2 >= words.count || isNamed && words.count == 1 else { return [] }
    var line = AuthorNames.leading(words.joined(separator: " "))
    while line.last == "," { line.removeLast() }
    return (1...8).contains(line.split(separator: " ").count) || AuthorNames.parted(line).count > 1 ? [line] : []
  }

  /// Whether a word of a byline stands behind the names: a bar, a number, the start of a date, a preposition.
  private static func endsNames(_ word: Substring, before next: Substring?, isFirst: Bool) -> Bool {
    guard let start = word.first else { return false }
    if start.isNumber || "|•·—–-»›(".contains(start) { return true }
    guard !isFirst else { return false }
    let bare = word.lowercased().filter(\.isLetter)
    let isBeforeNumber = next?.first?.isNumber == true
    if start.isLowercase { return isBeforeNumber || behindNames.contains(bare) }
    let isBeforeDate = isBeforeNumber || next.map(DateReader.isMonthOrDay) ?? false
    // "May" and "Jan" are names as well.
    return DateReader.isMonthOrDay(word) && (isBeforeDate || DateReader.isFullWeekday(word))
  }

  private static let behindNames: Set<String> = [
    "on", "at", "in", "for", "from", "updated", "published", "posted", "last", "yesterday", "today", "gestern", "heute",
    "gisteren", "vandaag", "hier", "am", "op",
  ]

  /// Names without addresses, handles, openings and repetitions.
  private static func cleaned(_ raw: [String]) -> [String] {
    var names: [String] = []
    for text in raw.flatMap({ $0.split(separator: ";") }) {
      var name = collapsed(text)
      if let rest = opening(of: name) { name = String(rest) }
      if name.hasPrefix("@") || name.contains("://") || name.hasPrefix("www.") || name.count > 200 { continue }
      if ["admin", "administrator", "unknown", "null", "undefined", "editor"].contains(name.lowercased()) { continue }
      for part in AuthorNames.parted(name) where part.contains(where: \.isLetter) && !names.contains(part) {
        names.append(part)
      }
    }
    return names
  }
}
