// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import TestSupport
@testable import Documents

/// Tests of the JSON scanner: what it takes and refuses, by hand, and held to Foundation's reader on random text.
@Suite struct JSONScannerTests {
  @Test(arguments: [
    ("null", JSONValue.null), ("true", .bool(true)), (" false ", .bool(false)), ("0", .integer(0)),
    ("-12", .integer(-12)), ("1.5e2", .number(150)), ("-0.0", .number(-0.0)), ("1E-2", .number(0.01)),
    ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    (#""""#, .string("")), (#""é\n\"\\\/\u00e9""#, .string("é\n\"\\/é")), (#""\ud83d\ude00""#, .string("😀")),
    (#""\udc80x""#, .string("\u{FFFD}x")), ("[]", .array([])),
    ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
    ("{}", .object([])), ("\u{FEFF}1", .integer(1)), ("\u{FEFF} {}", .object([])),
    (
      #"{"b": 1, "a": [true], "b": 2}"#,
      .object([JSONField("b", .integer(1)), JSONField("a", .array([.bool(true)])), JSONField("b", .integer(2))])
    ),
  ]) func takes(text: String, value: JSONValue) throws {
    #expect(try JSONScanner.parse(Array(text.utf8)) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "tru", "01", "-", "1.", ".5", "1e", "+1", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
    "\"a\nb\"", "[", "[1", "[1,]", "[,1]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "1 2", "[1]]", "'a'",
    "NaN", "Infinity", "{\"a\" 1}", "[1 2]", "// x", " \u{FEFF}1", "\u{FEFF}\u{FEFF}1", "1\u{FEFF}", "\u{FEFF}",
  ]) func refuses(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONScanner.parse(Array(text.utf8)) }
  }

  @Test func namesWhatIsWantedAndWhere() {
    #expect(throws: JSONSyntaxError(wanted: "a comma or ]", offset: 3)) { try JSONScanner.parse(Array("[1 2]".utf8)) }
    #expect(JSONSyntaxError(wanted: "a value", offset: 4).description == "not JSON at byte 4: a value expected")
  }

  @Test func depthIsBounded() throws {
    let within = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    _ = try JSONScanner.parse(Array(within.utf8))
    for text in [String(repeating: "[", count: 257), String(repeating: "{\"a\":", count: 100_000)] {
      #expect(throws: JSONSyntaxError.self) { try JSONScanner.parse(Array(text.utf8)) }
    }
  }

  @Test func skippingChecksWhatItPasses() throws {
    var scanner = JSONScanner()
    let bytes = Array(#"{"a": [1, {"b": "x\"y"}], "c": null} 7"#.utf8)
    try scanner.skip(in: bytes.span)
    #expect(try scanner.value(in: bytes.span) == .integer(7))
    var broken = JSONScanner()
    #expect(throws: JSONSyntaxError.self) { try broken.skip(in: Array("[1, {]".utf8).span) }
  }

  /// Random texts near JSON: the scanner and Foundation must agree whether they are, and on the value.
  @Test func agreesWithFoundation() throws {
    var random = SeededGenerator(seed: 21)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\"", "\"é\"", "1", "-2.5", "1e3", "true", "null", " ", "\"b\"",
    ]
    var (taken, refused) = (0, 0)
    for round in 0..<5_000 {
      let text =
        round % 2 == 0
        ? (0..<Int.random(in: 1..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        : Self.randomValue(&random, depth: 3)
      let expected = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      let found = try? JSONScanner.parse(Array(text.utf8))
      #expect((found == nil) == (expected == nil), "\(text)")
      if let found, let expected {
        taken += 1
        #expect(Self.same(found, expected), "\(text)")
      } else {
        refused += 1
      }
    }
    #expect(taken > 2000)
    #expect(refused > 1000)
  }

  static func randomValue(_ random: inout SeededGenerator, depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: return ["true", "false", "null"].randomElement(using: &random) ?? ""
    case 1: return "\(Int.random(in: -1000...1000, using: &random))"
    // Foundation reads through decimal numbers: only fractions that are exact in both are compared.
    case 2: return "\(Double(Int.random(in: -999...999, using: &random)) / 8)"
    case 3: return "\"\\t\\u20ac\\ud83d\\ude00 plain é\""
    case 4: return "\"\""
    case 5:
      let count = Int.random(in: 0..<4, using: &random)
      return "[" + (0..<count).map { _ in randomValue(&random, depth: depth - 1) }.joined(separator: " , ") + "]"
    default:
      let count = Int.random(in: 0..<4, using: &random)
      return "{" + (0..<count).map { "\"k\($0)\" : " + randomValue(&random, depth: depth - 1) }.joined(separator: ",")
        + "}"
    }
  }

  /// Whether the value is the one that Foundation gives.
  static func same(_ value: JSONValue, _ other: Any) -> Bool {
    switch value {
    case .null: return other is NSNull
    case .bool(let flag): return other as? Bool == flag
    case .integer(let number): return other as? Int == number
    case .number(let number): return other as? Double == number
    case .string(let text): return other as? String == text
    case .array(let values):
      guard let others = other as? [Any], others.count == values.count else { return false }
      return zip(values, others).allSatisfy(same)
    case .object(let fields):
      guard let others = other as? [String: Any], Set(fields.map(\.name)) == Set(others.keys) else { return false }
      return others.allSatisfy { name, other in value[name].map { same($0, other) } ?? false }
    }
  }

  @Test func changedBytesNeverTrap() {
    var random = SeededGenerator(seed: 22)
    var (taken, refused) = (0, 0)
    for _ in 0..<5_000 {
      var bytes = Array(Self.randomValue(&random, depth: 4).utf8)
      for _ in 0..<Int.random(in: 0..<3, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if (try? JSONScanner.parse(bytes)) != nil { taken += 1 } else { refused += 1 }
    }
    #expect(taken > 1000)
    #expect(refused > 1000)
  }
}
