// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Tagging

/// Decision tables read evidence as they say.
@Suite struct ExpressionTests {
  private func value(_ text: String, _ items: [Evidence.Item]) throws -> Double {
    let line = LexiconLine(text: text, place: LexiconPlace(file: "t", line: 1, column: 1))
    var evidence = Evidence()
    evidence.items = items
    return try Expression(line, concepts: ["a": 0, "b": 1], names: [:]).value(EvidenceByConcept(evidence), [])
  }

  @Test func features() throws {
    let items = [
      Evidence.Item(concept: 0, polarity: .asserted, position: 4, weight: 2),
      Evidence.Item(concept: 0, polarity: .denied, position: 6, weight: 1),
      Evidence.Item(concept: 1, polarity: .asserted, position: 2, weight: 3),
      Evidence.Item(concept: 1, polarity: .asserted, position: 9, weight: 0.5),
    ]
    #expect(try value("a", items) == 2)
    #expect(try value("denied(a)", items) == 1)
    #expect(try value("first(b) * 10 + last(b)", items) == 29)
    #expect(try value("after(b, a)", items) == 0.5)
    #expect(try value("count(b)", items) == 2)
    #expect(try value("if(a > 1 and not b < 1, min(a, b), 7)", items) == 2)
    #expect(try value("2 + 3 * 4 - 1", items) == 13)
    #expect(try value("first(a) < last(b) or 0", items) == 1)
  }

  /// `not` is of the whole comparison behind it, and binds tighter than `and`.
  @Test(arguments: [
    ("not a > 2", 1), ("not a > 1", 0), ("not a + 1 < 3 and b", 1), ("not b > 2 or a", 1), ("not not a > 1", 1),
    ("not a = 2 or not b = 3.5", 0), ("1 - (not a)", 1), ("'a' * 2", 4), ("count('b') > 1", 1),
  ])
  func notIsOfTheComparison(_ text: String, _ wanted: Double) throws {
    let items = [
      Evidence.Item(concept: 0, polarity: .asserted, position: 4, weight: 2),
      Evidence.Item(concept: 1, polarity: .asserted, position: 2, weight: 3),
      Evidence.Item(concept: 1, polarity: .asserted, position: 9, weight: 0.5),
    ]
    #expect(try value(text, items) == wanted)
  }

  @Test func longSumsAndBrackets() throws {
    let items = [Evidence.Item(concept: 0, polarity: .asserted, position: 4, weight: 2)]
    let count = 100_000
    #expect(try value("a" + String(repeating: " + a", count: count), items) == Double(2 * count + 2))
    #expect(try value("a" + String(repeating: " - a * 2", count: count), items) == Double(2 - 4 * count))
    #expect(try value("max(a" + String(repeating: ", a + 1", count: 1000) + ")", items) == 3)
    #expect(throws: LexiconError.self) { try value(String(repeating: "(", count: count) + "a", items) }
    #expect(throws: LexiconError.self) { try value(String(repeating: "- ", count: count) + "a", items) }
  }

  @Test(arguments: [
    "and (a)", "or(a)", "if(a, 1)", "1.2.3", "a + ", "(a", "a a", "nan", "½ + a", "1 < a < 3", "a = b = 1", "'a",
    "a 'or' b",
  ])
  func refused(_ text: String) {
    #expect(throws: LexiconError.self) { try value(text, []) }
  }

  @Test func endlessNumber() {
    #expect(throws: LexiconError.self) { try value(String(repeating: "9", count: 400), []) }
  }
}
