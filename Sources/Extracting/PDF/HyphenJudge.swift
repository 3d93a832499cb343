// SPDX-License-Identifier: Apache-2.0

/// Decides what a hyphen at the end of a line is: part of the word, or a sign that the printer broke it there.
///
/// The document is its own dictionary: a word it writes elsewhere in one piece was broken; one that it writes with a hyphen
/// keeps it. Where neither occurs, the parts decide: halves of other compounds, words on their own, bound prefixes.

/// The two pieces of a word around a line end.
struct BrokenWord: Equatable {
  /// The letters before the hyphen (with earlier hyphens of the word), without the hyphen itself.
  var before: ArraySlice<Unicode.Scalar>
  /// The letters after the line end.
  var after: ArraySlice<Unicode.Scalar>
  /// The sign at the line end.
  var sign: Unicode.Scalar
  /// Whether it stands in an address or a path, which are broken after their own hyphens only.
  var isInAddress = false
  /// Whether another hyphen follows the letters after the line end, as in "face-|to-face".
  var goesOnHyphenated = false

  var joined: WordHash {
    hash {
      $0.add(before); $0.add(after)
    }
  }
  var hyphenated: WordHash {
    hash {
      $0.add(before); $0.add("-"); $0.add(after)
    }
  }
  var first: WordHash { hash { $0.add(lastPart) } }
  var second: WordHash { hash { $0.add(after) } }

  /// The letters after the last earlier hyphen.
  var lastPart: ArraySlice<Unicode.Scalar> {
    guard let hyphen = before.lastIndex(where: \.isHyphen) else { return before }
    return before[(hyphen + 1)...]
  }

  private func hash(_ add: (inout WordHash) -> Void) -> WordHash {
    var hash = WordHash()
    add(&hash)
    return hash
  }
}

enum HyphenVerdict { case soft, hard, suspended }

struct HyphenJudge {
  private(set) var vocabulary = Vocabulary()
  /// Whether hyphens inside lines are U+002D while those at line ends are U+2010.
  private var printsSoftHyphenApart = false
  private var language = FunctionWords.Language.other
  private var softVotes = 0
  private var hardVotes = 0

  /// Learns from all broken words of the document, and from all words that stand whole.
  init(broken: [BrokenWord], words: (inout Vocabulary, inout FunctionWords, inout Int) -> Void) {
    guard !broken.isEmpty else { return }
    for word in broken {
      for hash in [
        word.joined, word.hyphenated, word.first, word.second, word.first.salted(Vocabulary.firstPart),
        word.second.salted(Vocabulary.secondPart),
      ] { vocabulary.ask(hash) }
    }
    var functionWords = FunctionWords()
    var innerTypographicHyphens = 0
    words(&vocabulary, &functionWords, &innerTypographicHyphens)
    language = functionWords.language
    printsSoftHyphenApart = innerTypographicHyphens == 0
    for word in broken {
      let (joined, hyphenated) = (vocabulary.count(word.joined), vocabulary.count(word.hyphenated))
      if joined > hyphenated { softVotes += 1 }
      if hyphenated > joined { hardVotes += 1 }
    }
  }

  func verdict(_ word: BrokenWord) -> HyphenVerdict {
    guard let last = word.before.last, let next = word.after.first else { return .hard }
    if word.sign == "\u{AD}" { return .soft }
    if !last.isLetter || !next.isLetter || word.isInAddress { return .hard }
    if HyphenatedParts.conjunctions.contains(String(word.after)) { return .suspended }
    if word.sign == "\u{2010}", printsSoftHyphenApart { return .soft }
    let isCapitals = word.before.suffix(2).allSatisfy(\.isUppercaseLetter)
    if next.isUppercaseLetter, !isCapitals { return .hard }
    let joined = vocabulary.count(word.joined)
    let hyphenated = vocabulary.count(word.hyphenated)
    if joined != hyphenated { return joined > hyphenated ? .soft : .hard }
    return unattested(word)
  }

