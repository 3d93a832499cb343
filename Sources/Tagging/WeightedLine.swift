// SPDX-License-Identifier: Apache-2.0

/// A line `head :: name weight, name weight` of a lexicon: something found, and how much it speaks for what.
///
/// Read by bytes, since a lexicon has thousands of such lines.
struct WeightedLine {
  let head: String
  let weights: [(number: Int, weight: Double)]

  private enum Flaw {
    case unmarked
    /// An entry that is not a name and a number, or a name that is not known, as a range of the line's bytes.
    case entry(Range<Int>)
    case name(Range<Int>)
    /// A name that stands in the line a second time.
    case repeated(Range<Int>)
  }

  /// - Parameters:
  ///   - what: what the line is, for messages: "a cue".
  ///   - kind: what its names are: "concept".
  ///   - numbers: the number of each name.
  init(_ line: LexiconLine, _ what: String, of kind: String, _ numbers: [String: Int]) throws(LexiconError) {
    var weights: [(number: Int, weight: Double)] = []
    var text = line.text
    let (head, flaw) = text.withUTF8 { Self.read($0, numbers, &weights) }
    (self.head, self.weights) = (head, weights)
    func words(_ range: Range<Int>) -> String { String(decoding: Array(line.text.utf8)[range], as: UTF8.self) }
    func place(_ range: Range<Int>) -> LexiconPlace {
      var place = line.place
      place.column += words(0..<range.lowerBound).unicodeScalars.count
      return place
    }
    switch flaw {
    case nil: break
    case .unmarked:
      throw LexiconError(
        message: "\(what) is '\(what.dropFirst(2)) :: \(kind) weight, ...': \(line.excerpt)", place: line.place)
    case .entry(let range):
      let found = LexiconLine.excerpt(words(range))
      throw LexiconError(message: "\(what)'s weight is '\(kind) number': \(found)", place: place(range))
    case .name(let range):
      throw LexiconError(message: "unknown \(kind) '\(LexiconLine.excerpt(words(range)))'", place: place(range))
    case .repeated(let range):
      throw LexiconError(
        message: "the \(kind) '\(LexiconLine.excerpt(words(range)))' stands twice in the line", place: place(range))
    }
  }

  private static func read(
    _ line: UnsafeBufferPointer<UInt8>, _ numbers: [String: Int], _ weights: inout [(number: Int, weight: Double)]
  ) -> (head: String, flaw: Flaw?) {
    guard let mark = mark(in: line) else { return ("", .unmarked) }
    let head = string(line, 0..<mark)
    var start = mark + 4
    while start < line.count {
      let end = line[start...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
      let entry = start..<end
      start = end + 1
      if entry.isEmpty { continue }
      let (name, value) = words(line, entry)
      guard let weight = decimal(line, value), weight.magnitude <= 100 else { return (head, .entry(entry)) }
      guard let number = numbers[string(line, name)] else { return (head, .name(name)) }
      if weights.contains(where: { $0.number == number }) { return (head, .repeated(name)) }
      weights.append((number, weight))
    }
    return (head, nil)
  }

  /// Where ` :: ` stands.
  private static func mark(in line: UnsafeBufferPointer<UInt8>) -> Int? {
    var start = 0
    while start + 4 <= line.count {
      if line[start] == UInt8(ascii: " "), line[start + 1] == UInt8(ascii: ":"), line[start + 2] == UInt8(ascii: ":"),
        line[start + 3] == UInt8(ascii: " ")
      {
        return start
      }
      start += 1
    }
    return nil
  }

  /// The two words of an entry; the second is empty where there are not two.
  private static func words(
    _ line: UnsafeBufferPointer<UInt8>, _ entry: Range<Int>
  ) -> (name: Range<Int>, value: Range<Int>) {
    let name = word(line, from: entry.lowerBound, to: entry.upperBound)
    let value = word(line, from: name.upperBound, to: entry.upperBound)
    let rest = word(line, from: value.upperBound, to: entry.upperBound)
    return (name, rest.isEmpty ? value : rest.upperBound..<rest.upperBound)
  }

  /// The next word at or behind a place.
  private static func word(_ line: UnsafeBufferPointer<UInt8>, from place: Int, to limit: Int) -> Range<Int> {
    var start = place
    while start < limit, line[start] == UInt8(ascii: " ") { start += 1 }
    var end = start
    while end < limit, line[end] != UInt8(ascii: " ") { end += 1 }
    return start..<end
  }

  private static func string(_ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: line[range]), as: UTF8.self)
  }

  /// The number that some bytes spell. A sign, few digits and a point are the usual case: both the digits and the power of
  /// ten are then exact, and so is what their division rounds to.
  private static func decimal(_ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
    var (mantissa, digits, scale) = (0, 0, 1)
    var (isNegative, hasPoint) = (false, false)
    for place in range {
      switch line[place] {
      case UInt8(ascii: "-") where place == range.lowerBound: isNegative = true
      case UInt8(ascii: ".") where !hasPoint && digits > 0: hasPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9") where digits < 15:
        mantissa = mantissa * 10 + Int(line[place] - UInt8(ascii: "0"))
        digits += 1
        if hasPoint { scale *= 10 }
      default: return Double(string(line, range))
      }
    }
    if digits == 0 || hasPoint && scale == 1 { return Double(string(line, range)) }
    let value = Double(mantissa) / Double(scale)
    return isNegative ? -value : value
  }
}
