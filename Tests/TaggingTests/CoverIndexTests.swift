// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Tagging

/// The index of entries gives every one that covers another, and few more.
@Suite struct CoverIndexTests {
  private static let wordClasses: [ClassSet] = (0..<12).map { word in
    var classes = ClassSet()
    if word % 3 == 0 { classes.insert(word % 4) }
    if word % 5 == 0 { classes.insert(5) }
    return classes
  }

  private static func element(_ random: inout SeededGenerator) -> PatternElement {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .gap(2)
    case 1: return .actor(mask: 1, possessive: false, optional: false)
    case 2:
      return .set(literals: [], classes: ClassSet(Int.random(in: 0..<6, using: &random)), agent: 0, optional: false)
    default:
      let words = Set((0..<Int.random(in: 1...3, using: &random)).map { _ in Int32.random(in: 0..<12, using: &random) })
      let more =
        Int.random(in: 0..<4, using: &random) == 0 ? ClassSet(Int.random(in: 0..<6, using: &random)) : ClassSet()
      return .set(literals: words.sorted(), classes: more, agent: 0, optional: false)
    }
  }

  /// The plain twin: whether each element of one accepts all that the other's does.
  private static func covers(_ wide: [PatternElement], _ narrow: [PatternElement]) -> Bool {
    zip(wide, narrow).allSatisfy {
      guard case .set(let words, let classes, _, _) = $0, case .set(let few, let own, _, _) = $1 else {
        return $0 == $1
      }
      return own.subtracting(classes).isEmpty
        && few.allSatisfy { words.contains($0) || wordClasses[Int($0)].intersects(classes) }
    }
  }

  @Test func givesAllThatCover() {
    var random = SeededGenerator(seed: 11)
    var (covered, left) = (0, 0)
    for _ in 0..<200 {
      let count = Int.random(in: 1...3, using: &random)
      let entries = (0..<40).map { number in
        (number: number, rule: number % 2, elements: (0..<count).map { _ in Self.element(&random) })
      }
      let index = CoverIndex(entries)
      for entry in entries {
        let given = index.candidates(rule: entry.rule, entry.elements) { Self.wordClasses[Int($0)] }
        #expect(given == given.sorted())
        for other in entries where other.rule == entry.rule {
          if Self.covers(other.elements, entry.elements) {
            covered += other.number == entry.number ? 0 : 1
            #expect(given.contains(other.number))
          } else if !given.contains(other.number) {
            left += 1
          }
        }
      }
    }
    #expect(covered > 1000 && left > 10_000)
  }

  /// Lines that differ in one word only ask for no others.
  @Test func alikeButForAWord() {
    let lines = (0..<5000).map { number in
      (
        number: number, rule: 0,
        elements: [
          PatternElement.set(literals: [0, 1], classes: ClassSet(), agent: 0, optional: false), .gap(3),
          .set(literals: [Int32(number + 2)], classes: ClassSet(), agent: 0, optional: false),
        ]
      )
    }
    let index = CoverIndex(lines)
    for line in lines { #expect(index.candidates(rule: 0, line.elements) { _ in ClassSet() } == [line.number]) }
  }
}
