// SPDX-License-Identifier: Apache-2.0

/// How the numbers of pages are written in plain text.
enum PageNumberForms {
  private static let words: Set<String> = ["page", "pagina", "blz", "seite", "pag"]
  private static let joiners: Set<String> = ["of", "von", "van", "sur", "de"]

  /// Whether a line is nothing but the number of a page, and says so: "- 12 -", "Page 3 of 9".
  static func isMarked(_ content: ArraySlice<UInt8>) -> Bool {
    let words = String(decoding: content, as: UTF8.self).lowercased()
      .split { !($0.isLetter || $0.isNumber) }
    let numbers = words.filter { $0.allSatisfy(\.isNumber) }
    guard let first = words.first, (1...2).contains(numbers.count) else { return false }
    let others = words.filter { !$0.allSatisfy(\.isNumber) }
    if others.isEmpty {
      let dashes: [UInt8] = Array("-–—".utf8)
      guard numbers.count == 1, let start = content.first, let end = content.last else { return false }
      return dashes.contains(start) && dashes.contains(end) && numbers[0].count <= 4
    }
    return Self.words.contains(String(first)) && others.dropFirst().allSatisfy { joiners.contains(String($0)) }
  }

  /// The number in "[Page 12]" or "Page 12" that ends a line, set apart from what stands before by a wide gap.
  static func number(endOf content: ArraySlice<UInt8>) -> Int? {
    guard let last = content.last, last == UInt8(ascii: "]") || (0x30...0x39).contains(last) else { return nil }
    let text = String(decoding: content, as: UTF8.self).lowercased()
    guard let gap = text.ranges(of: "   ").last else { return nil }
    let parts = text[gap.upperBound...].split { " []".contains($0) }
    guard parts.count == 2, words.contains(String(parts[0])), parts[1].count <= 5 else { return nil }
    return Int(parts[1])
  }

  /// The line without white space, each number in it as `#`.
  static func withoutNumbers(_ line: String) -> String {
    var form = ""
    for character in line where !character.isWhitespace {
      if !character.isNumber { form.append(character) } else if form.last != "#" { form.append("#") }
    }
    return form
  }
}
