// SPDX-License-Identifier: Apache-2.0

internal import Patterns

/// The test that a metadata filter makes on one value, as text or as a number.
///
/// Texts are compared folded. Values that look like dates (`2015-03-01`) belong to every shorter date they start with, so
/// that `date:2015` and `date:2010..2015` hold for all of 2015, and `date:2015-03-01` for each time of that day. A range
/// whose ends are numbers compares numbers, one whose ends are dates compares what begins with a year. `007` and whole
/// numbers that a `Double` would round, as ids are, equal themselves alone.
struct FieldValueTest {
  private let form: Form

  private enum Form {
    case equals(String, Double?)
    case wildcard(TermAutomaton)
    case range(Bound?, Bound?)
    /// Strictly below or above.
    case beyond(Bound, less: Bool)
  }

  private struct Bound {
    let text: String
    let number: Double?

    init(_ text: String) {
      self.text = WordAnalyzer.fold(text)
      number = FieldValueTest.number(text)
    }
  }

  init(_ test: FieldFilter.Test) throws {
    switch test {
    case .equals(let value): form = .equals(Self.folded(value), Self.quantity(value))
    case .wildcard(let value): form = .wildcard(try TermAutomaton(wildcard: Self.folded(value)))
    case .range(let lower, let upper): form = .range(lower.map(Bound.init), upper.map(Bound.init))
    }
  }

  init(beyond value: String, less: Bool) { form = .beyond(Bound(value), less: less) }

  /// Folded, with runs of white space as one space.
  private static func folded(_ text: String) -> String {
    WordAnalyzer.fold(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A number that equals all ways to write it, not one that is a name: `007`, or an id of more digits than are exact.
  private static func quantity(_ text: String) -> Double? {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let whole = digits.prefix { 48...57 ~= $0 }
    guard whole.count <= 15, whole.count < 2 || whole.first != UInt8(ascii: "0") else { return nil }
    return number(text)
  }

  /// `nan` and `inf` are words.
  private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

  func holds(_ value: String) -> Bool {
    let text = Self.folded(value)
    switch form {
    case .equals(let wanted, let number):
      if text == wanted || Self.isDate(text, within: wanted) { return true }
      return number.map { Self.quantity(text) == $0 } ?? false
    case .wildcard(let automaton): return automaton.matches(text)
    case .range(let lower, let upper):
      // Between numbers lie numbers, and dates by their years.
      let ends = [lower, upper].compactMap { $0 }
      if ends.allSatisfy({ $0.number != nil }), Self.number(text) == nil, !Self.beginsWithYear(text) { return false }
      if ends.contains(where: { Self.beginsWithYear($0.text) }), !Self.isYear(text), !Self.beginsWithYear(text) {
        return false
      }
      if let lower, Self.isBelow(text, lower) { return false }
      if let upper, Self.isAbove(text, upper) { return false }
      return !text.isEmpty
    case .beyond(let bound, let less): return less ? Self.isBelow(text, bound) : Self.isAbove(text, bound)
    }
  }

  /// As of the text that the number would be: whether a segment keeps a field as numbers or as texts decides nothing.
  func holds(_ number: Double) -> Bool {
    switch form {
    case .equals(_, let wanted): return wanted == number
    case .wildcard(let automaton): return automaton.matches(Self.text(number))
    case .range(let lower, let upper):
      if let lower, Self.isBelow(number, lower) { return false }
      if let upper, Self.isAbove(number, upper) { return false }
      return true
    case .beyond(let bound, let less): return less ? Self.isBelow(number, bound) : Self.isAbove(number, bound)
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// The integers that pass, where they are a range with ends that are integers or open.
  var integers: ClosedRange<Int>? {
    switch form {
    case .equals(_, let number):
      guard let number, let value = Int(exactly: number) else { return nil }
      return value...value
    case .range(let lower, let upper):
      let least = lower.map { $0.number.flatMap { Int(exactly: $0.rounded(.up)) } } ?? .some(.min)
      let most = upper.map { $0.number.flatMap { Int(exactly: $0.rounded(.down)) } } ?? .some(.max)
      guard let least, let most, least <= most else { return nil }
      return least...most
    default: return nil
    }
  }

  private static func beginsWithYear(_ text: String) -> Bool {
    let head = Array(text.utf8.prefix(5))
    return head.count == 5 && head.prefix(4).allSatisfy { 48...57 ~= $0 } && (head[4] == 0x2D || head[4] == 0x2F)
  }

  private static func isYear(_ text: String) -> Bool { text.utf8.count == 4 && text.utf8.allSatisfy { 48...57 ~= $0 } }

  private static func isDate(_ text: String, within wanted: String) -> Bool {
    guard wanted.utf8.first.map({ 48...57 ~= $0 }) ?? false else { return false }
    switch wanted.utf8.count {
    case 4, 7: return text.hasPrefix(wanted + "-")
    case 10: return text.hasPrefix(wanted + "t") || text.hasPrefix(wanted + " ")
    default: return false
    }
  }

  /// Whether of two whole numbers too long for a `Double`, which takes them for one, the first is less.
  private static func isLess(_ one: String, _ other: String) -> Bool {
    guard let one = Int(one), let other = Int(other) else { return false }
    return one < other
  }

  private static func isBelow(_ number: Double, _ bound: Bound) -> Bool {
    bound.number.map { number < $0 } ?? isBelow(text(number), bound)
  }

  private static func isAbove(_ number: Double, _ bound: Bound) -> Bool {
    bound.number.map { number > $0 } ?? isAbove(text(number), bound)
  }

  private static func isBelow(_ text: String, _ bound: Bound) -> Bool {
    if let border = bound.number, let value = number(text) {
      return value == border ? isLess(text, bound.text) : value < border
    }
    return text.utf8.lexicographicallyPrecedes(bound.text.utf8)
  }

  private static func isAbove(_ text: String, _ bound: Bound) -> Bool {
    if let border = bound.number, let value = number(text) {
      return value == border ? isLess(bound.text, text) : value > border
    }
    return bound.text.utf8.lexicographicallyPrecedes(text.utf8) && !text.hasPrefix(bound.text)
  }
}
