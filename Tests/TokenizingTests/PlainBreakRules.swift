// SPDX-License-Identifier: Apache-2.0

/// UAX #29 rule by rule over arrays of property names read from the database: slow, plain, the twin of the fast code.
struct PlainBreakRules {
  let word: [UInt32: String]
  let sentence: [UInt32: String]
  let pictographic: Set<UInt32>

  init() throws {
    word = try BreakTestFile.property("auxiliary/WordBreakProperty.txt")
    sentence = try BreakTestFile.property("auxiliary/SentenceBreakProperty.txt")
    let emoji = try BreakTestFile.property("emoji/emoji-data.txt") { $0 == "Extended_Pictographic" }
    pictographic = Set(emoji.keys)
  }

  /// Word borders as code point offsets, ends included.
  func wordBorders(_ text: [Unicode.Scalar]) -> [Int] {
    borders(text) { wordBreaks(text.map { word[$0.value] ?? "Other" }, text, $0) }
  }

  /// Sentence borders as code point offsets, ends included.
  func sentenceBorders(_ text: [Unicode.Scalar]) -> [Int] {
    let classes = text.map { sentence[$0.value] ?? "Other" }
    return borders(text) { sentenceBreaks(classes, $0) }
  }

  private func borders(_ text: [Unicode.Scalar], _ breaks: (Int) -> Bool) -> [Int] {
    guard !text.isEmpty else { return [] }
    return [0] + (1..<text.count).filter(breaks) + [text.count]
  }

  private func wordBreaks(_ all: [String], _ text: [Unicode.Scalar], _ at: Int) -> Bool {
    let (before, after) = (all[at - 1], all[at])
    if before == "CR", after == "LF" { return false }
    let lineEnds: Set = ["CR", "LF", "Newline"]
    if lineEnds.contains(before) || lineEnds.contains(after) { return true }
    if before == "ZWJ", pictographic.contains(text[at].value) { return false }
    if before == "WSegSpace", after == "WSegSpace" { return false }
    let passed: Set = ["Extend", "Format", "ZWJ"]
    if passed.contains(after) { return false }
    // WB4: forget what is passed over, unless it stands at the start or behind a line end.
    var left: [String] = []
    for index in 0..<at {
      let isBase = left.isEmpty || lineEnds.contains(all[index - 1])
      if isBase || !passed.contains(all[index]) { left.append(all[index]) }
    }
    let right = all[at...].filter { !passed.contains($0) }
    func l(_ back: Int) -> String { left.count >= back ? left[left.count - back] : "" }
    let (r1, r2) = (right[0], right.count > 1 ? right[1] : "")
    let letters: Set = ["ALetter", "Hebrew_Letter"]
    let midLetters: Set = ["MidLetter", "MidNumLet", "Single_Quote"]
    let midNumbers: Set = ["MidNum", "MidNumLet", "Single_Quote"]
    if letters.contains(l(1)), letters.contains(r1) { return false }
    if letters.contains(l(1)), midLetters.contains(r1), letters.contains(r2) { return false }
    if letters.contains(l(2)), midLetters.contains(l(1)), letters.contains(r1) { return false }
    if l(1) == "Hebrew_Letter", r1 == "Single_Quote" { return false }
    if l(1) == "Hebrew_Letter", r1 == "Double_Quote", r2 == "Hebrew_Letter" { return false }
    if l(2) == "Hebrew_Letter", l(1) == "Double_Quote", r1 == "Hebrew_Letter" { return false }
    if l(1) == "Numeric", r1 == "Numeric" { return false }
    if letters.contains(l(1)), r1 == "Numeric" { return false }
    if l(1) == "Numeric", letters.contains(r1) { return false }
    if l(2) == "Numeric", midNumbers.contains(l(1)), r1 == "Numeric" { return false }
    if l(1) == "Numeric", midNumbers.contains(r1), r2 == "Numeric" { return false }
    if l(1) == "Katakana", r1 == "Katakana" { return false }
    let extends: Set = ["ALetter", "Hebrew_Letter", "Numeric", "Katakana", "ExtendNumLet"]
    if extends.contains(l(1)), r1 == "ExtendNumLet" { return false }
    if l(1) == "ExtendNumLet", extends.contains(r1) { return false }
    if l(1) == "Regional_Indicator", r1 == "Regional_Indicator" {
      let run = left.reversed().prefix { $0 == "Regional_Indicator" }.count
      if run % 2 == 1 { return false }
    }
    return true
  }

  private func sentenceBreaks(_ all: [String], _ at: Int) -> Bool {
    let (before, after) = (all[at - 1], all[at])
    if before == "CR", after == "LF" { return false }
    let paragraphEnds: Set = ["CR", "LF", "Sep"]
    if paragraphEnds.contains(before) { return true }
    let passed: Set = ["Extend", "Format"]
    if passed.contains(after) { return false }
    var left: [String] = []
    for index in 0..<at where left.isEmpty || !passed.contains(all[index]) || paragraphEnds.contains(all[index - 1]) {
      left.append(all[index])
    }
    let right = all[at...].filter { !passed.contains($0) }
    // Strip the tail "Close* Sp*" to find the mark, if any.
    let spaces = left.reversed().prefix { $0 == "Sp" }.count
    let closes = left.dropLast(spaces).reversed().prefix { $0 == "Close" }.count
    let head = left.dropLast(spaces + closes)
    guard let mark = head.last, mark == "ATerm" || mark == "STerm" else { return false }
    let direct = spaces == 0 && closes == 0
    if mark == "ATerm" {
      if direct, after == "Numeric" { return false }
      let letter = head.dropLast().last ?? ""
      if direct, letter == "Upper" || letter == "Lower", after == "Upper" { return false }
      let stops: Set = ["OLetter", "Upper", "Lower", "Sep", "CR", "LF", "ATerm", "STerm"]
      if right.first(where: { stops.contains($0) }) == "Lower" { return false }
    }
    if ["SContinue", "STerm", "ATerm"].contains(after) { return false }
    if spaces == 0, ["Close", "Sp", "Sep", "CR", "LF"].contains(after) { return false }
    return !["Sp", "Sep", "CR", "LF"].contains(after)
  }
}
