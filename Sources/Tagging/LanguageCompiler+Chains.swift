// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Tokenizing

/// From the tree of a line's pattern to the chains of elements that it stands for: alternatives multiply, what is one word
/// becomes one element.
extension LanguageCompiler {
  /// The chains that a line stands for.
  mutating func chains(of line: LexiconLine) throws(LexiconError) -> [[PatternElement]] {
    if line.text.utf8.allSatisfy({ Self.isPlain($0) }), let chain = plainChain(line.text) { return [chain] }
    let node: PhraseNode
    do { node = try PhraseLineParser.parse(line.text) } catch { throw failure(error, in: line) }
    let chains = try expand(node, agent: 0, line)
    if chains.contains([]) {
      throw LexiconError(message: "the pattern can match nothing at all: \(line.excerpt)", place: line.place)
    }
    return chains
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x20
  }

  /// The chain of a line of nothing but small letters, digits and spaces, which needs no parser; long ones are left to it.
  private mutating func plainChain(_ text: String) -> [PatternElement]? {
    var chain: [PatternElement] = []
    for piece in text.utf8.split(separator: UInt8(ascii: " ")) {
      for part in WordForms.parts(of: String(Substring(piece)), language: source.language) {
        chain.append(.set(literals: [literal(part)], classes: ClassSet(), agent: 0, optional: false))
      }
    }
    return chain.isEmpty || chain.count > LexiconCompiler.mostElements ? nil : chain
  }

  private func checkCount(_ count: Int, _ line: LexiconLine) throws(LexiconError) {
    if count > LexiconCompiler.mostChains {
      throw LexiconError(
        message: "the pattern stands for more than \(LexiconCompiler.mostChains) phrases; split it or use a word class",
        place: line.place)
    }
  }

  private mutating func expand(_ node: PhraseNode, agent: UInt16, _ line: LexiconLine) throws(LexiconError)
    -> [[PatternElement]]
  {
    switch node {
    case .word(let text):
      let word = try PatternWord(text, analyzer, line)
      if word.parts.isEmpty, optionalDepth == 0 {
        throw LexiconError(
          message: "'\(text)' holds no letter and no digit, and no pattern can ask for it: \(line.excerpt)",
          place: line.place)
      }
      return self.word(word, agent: agent)
    case .wildcard(let text): return try wildcard(try PatternWord(wildcard: text, analyzer, line), agent: agent, line)
    case .inflected(let lemma, let particle): return try inflected(lemma, particle: particle, agent: agent, line)
    case .wordClass(let name):
      guard let number = classNumbers[name] ?? classNumbers["g:" + name] else {
        throw LexiconError(message: "unknown word class {\(name)}: \(line.excerpt)", place: line.place)
      }
      return [[set(number, agent)]]
    case .actor(let name, let possessive):
      return [[.actor(mask: try mask(name, line), possessive: possessive, optional: false)]]
    case .agent(let name, let inner):
      return try expand(inner, agent: try mask(name, line), line)
    case .object(let inner):
      return try expand(inner, agent: agent, line).map { chain throws(LexiconError) in
        guard chain.count == 1 else {
          throw LexiconError(
            message: "what '@' marks is one word, class or mention; phrases stand in a word class: \(line.excerpt)",
            place: line.place)
        }
        return [.objectMark] + chain
      }
    case .gap(let width): return [[.gap(width)]]
    case .hyphen: return [[.hyphen]]
    case .optional(let inner):
      optionalDepth += 1
      defer { optionalDepth -= 1 }
      return optional(try expand(inner, agent: agent, line))
    case .sequence(let parts): return try sequence(parts, agent: agent, line)
    case .alternatives(let options):
      var all: [[PatternElement]] = []
      for option in options { all += try expand(option, agent: agent, line) }
      try checkCount(all.count, line)
      return merged(all)
    }
  }

  private func set(_ number: Int, _ agent: UInt16) -> PatternElement {
    .set(literals: [], classes: ClassSet(number), agent: agent, optional: false)
  }

  private func mask(_ name: String, _ line: LexiconLine) throws(LexiconError) -> UInt16 {
    var mask: UInt16 = 0
    for part in name.split(separator: "/") {
      guard let index = actorNames.firstIndex(of: String(part)) else {
        throw LexiconError(message: "unknown actor '\(part)': \(line.excerpt)", place: line.place)
      }
      mask |= 1 << UInt16(index)
    }
    return mask
  }

  private func one(_ literals: [Int32], _ agent: UInt16) -> PatternElement {
    .set(literals: literals, classes: ClassSet(), agent: agent, optional: false)
  }

  /// A word with hyphens stands for its parts side by side and for the word without hyphens.
  private mutating func word(_ word: PatternWord, agent: UInt16) -> [[PatternElement]] {
    var apart: [PatternElement] = []
    for part in word.parts.flatMap({ WordForms.parts(of: $0, language: source.language) }) where !part.isEmpty {
      apart.append(one([literal(part)], apart.isEmpty ? agent : 0))
    }
    return word.isHyphenated ? [[one([literal(word.parts.joined())], agent)], apart] : [apart]
  }

