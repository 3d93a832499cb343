// SPDX-License-Identifier: Apache-2.0

import Documents

/// Reads the authors off the line under the title, where the file does not name them, and the date.
enum Byline {
  /// The names in the first block after the title, if it holds nothing but names.
  static func authors(in blocks: [Block]) -> [String] {
    guard let title = blocks.firstIndex(where: { $0.kind == .title }) else { return [] }
    for block in blocks[(title + 1)...].filter(\.kind.isBody).prefix(2) {
      guard block.kind == .paragraph, block.lines.count <= 3 else { return [] }
      let names = names(in: block.text)
      if !names.isEmpty { return names }
    }
    return []
  }

  /// The date at the end of one of the short blocks between the title and the text: with day or month, or a year alone.
  static func date(in blocks: [Block]) -> String? {
    guard let title = blocks.firstIndex(where: { $0.kind == .title }) else { return nil }
    let head = blocks[(title + 1)...].filter(\.kind.isBody).prefix(5).prefix { $0.kind == .paragraph }
    for block in head.prefix(while: { $0.text.split(separator: " ").count <= 20 }) {
      let found = DateReader.visible(block.text, order: .unknown)
      let end = block.text.split(separator: " ").suffix(3).joined(separator: " ")
      if let date = found.flatMap({ end.contains($0.prefix(4)) ? $0 : nil }) ?? closingYear(of: block.text) {
        return date
      }
    }
    return nil
  }

  /// The year after a word or comma at the end of a few words: "Ellerdine 2017".
  private static func closingYear(of text: String) -> String? {
    let words = text.split(separator: " ")
    guard (2...10).contains(words.count), let year = words.last, year.count == 4, let number = Int(year),
      (1900...2100).contains(number), let last = words[words.count - 2].last, last.isLetter || last == ","
    else { return nil }
    return String(year)
  }

  private static let joiners: Set<String> = ["and", "und", "en", "et", "&", "y", "e"]
  private static let openers: Set<String> = ["by", "von", "door", "par"]
  /// Small words inside names.
  private static let particles: Set<String> = [
    "van", "von", "de", "den", "der", "des", "di", "da", "du", "la", "le", "ten", "ter", "te", "zu", "zur", "af", "of",
    "'t", "dos", "el", "bin", "ibn",
  ]

  /// The names in a line such as "Anna de Wit, B. C. Doe and Émile Roux"; none if anything else stands there.
  static func names(in text: String) -> [String] {
    var names: [String] = []
    var name: [String] = []
    var words = text.split(separator: " ").map(String.init)[...]
    let isDated = DateReader.visible(text, order: .unknown) != nil
    if isDated, let number = words.firstIndex(where: { $0.first?.isNumber == true }) {
      let isAfterMonth = number > words.startIndex && DateReader.isMonthOrDay(words[number - 1][...])
      words = words[..<(isAfterMonth ? number - 1 : number)]
    }
    if let first = words.first, openers.contains(first.lowercased()) { words = words.dropFirst() }
    for word in words {
      if joiners.contains(word) {
        names.append(name.joined(separator: " "))
        name = []
        continue
      }
      // The mark of a note ends a name as a comma does.
      let bare = word.last.map { ",;*\u{2217}\u{2020}\u{2021}".contains($0) } == true ? String(word.dropLast()) : word
      guard isName(bare) || (particles.contains(bare) && !name.isEmpty) else { return [] }
      name.append(bare)
      if bare != word {
        names.append(name.joined(separator: " "))
        name = []
      }
    }
    names.append(name.joined(separator: " "))
    names.removeAll(where: \.isEmpty)
    // A name has two parts at least, and a list of names is not a sentence.
    // Before a date on the same line, two names may stand side by side, and nothing tells where the second begins.
    let longest = isDated ? 3 : 6
    let areNames = names.allSatisfy { (2...longest).contains($0.split(separator: " ").count) }
    return areNames && (1...30).contains(names.count) ? names : []
  }

  /// A capital and letters: "Roux", "O'Neill", "Smith-Jones", "J.", "Þórsson".
  private static func isName(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, first.isUppercaseLetter else { return false }
    return word.unicodeScalars.allSatisfy { $0.isLetter || "-.'\u{2019}\u{2010}".unicodeScalars.contains($0) }
  }
}
