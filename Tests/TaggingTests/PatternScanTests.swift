// SPDX-License-Identifier: Apache-2.0

import Testing
import Tokenizing
@testable import Tagging

/// Random patterns over random sentences: the scan, which asks cheap things first, finds what trying every way of every
/// pattern at every word finds.

/// Matches patterns by their definition alone: no filing, no needs, no early end.
private struct PlainPatterns {
  struct Way: Equatable {
    var end: Int
    var words: [Int] = []
    var act = -1
    var agents: UInt16 = 0
    var anchor = -1
    var actor: Range<Int>?
    var object: Range<Int>?
    var last = -1
  }

  let words: PassageWords
  let actors: KnownActors?

  /// For each word that the anchor may stand on, the match that starts nearest to its left.
  func matches(_ pattern: CompiledPattern) -> [PatternMatcher.Match] {
    var result: [PatternMatcher.Match] = []
    for place in 0..<words.count {
      var start = place - pattern.shortestLead
      while start >= max(0, place - pattern.longestLead), words[start].sentence == words[place].sentence {
        let all = ways(pattern, 0, Way(end: start))
        if let way = all.first(where: { $0.anchor == place }) {
          result.append(
            PatternMatcher.Match(
              start: start, end: way.end, words: TakenWords(way.words), act: way.act >= 0 ? way.act : place,
              agents: way.agents, actor: way.actor, object: way.object))
          break
        }
        start -= 1
      }
    }
    return result
  }

  private func ways(_ pattern: CompiledPattern, _ index: Int, _ way: Way) -> [Way] {
    guard index < pattern.elements.count else { return [way] }
    var before = way
    if index == pattern.anchor { before.anchor = way.end }
    let next = steps(pattern.elements[index], before)
    guard index == pattern.object else { return next.flatMap { ways(pattern, index + 1, $0) } }
    return next.flatMap { way in
      var way = way
      if way.end > before.end { way.object = before.end..<way.end }
      // A mention to which something is done does nothing here.
      way.actor = before.actor
      return ways(pattern, index + 1, way)
    }
  }

  private func steps(_ element: PatternElement, _ way: Way) -> [Way] {
    let place = way.end
    let fits = place < words.count && (way.last < 0 || words[way.last].sentence == words[place].sentence)
    switch element {
    case .objectMark: return [way]
    case .hyphen: return place < words.count && words[place].gap == Gap.hyphen.rawValue ? [way] : []
    case .gap(let width): return gap(width, way)
    case .actor(let mask, let possessive, let optional):
      let found = fits ? actors?.mention(at: place).map { mention(mask, possessive, $0, way) } ?? [] : []
      return found + (optional ? [way] : [])
    case .set(let literals, let classes, let agent, let optional):
      var ends: [Int] = []
      if fits {
        if words[place].classes.intersects(classes) || literals.contains(words[place].literal) {
          ends.append(place + 1)
        }
        var span = words[place].firstSpan
        while span >= 0 {
          let own = words.spans[Int(span)]
          if own.classes.intersects(classes) || literals.contains(own.literal) { ends.append(own.end) }
          span = own.next
        }
      }
      if agent != 0, !ends.isEmpty, (actors?.agents(of: place) ?? 0) & agent == 0 { ends = [] }
      return ends.map { taking(place, upTo: $0, agent, way) } + (optional ? [way] : [])
    }
  }

  private func taking(_ place: Int, upTo end: Int, _ agents: UInt16, _ way: Way) -> Way {
    var next = way
    next.words.append(place)
    next.last = place
    next.end = end
    if agents != 0, next.act < 0 { (next.act, next.agents) = (place, agents) }
    return next
  }

  private func mention(
    _ mask: UInt16, _ possessive: Bool, _ mention: (end: Int, mask: UInt16, possessive: Bool), _ way: Way
  ) -> [Way] {
    guard mention.mask & mask != 0, mention.possessive == possessive else { return [] }
    var next = way
    next.end = mention.end
    if way.actor == nil {
      next.actor = way.end..<mention.end
      if way.last < 0 { next.last = mention.end - 1 }
    }
    return [next]
  }