  private mutating func wildcard(
    _ word: PatternWord, agent: UInt16, _ line: LexiconLine
  ) throws(LexiconError) -> [[PatternElement]] {
    var apart: [PatternElement] = []
    for part in word.parts {
      let agent = apart.isEmpty ? agent : 0
      apart.append(part.contains("*") ? set(try affixClass(part, line), agent) : one([literal(part)], agent))
    }
    return word.isHyphenated ? [[set(try affixClass(word.parts.joined(), line), agent)], apart] : [apart]
  }

  /// The class of all words with a beginning or an ending.
  private mutating func affixClass(_ folded: String, _ line: LexiconLine) throws(LexiconError) -> Int {
    if let known = classNumbers["w:" + folded] { return known }
    let number = try newClass("w:" + folded, line.place, size: 30)
    addAffix(folded, to: number)
    return number
  }

  private mutating func inflected(
    _ lemma: String, particle: String?, agent: UInt16, _ line: LexiconLine
  ) throws(LexiconError) -> [[PatternElement]] {
    let whole = try PatternWord(lemma, analyzer, line)
    let isListed = inflector.lists(lemma)
    if whole.parts.isEmpty {
      throw LexiconError(message: "'~' needs a word: \(line.excerpt)", place: line.place)
    }
    if whole.parts.count > 1, !isListed {
      guard particle == nil else {
        throw LexiconError(
          message: "a word of several parts takes no particle: \(line.excerpt)", place: line.place)
      }
      return inflected(whole, agent: agent)
    }
    let forms = inflector.forms(of: isListed ? lemma : whole.lastAsWritten)
    let folded = forms.map { WordForms.fold($0) }
    guard let particle = particle.map({ WordForms.fold($0) }) else {
      let whole = numbers(folded.filter { !$0.utf8.contains(UInt8(ascii: "-")) })
      var chains = whole.isEmpty ? [] : [[one(whole, agent)]]
      for form in folded where form.utf8.contains(UInt8(ascii: "-")) {
        chains += word(try PatternWord(form, analyzer, line), agent: agent)
      }
      return chains
    }
    let verb = one(numbers(folded), agent)
    let behind = one(numbers([particle]), 0)
    guard source.verbSecond else { return [[verb, .gap(4), behind]] }
    let joined = folded.map { particle + $0 } + [particle + "zu" + WordForms.fold(lemma)]
    return [[one(numbers(joined), agent)], [verb, .gap(14), behind], [behind, one(numbers(["te"]), 0), verb]]
  }

  /// Of a lemma of several parts the last one is inflected.
  private mutating func inflected(_ word: PatternWord, agent: UInt16) -> [[PatternElement]] {
    let heads = word.parts.dropLast()
    let forms = inflector.forms(of: word.lastAsWritten).map { WordForms.fold($0) }
    let apart =
      heads.enumerated().map { one([literal($1)], $0 == 0 ? agent : 0) } + [one(numbers(forms), 0)]
    return word.isHyphenated ? [[one(numbers(forms.map { heads.joined() + $0 }), agent)], apart] : [apart]
  }

  private mutating func numbers(_ words: [String]) -> [Int32] {
    var result: [Int32] = []
    for word in words {
      let number = literal(word)
      if !result.contains(number) { result.append(number) }
    }
    return result.sorted()
  }

  private func optional(_ chains: [[PatternElement]]) -> [[PatternElement]] {
    if chains.count == 1, chains[0].count == 1 {
      switch chains[0][0] {
      case .set(let literals, let classes, let agent, _):
        return [[.set(literals: literals, classes: classes, agent: agent, optional: true)]]
      case .actor(let mask, let possessive, _): return [[.actor(mask: mask, possessive: possessive, optional: true)]]
      default: break
      }
    }
    return chains.contains([]) ? chains : [[]] + chains
  }

  private mutating func sequence(_ parts: [PhraseNode], agent: UInt16, _ line: LexiconLine) throws(LexiconError)
    -> [[PatternElement]]
  {
    var result: [[PatternElement]] = [[]]
    for part in parts {
      let next = try expand(part, agent: agent, line)
      try checkCount(result.count * next.count, line)
      result = result.flatMap { head in next.map { head + $0 } }
    }
    if result.contains(where: { $0.count > LexiconCompiler.mostElements }) {
      throw LexiconError(message: "the pattern is longer than \(LexiconCompiler.mostElements) words", place: line.place)
    }
    return result
  }

  /// One-word alternatives become one element.
  private func merged(_ chains: [[PatternElement]]) -> [[PatternElement]] {
    var literals: [Int32] = []
    var classes = ClassSet()
    var agents: UInt16 = 0
    for chain in chains {
      guard chain.count == 1, case .set(let own, let ownClasses, let agent, false) = chain[0] else { return chains }
      literals += own
      classes.formUnion(ownClasses)
      agents = agent
    }
    return [[.set(literals: Array(Set(literals)).sorted(), classes: classes, agent: agents, optional: false)]]
  }
}
