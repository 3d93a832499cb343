// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
@testable import Tokenizing

/// The tokenizer against a plain twin on random text: words, offsets, surfaces, gap codes and sentences.

/// Tokens of one block by the plain break rules, one code point at a time.
struct PlainTokenizer {
  let rules: PlainBreakRules
  let category: [UInt32: Character]

  init() throws {
    rules = try PlainBreakRules()
    category = try BreakTestFile.property("extracted/DerivedGeneralCategory.txt").compactMapValues(\.first)
  }

  struct Token: Equatable {
    var start: Int
    var end: Int
    var gap: Gap
    var startsSentence: Bool
  }

  func tokens(_ scalars: [Unicode.Scalar]) -> [Token] {
    let offsets = RandomText.utf8Offsets(Array(0...scalars.count), in: scalars)
    let words = wordBorders(scalars)
    let sentences = Set(rules.sentenceBorders(scalars))
    var (tokens, last): ([Token], Int) = ([], 0)
    for (start, end) in zip(words, words.dropFirst()) where scalars[start..<end].contains(where: isWordCharacter) {
      let starts = tokens.isEmpty || (last...start).contains { sentences.contains($0) }
      let gap = tokens.isEmpty ? .block : gap(scalars, last..<start)
      tokens.append(Token(start: offsets[start], end: offsets[end], gap: gap, startsSentence: starts))
      last = end
    }
    return tokens
  }

  /// The borders of words, with each narrow space that does not stand between digits as a piece of its own.
  private func wordBorders(_ scalars: [Unicode.Scalar]) -> [Int] {
    func isDigit(_ index: Int) -> Bool {
      scalars.indices.contains(index) && rules.word[scalars[index].value] == "Numeric"
    }
    var (borders, from): ([Int], Int) = ([0], 0)
    for index in scalars.indices
    where scalars[index] == "\u{202F}" && !(isDigit(index - 1) && isDigit(index + 1)) {
      borders += rules.wordBorders(Array(scalars[from..<index])).map { $0 + from } + [index, index + 1]
      from = index + 1
    }
    borders += rules.wordBorders(Array(scalars[from...])).map { $0 + from } + [scalars.count]
    return Set(borders).sorted()
  }

  private func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    let isNumber = category[scalar.value] == "N"
    return isNumber || (category[scalar.value] == "L" && rules.word[scalar.value] != "Extend")
  }

  /// The gap code where it does not hang on quotation marks: those are tested by hand.
  private func gap(_ all: [Unicode.Scalar], _ range: Range<Int>) -> Gap {
    let gap = all[range].filter { !["M", "L", "N"].contains(category[$0.value]) && !isFormat($0) }
    func has(_ set: String) -> Bool { gap.contains { set.unicodeScalars.contains($0) } }
    let between =
      range.upperBound < all.count && category[all[range.upperBound].value] == "L"
      && category[
        (all[..<range.lowerBound].last { !["Extend", "Format", "ZWJ"].contains(rules.word[$0.value]) })?.value ?? 0]
        == "L"
    let spelt = String(String.UnicodeScalarView(all[range]))
    if ["-", "\u{2010}", "\u{2011}"].contains(spelt) || (spelt == "\u{2013}" && between) { return .hyphen }
    if between, ["-\n", "\u{2010}\n", "\u{2011}\n", "-\r\n"].contains(spelt) { return .hyphen }
    if has("\n\r\u{B}\u{C}\u{85}\u{2028}\u{2029}") { return .line }
    if gap.contains(where: { ["ATerm", "STerm"].contains(rules.sentence[$0.value]) }) || has("…") { return .sentence }
    if has(":;\u{37E}\u{61B}—―") { return .clause }
    if isClauseDash(Array(all[range])) { return .clause }
    let brackets: Set<Unicode.GeneralCategory> = [.openPunctuation, .closePunctuation]
    if gap.contains(where: { brackets.contains($0.properties.generalCategory) }) { return .bracket }
    if has(",\u{60C}、，") { return .comma }
    if gap.isEmpty { return .none }
    return gap.allSatisfy { $0.properties.isWhitespace } ? .space : .other
  }

  private func isFormat(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .format }

  private func isClauseDash(_ gap: [Unicode.Scalar]) -> Bool {
    let dashes: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}", "\u{2013}"]
    return gap.indices.contains { index in
      guard dashes.contains(gap[index]) else { return false }
      let before = index > 0 ? gap[index - 1] : "x"
      let after = index + 1 < gap.count ? gap[index + 1] : "x"
      return dashes.contains(after) || (before.properties.isWhitespace && after.properties.isWhitespace)
    }
  }
}