  /// A gap stays in the sentence of the word before it.
  private func gap(_ width: Int, _ way: Way) -> [Way] {
    var result: [Way] = []
    for end in way.end...(way.end + width) where end <= words.count {
      if end > way.end, end < words.count, words[end].sentence != words[end - 1].sentence { break }
      var next = way
      next.end = end
      result.append(next)
    }
    return result
  }
}

@Suite struct PatternScanTests {
  private var random = Random(state: 11)

  private struct Random {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    mutating func of<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
  }

  private static let plain = [
    "idea", "from", "begun", "the", "co-op", "it", "gard*", "*ing", "~close", "{BEGIN}", "{END}", "@idea",
    "@{BEGIN}",
  ]
  private static let gaps = ["", "", "", "..2 ", "..5 ", "... "]
  private static let role = [
    "CIT>{BEGIN}", "ORG>{END}", "CIT/ORG>~close", "<CIT>", "<ORG>", "<CIT's>", "<ORG's>", "<PROF>", "@<CIT>",
  ]
  private static let text = [
    "residents", "parent", "the", "council", "council's", "housing", "association", "nurses", "club", "tenants'",
    "they",
    "it", "we", "our", "began", "founded", "set", "up", "closed", "run", "by", "was", "and", "who", "of", "from",
    "idea",
    "garden", "gardening", "co-op", "co", "op", "never", "not only", "retired", "to", "resident-run", "but", "a",
  ]

  private mutating func pattern() -> String {
    var line = ""
    let count = 1 + random.below(4)
    for index in 0..<count {
      if index > 0 { line += random.of(Self.gaps) }
      let piece = random.below(3) == 0 ? random.of(Self.role) : random.of(Self.plain)
      let isLast = index == count - 1
      switch random.below(8) {
      case 0 where count > 1 && !isLast: line += piece.contains(">") ? piece + " " : piece + "? "
      case 1 where !piece.contains("<") && !piece.contains(">"): line += "(\(piece)|\(random.of(Self.plain))) "
      default: line += piece + " "
      }
    }
    return line
  }

  private mutating func sentence() -> String {
    var result = ""
    for _ in 0..<(3 + random.below(14)) { result += random.of(Self.text) + (random.below(9) == 0 ? ", " : " ") }
    return result.dropLast() + ". "
  }

