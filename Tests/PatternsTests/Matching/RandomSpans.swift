// SPDX-License-Identifier: Apache-2.0

/// Random texts over few words, and random patterns that often match them.
import Tokenizing
import TestSupport

@testable import Patterns

/// Words, columns, concepts and kinds of a small made-up corpus.
struct SmallEnvironment: SpanEnvironment {
  static let surfaces = ["co", "Produce", "produced", "état", "etat", "Trust", "trusts", "the", "of", "citizens"]
  static let tags = ["N", "V", "A"]
  private let stemming = Stemming()

  func surface(_ word: UInt32) -> String { SmallEnvironment.surfaces[Int(word)] }
  func folded(_ word: UInt32) -> String { Folding.fold(surface(word)) }
  func stem(_ word: UInt32, _ language: Language) -> String { stemming.stem(surface(word), language) }
  func stem(ofText word: String, _ language: Language) -> String { stemming.stem(word, language) }
  func columnValue(_ column: String, _ value: UInt32) -> String { SmallEnvironment.tags[Int(value)] }
  func kindName(_ kind: UInt8) -> String { kind == 2 ? "paragraph" : "quote" }
  func concepts(_ id: String, narrower: Bool) -> Set<UInt16> {
    switch id {
    case "wide": narrower ? [0, 1, 2] : [0]
    case "one": [1]
    default: [2]
    }
  }
}

struct RandomSpans: RandomNumberGenerator {
  private var numbers: SeededGenerator
  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { numbers.next() }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func text() -> SpanText {
    let count = 1 + below(30)
    var text = SpanText(surfaces: [], gaps: [])
    for token in 0..<count {
      let opensBlock = token == 0 || below(7) == 0
      text.surfaces.append(UInt32(below(SmallEnvironment.surfaces.count)))
      text.gaps.append((opensBlock ? Gap.block : below(3) == 0 ? Gap.hyphen : Gap.space).rawValue)
      text.columns["pos", default: []].append(UInt32(below(SmallEnvironment.tags.count)))
      if opensBlock {
        let page = (text.blocks.last?.page ?? 1) + UInt32(below(2))
        text.blocks.append(
          TokenBlock(
            firstToken: UInt32(token), kind: below(3) == 0 ? 7 : 2, language: below(3) == 0 ? .french : .english,
            page: page, textStart: 0))
      }
      if opensBlock || below(5) == 0 { text.sentences.append(UInt32(token)) }
      if below(4) == 0 {
        let end = min(count, token + 1 + below(4))
        text.concepts.append(ConceptSpan(concept: UInt16(below(3)), start: UInt32(token), end: UInt32(end)))
      }
    }
    return text
  }

  mutating func value() -> ValuePattern {
    let forms: [ValuePattern.Form] = [
      .literal("co-produce"), .literal("Produce"), .literal("etat"), .literal("trust"), .literal("the"),
      .wildcard("pro*"),
      .wildcard("c*-p*"), .regex("co-?prod.*"), .regex("trusts?"), .regex(".*e"), .fuzzy("trusty", distance: 1),
      .literal("État"),
    ]
    var value = ValuePattern(forms[below(forms.count)])
    value.caseSensitive = below(5) == 0
    value.accentSensitive = below(5) == 0
    return value
  }

  mutating func test(depth: Int) -> TokenTest {
    switch below(depth > 0 ? 9 : 6) {
    case 0: .any
    case 1: .insideConcept(["wide", "one"][below(2)], narrower: below(2) == 0)
    case 2: .attribute(.column("pos"), ValuePattern(.regex(["N", "V|A", "n"][below(3)])))
    case 3:
      below(2) == 0
        ? .attribute(.stem, ValuePattern(.literal("trusted"))) : .attribute(.block, ValuePattern(.literal("quote")))
    case 4, 5: .attribute(.word, value())
    case 6: .all([test(depth: depth - 1), test(depth: depth - 1)])
    case 7: .anyOf([test(depth: depth - 1), test(depth: depth - 1)])
    default: .not(test(depth: depth - 1))
    }
  }

  mutating func pattern(depth: Int) -> SpanPattern {
    switch below(depth > 0 ? 9 : 3) {
    case 0: .token(.attribute(.word, value()))
    case 1: .token(test(depth: 2))
    case 2: below(2) == 0 ? .concept(["wide", "one", "two"][below(3)], narrower: below(2) == 0) : .token(.any)
    case 3, 4: .sequence((0..<(1 + below(4))).map { _ in pattern(depth: depth - 1) })
    case 5: .alternatives((0..<(1 + below(3))).map { _ in pattern(depth: depth - 1) })
    case 6:
      below(2) == 0
        ? .repeated(.token(.any), min: below(3), max: 2 + below(4)) : .repeated(.token(.any), min: below(2), max: nil)
    case 7: .repeated(pattern(depth: depth - 1), min: below(3), max: below(3) == 0 ? nil : 2 + below(2))
    default: .capture(["a", "b"][below(2)], pattern(depth: depth - 1))
    }
  }

  mutating func query() -> SpanQuery {
    var query = SpanQuery(pattern(depth: 3))
    let scopes: [SpanScope] = [.sentence, .paragraph, .block, .page, .document, .tokens(1 + below(6))]
    query.within = below(3) == 0 ? [scopes[below(6)], scopes[below(6)]] : [scopes[below(6)]]
    if below(4) == 0 { query.containing = [pattern(depth: 1)] }
    return query
  }
}
