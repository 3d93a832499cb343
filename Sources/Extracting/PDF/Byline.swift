// SPDX-License-Identifier: Apache-2.0
import Documents

/// Reads the authors off the line under the title, where the file does not name them.

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
    if let first = words.first, openers.contains(first.lowercased()) { words = words.dropFirst() }
    for word in words {
      if joiners.contains(word) {
        names.append(name.joined(separator: " "))
        name = []
        continue
      }
      let bare = word.last == "," || word.last == ";" ? String(word.dropLast()) : word
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
    let areNames = names.allSatisfy { (2...6).contains($0.split(separator: " ").count) }
    return areNames && (1...30).contains(names.count) ? names : []
  }

  /// A capital and letters: "Roux", "O'Neill", "Smith-Jones", "J.", "Þórsson".
  private static func isName(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, first.isUppercaseLetter else { return false }
    return word.unicodeScalars.allSatisfy { $0.isLetter || "-.'\u{2019}\u{2010}".unicodeScalars.contains($0) }
  }
}