  @Test mutating func agreesWithTryingEverything() throws {
    var fired: [String: Int] = [:]
    var unfiled = 0
    for _ in 0..<120 {
      let lines = (0..<12).map { _ in "      " + pattern() + "\n" }.joined()
      let rules = Small.rules.replacing("      co-production\n", with: "      co-production\n" + lines)
      let classes = Small.english.replacing("BEGIN: ~begin", with: "BEGIN: co-op, ~begin")
      guard let lexicon = try? Small.lexicon(Small.scheme, classes + "\n" + rules) else {
        unfiled += 1
        continue
      }
      let text = "X " + (0..<(1 + random.below(4))).map { _ in sentence() }.joined()
      let vocabulary = Vocabulary()
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: .english)])
      guard let (read, forms) = Tagger(lexicon, vocabulary: vocabulary).passage(tokens, .english) else { continue }
      var words = read
      forms.withScratch { $0.settle(&words) }
      for stage in 0..<PatternTable.stages {
        let actors = PassageActors(
          words: words, patterns: forms.patterns, lexicon: lexicon,
          cues: [SpeakerCue(place: 0, actor: 2, weight: 1)],
          turns: SpeakerTurns(words, forms.tables, tokens.surfaces), memory: SpeakerMemory())
        let found = forms.withScratch { scratch in
          scratch.found.removeAll()
          PatternScan.run(
            stage: stage, words: words, patterns: forms.patterns, &scratch,
            actors: stage == Anchors.roles ? actors : nil)
          return scratch.found
        }
        try compare(found, stage, words, forms, actors, text)
        for find in found { count(forms.tables.patterns[find.pattern], find.match, &fired) }
      }
      compareClasses(words, forms, lexicon, text, &fired)
    }
    #expect(unfiled < 60)
    for kind in [
      "agent", "mention", "owner", "gap", "optional", "hyphen span", "late anchor", "trigger", "class phrase",
      "whole class", "whole class of a span", "object",
    ] {
      #expect(fired[kind, default: 0] > 20, "\(kind): \(fired)")
    }
  }

  private func compare(
    _ found: [PatternScan.Found], _ stage: Int, _ words: PassageWords, _ forms: FormTable, _ actors: PassageActors,
    _ text: String
  ) throws {
    let plain = PlainPatterns(words: words, actors: actors.known)
    for (number, pattern) in forms.tables.patterns.enumerated()
    where forms.patterns.stage(of: Int32(number)) == stage && !isWholeClass(pattern) {
      // Of the matches with one start the scan keeps that of the first anchor.
      var starts: Set<Int> = []
      var wanted = plain.matches(pattern).filter { starts.insert($0.start).inserted }
      if stage == Anchors.roles, actors.known == nil { wanted = [] }
      let own = found.filter { $0.pattern == number }.map(\.match)
      #expect(own == wanted, "line \(pattern.place.line), pattern \(pattern.elements), in: \(text)")
    }
  }

  /// Whole classes are put into others without being matched.
  private func isWholeClass(_ pattern: CompiledPattern) -> Bool {
    if case .wordClass(_, false) = pattern.purpose { pattern.elements.count == 1 } else { false }
  }

  /// Words and spans gain the classes that matching every class phrase, whole classes too, gives them.
  private func compareClasses(
    _ words: PassageWords, _ forms: FormTable, _ lexicon: CompiledLexicon, _ text: String, _ fired: inout [String: Int]
  ) {
    var wanted = words
    let plain = PlainPatterns(words: words, actors: nil)
    for pattern in forms.tables.patterns {
      guard case .wordClass(let number, let headOnly) = pattern.purpose else { continue }
      var starts: Set<Int> = []
      for match in plain.matches(pattern) where starts.insert(match.start).inserted {
        let isWord = headOnly || match.end == match.start + 1
        if isWord {
          wanted.insert(number, at: headOnly ? match.words.first ?? match.start : match.start)
        } else {
          wanted.addSpan(match.start, match.end, literal: -1, classes: ClassSet(number))
        }
        if isWholeClass(pattern) { fired[isWord ? "whole class" : "whole class of a span", default: 0] += 1 }
      }
    }
    var own = words
    let surfaces = [UInt32](repeating: 0, count: words.count)
    _ = PassageTagger.run(
      &own, SharedLexicon(lexicon), forms, isOpen: true, surfaces: surfaces, memory: SpeakerMemory())
    #expect(own.words.map(\.classes) == wanted.words.map(\.classes), "\(text)")
    func spans(_ words: PassageWords) -> Set<[Int]> {
      Set(words.spans.map { [$0.start, $0.end, Int($0.literal), $0.classes.hashValue] })
    }
    #expect(spans(own) == spans(wanted), "\(text)")
    #expect(own.present == wanted.present, "\(text)")
  }

  /// What kinds of rule a match has shown at work.
  private func count(_ pattern: CompiledPattern, _ match: PatternMatcher.Match, _ fired: inout [String: Int]) {
    for element in pattern.elements {
      switch element {
      case .set(_, _, let agent, let optional):
        if agent != 0 { fired["agent", default: 0] += 1 }
        if optional { fired["optional", default: 0] += 1 }
      case .actor(_, let possessive, _): fired[possessive ? "owner" : "mention", default: 0] += 1
      case .gap: fired["gap", default: 0] += 1
      case .hyphen, .objectMark: break
      }
    }
    if match.object != nil { fired["object", default: 0] += 1 }
    if pattern.anchor > 0 { fired["late anchor", default: 0] += 1 }
    if match.end - match.start > pattern.elements.count { fired["hyphen span", default: 0] += 1 }
    switch pattern.purpose {
    case .trigger, .pseudoTrigger: fired["trigger", default: 0] += 1
    case .wordClass: fired["class phrase", default: 0] += 1
    default: break
    }
  }
}