  /// The verdict on a word that the document writes nowhere else, or both ways alike.
  private func unattested(_ word: BrokenWord) -> HyphenVerdict {
    // Names with figures in them are not hyphenated by rule.
    if (word.lastPart + word.after).contains(where: { $0.decimalDigit != nil }) { return .hard }
    // No language breaks an abbreviation before small letters, as in "USB-|stick".
    let isAbbreviation = word.lastPart.dropFirst().contains(where: \.isUppercaseLetter)
    if isAbbreviation, word.after.contains(where: \.isLowercaseLetter) { return .hard }
    let first = String(word.lastPart).lowercased()
    let second = String(word.after).lowercased()
    if language == .french, HyphenatedParts.frenchEnclitics.contains(second) { return .hard }
    // Words that have hyphens of their own are broken there.
    if word.goesOnHyphenated || (word.before.contains(where: \.isHyphen) && HyphenatedParts.links.contains(first)) {
      return .hard
    }
    let length = second.unicodeScalars.count
    // Malay and others double words.
    if first == second, length >= 3 { return .hard }
    if HyphenatedParts.prefixes.contains(first), length >= 3, !HyphenatedParts.isEnding(second) { return .hard }
    if language == .english {
      if first.unicodeScalars.count >= 3, HyphenatedParts.secondParts.contains(second) { return .hard }
      if HyphenatedParts.isNumber(first, second) || HyphenatedParts.meetVowels(first, second) { return .hard }
    }
    let isClosed = HyphenatedParts.closedHalves.contains(first) || HyphenatedParts.closedHalves.contains(second)
    if isClosed { return .soft }
    return language == .english || language == .french
      ? unlisted(word, first: first, second: second) : habitual(word)
  }

  /// The verdict by how the document uses the two halves, in languages that write many compounds with hyphens.
  private func unlisted(_ word: BrokenWord, first: String, second: String) -> HyphenVerdict {
    let (isFirstWord, isSecondWord) = (vocabulary.count(word.first) > 0, vocabulary.count(word.second) > 0)
    let (opens, closes) = (openings(word) > 0, closings(word) > 0)
    let lengths = (first.unicodeScalars.count, second.unicodeScalars.count)
    if opens || closes, isSecondWord, lengths.0 >= 2 { return .hard }
    // A word that opens other compounds of the document opens this one too, unless what follows is a mere ending.
    if language == .english, opens, isFirstWord, lengths.0 >= 4, lengths.1 >= 4, !HyphenatedParts.isEnding(second) {
      return .hard
    }
    return isFirstWord && isSecondWord && min(lengths.0, lengths.1) >= 3 ? .hard : .soft
  }

  /// The verdict in other languages, which join compounds or have few: hard only where one of the halves is often hyphenated.
  private func habitual(_ word: BrokenWord) -> HyphenVerdict {
    let (asFirst, asSecond) = (vocabulary.count(word.first), vocabulary.count(word.second))
    // German nouns keep their capital after a hyphen.
    if language == .german, !word.before.contains(where: \.isHyphen), word.before.first?.isUppercaseLetter == true,
      word.after.first?.isUppercaseLetter == false
    {
      return .soft
    }
    if openings(word) >= Self.leastUses, openings(word) * Self.leastShare >= asFirst, asSecond > 0 { return .hard }
    if closings(word) >= Self.leastUses, closings(word) * Self.leastShare >= asSecond { return .hard }
    // A document that joins no broken word at all was not hyphenated.
    return softVotes == 0 && hardVotes > 0 && asFirst > 0 && asSecond > 0 ? .hard : .soft
  }

  /// Uses with a hyphen, and the share of all uses, that tell of a habit.
  private static let leastUses = 2
  private static let leastShare = 8

  /// How often the document has the first half before a hyphen, and the second after one.
  private func openings(_ word: BrokenWord) -> Int { vocabulary.count(word.first.salted(Vocabulary.firstPart)) }
  private func closings(_ word: BrokenWord) -> Int { vocabulary.count(word.second.salted(Vocabulary.secondPart)) }

  private func String(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}

/// Tells languages apart as far as hyphens need it, by the commonest little words.
struct FunctionWords {
  enum Language: CaseIterable { case english, french, german, dutch, nordic, other }

  private var counts: [Int32] = [0, 0, 0, 0, 0]
  private var words = 0
  /// In the order of the languages.
  private static let lists: [[String]] = [
    ["the", "and", "of", "that", "is"], ["les", "des", "est", "une", "dans"], ["der", "die", "und", "das"],
    ["het", "een", "van"], ["och", "att", "det", "som", "og", "at", "er"],
  ]
  /// At least one word in so many is one of its language's, even in manuals with much code.
  private static let wordsToOne = 25
  private static let table: [WordHash: Int] = {
    var table: [WordHash: Int] = [:]
    for (language, words) in lists.enumerated() {
      for word in words {
        var hash = WordHash()
        for scalar in word.unicodeScalars { hash.add(scalar) }
        table[hash] = language
      }
    }
    return table
  }()

  mutating func add(_ glyphs: ArraySlice<Glyph>) {
    words += 1
    guard glyphs.count <= 4 else { return }
    var hash = WordHash()
    for glyph in glyphs { hash.add(glyph.scalar) }
    if let language = Self.table[hash] { counts[language] += 1 }
  }

  /// How many were seen, of all languages.
  var total: Int { counts.reduce(0) { $0 + Int($1) } }

  var language: Language {
    guard let most = counts.max(), Int(most) * Self.wordsToOne > words, let index = counts.firstIndex(of: most) else {
      return .other
    }
    return Language.allCases[index]
  }
}
