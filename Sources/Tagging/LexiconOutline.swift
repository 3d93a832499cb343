// SPDX-License-Identifier: Apache-2.0

/// How the lines of a lexicon's file are indented, and whether any is nested too deeply to be read: brackets within
/// brackets, lists within lists and deep indents make small files expensive, and a lexicon needs none of them.
struct LexiconOutline {
  private static let mostNested = 32
  private static let mostIndent = 200

  private var indents: [UInt8] = []
  /// The first line that is nested too deeply, from 1.
  private(set) var deepLine: Int?

  init(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while start <= bytes.count {
        let end = add(bytes, from: start)
        start = end + 1
      }
    }
  }

  /// The spaces before a line, by its number from 1; 0 where there is no such line.
  func indent(ofLine number: Int) -> Int { indents.indices.contains(number - 1) ? Int(indents[number - 1]) : 0 }

  /// Takes in a line and gives its end.
  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    let indent = place - start
    indents.append(UInt8(clamping: indent))
    var isDeep = indent > Self.mostIndent || Self.dashes(bytes, from: place) > Self.mostNested
    var depth = 0
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
      // `[` and `{`, `]` and `}` differ in one bit.
      switch bytes[place] | 0x20 {
      case UInt8(ascii: "{"):
        depth += 1
        if depth > Self.mostNested { isDeep = true }
      case UInt8(ascii: "}"): depth -= 1
      default: break
      }
      place += 1
    }
    if isDeep, deepLine == nil { deepLine = indents.count }
    return place
  }

  /// How many list items or complex keys open at the start of a line.
  private static func dashes(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var (count, place) = (0, start)
    var isAfter = false
    while place < min(bytes.count, start + 400) {
      switch bytes[place] {
      case UInt8(ascii: "-"), UInt8(ascii: "?"):
        if !isAfter { count += 1 }
        isAfter = true
      case UInt8(ascii: " "): isAfter = false
      default: return count
      }
      place += 1
    }
    return count
  }
}
