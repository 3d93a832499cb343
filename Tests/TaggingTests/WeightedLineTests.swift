// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
@testable import Tagging

/// Lines of names and weights are read as they are written, or refused with what is wrong.
@Suite struct WeightedLineTests {
  private func read(_ text: String) throws -> WeightedLine {
    let line = LexiconLine(text: text, place: LexiconPlace(file: "en.yml", line: 3, column: 1))
    return try WeightedLine(line, "a cue", of: "concept", ["warm": 0, "cold": 1])
  }

  /// Weights are what the standard library reads, to the last bit.
  @Test func weightsAreExact() throws {
    var random = SeededGenerator(seed: 5)
    for digits in 0...17 {
      for _ in 0..<200 {
        let fraction = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        let whole = String(Int.random(in: 0...99, using: &random))
        let number = (Bool.random(using: &random) ? "-" : "") + whole + (digits > 0 ? "." + fraction : "")
        let line = try read("a <CIT> :: warm \(number),  cold 1e-3 ")
        #expect(line.head == "a <CIT>")
        #expect(line.weights.map(\.number) == [0, 1])
        #expect(line.weights.map(\.weight) == [try #require(Double(number)), 1e-3], "\(number)")
      }
    }
  }

  @Test(arguments: [
    ("a warm 1", "a cue is 'cue :: concept weight, ...': a warm 1"), ("a ::warm 1", "a cue is 'cue :: concept weight"),
    ("a :: warm", "a cue's weight is 'concept number': warm"),
    ("a :: cold 1, warm 1 2", "a cue's weight is 'concept number':  warm 1 2"),
    ("a :: warm 1.2.3", "a cue's weight"), ("a :: warm -", "a cue's weight"), ("a :: warm 101", "a cue's weight"),
    ("a :: tepid 1", "unknown concept 'tepid'"),
  ])
  func refusesWhatIsNoWeight(_ text: String, _ message: String) throws {
    let error = #expect(throws: LexiconError.self) { _ = try read(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(error?.place.line == 3)
  }

  @Test func aNameThatStandsTwiceIsRefusedWhereItDoes() throws {
    let error = #expect(throws: LexiconError.self) { _ = try read("grün :: warm 1, cold 2, warm 3") }
    #expect(error?.message == "the concept 'warm' stands twice in the line")
    let first = try #require(#expect(throws: LexiconError.self) { _ = try read("a b") }).place.column
    #expect(error?.place.column == first + 24)
  }

  @Test func anEmptyEntryIsNone() throws {
    #expect(try read("a :: , warm 1,").weights.count == 1)
  }
}
