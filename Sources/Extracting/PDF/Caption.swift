// SPDX-License-Identifier: Apache-2.0

/// The words that open a caption: "Figure 3.", "Tab. 2:".
enum Caption {
  private static let names: Set<String> = [
    "figure", "fig", "table", "tab", "abbildung", "abb", "tabelle", "figuur", "tabel", "tableau", "graphique", "chart",
    "box", "schaubild", "grafik", "grafiek", "illustration", "photo", "map", "carte",
  ]

  /// Whether a line opens with a name and a number that a stop or colon sets apart.
  static func opens(_ line: Line, on page: GlyphPage) -> Bool {
    number(in: line, on: page).map { $0.last == ":" || $0.last == "." } ?? false
  }

  /// The second word of a line whose first two are a name and a number, as printed.
  static func number(in line: Line, on page: GlyphPage) -> Substring? {
    // A quick look at the first two words before their text is taken.
    guard line.words.count >= 2, let first = line.firstScalar(on: page), first.isUppercaseLetter,
      page.glyphs[page.words[Int(line.words[1])].range].contains(where: { $0.scalar.decimalDigit != nil })
    else { return nil }
    let words = line.start(24, on: page).split(separator: " ", maxSplits: 2)
    guard words.count >= 2, names.contains(words[0].lowercased().filter { $0.isLetter }) else { return nil }
    let digits = words[1].filter { $0.isNumber }
    return digits.isEmpty || digits.count > 4 ? nil : words[1]
  }
}