struct TokenizerTwinTests {
  @Test func randomBlocksAreTokenizedAsTheTwinSays() throws {
    let twin = try PlainTokenizer()
    let vocabulary = Vocabulary()
    let tokenizer = Tokenizer(into: vocabulary)
    var random = RandomText(seed: 47)
    var counts: [Gap: Int] = [:]
    var (sentences, composed, quoted, narrow, thousands) = (0, 0, 0, 0, 0)
    for _ in 0..<5000 {
      let scalars = random.scalars(count: 1...30)
      let text = RandomText.string(scalars)
      let expected = twin.tokens(scalars)
      var tokens = Tokens()
      tokenizer.tokenize(
        [TextBlock(text, kind: 2, language: .english, linesStandAlone: true)], knowingAbbreviations: false,
        into: &tokens)
      #expect(tokens.starts.map(Int.init) == expected.map(\.start), "\(scalars.map { String($0.value, radix: 16) })")
      #expect(tokens.ends.map(Int.init) == expected.map(\.end))
      #expect(tokens.sentences.map(Int.init) == expected.indices.filter { expected[$0].startsSentence })
      let bytes = Array(text.utf8)
      for (index, token) in expected.enumerated() where index < tokens.count {
        let code = Gap(rawValue: tokens.gaps[index])
        if code == .openQuote || code == .closeQuote {
          quoted += 1
        } else {
          #expect(code == token.gap, "token \(index) of \(scalars.map { String($0.value, radix: 16) })")
        }
        counts[token.gap, default: 0] += 1
        sentences += token.startsSentence ? 1 : 0
        let slice = String(decoding: bytes[token.start..<token.end], as: UTF8.self)
        let surface = vocabulary.string(tokens.surfaces[index])
        #expect(surface == slice && Array(surface.utf8) == Array(Normalization.nfc(slice).utf8))
        narrow += bytes[token.end...].starts(with: [0xE2, 0x80, 0xAF]) ? 1 : 0
        thousands += surface.unicodeScalars.contains("\u{202F}") ? 1 : 0
        composed += surface.utf8.count == slice.utf8.count ? 0 : 1
      }
    }
    for gap in [Gap.none, .space, .hyphen, .comma, .clause, .sentence, .bracket, .line, .block, .other] {
      #expect(counts[gap, default: 0] > 20, "\(gap): \(counts[gap, default: 0])")
    }
    #expect(narrow > 100 && thousands > 5, "\(narrow) \(thousands)")
    #expect(sentences > 5_000 && composed > 50 && quoted > 100, "\(sentences) \(composed) \(quoted)")
  }

  /// Bytes that are not UTF-8 give odd tokens at worst.
  @Test func anyBytesAreTokenized() {
    var random = RandomText(seed: 48)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 1..<20, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random) | (Bool.random(using: &random) ? 0x80 : 0)
      }
      var offset = 0
      while offset < bytes.count {
        let end = WordBreaker.segment(of: bytes.span, from: offset).end
        #expect(end > offset && end <= bytes.count)
        offset = end
      }
      _ = Folding.fold(bytes.span)
      _ = Normalization.nfc(bytes.span)
    }
  }

  @Test func fieldsOfSeveralBlocksKeepTheirOffsets() {
    var random = RandomText(seed: 49)
    let tokenizer = Tokenizer(into: Vocabulary())
    for _ in 0..<300 {
      let texts = (0..<4).map { _ in RandomText.string(random.scalars(count: 1...12)) }
      let field = Array(texts.joined(separator: "\n").utf8)
      let tokens = tokenizer.tokenize(texts.map { TextBlock($0, kind: 2) })
      for index in 0..<tokens.count {
        let slice = String(decoding: field[Int(tokens.starts[index])..<Int(tokens.ends[index])], as: UTF8.self)
        #expect(tokenizer.vocabulary.string(tokens.surfaces[index]) == slice)
      }
      for (number, block) in tokens.blocks.enumerated() {
        let range = tokens.range(ofBlock: number)
        #expect(!range.isEmpty && tokens.starts[range.lowerBound] >= block.textStart)
        #expect(tokens.sentences.contains(block.firstToken))
      }
    }
  }
}
