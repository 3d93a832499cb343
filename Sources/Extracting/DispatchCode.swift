// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Tells files that hold no prose - style sheets, scripts and programs, JSON, drawings in SVG and other XML - from texts
/// that speak of such things. A saved web site is full of them.
enum CodeFile: String {
  case styleSheet = "a style sheet (CSS)"
  case program = "program code"
  case json = "JSON data"
  case svg = "an SVG picture"
  case xml = "an XML file that is no page"

  var advice: String {
    switch self {
    case .styleSheet, .program, .svg: "leave it out"
    case .json: "put its texts into JSON lines, {\"id\": ..., \"text\": ...}, in a file named .jsonl"
    case .xml: "convert it to HTML or plain text"
    }
  }

  /// How much of a file is looked at, which is all of nearly every one.
  private static let longest = 1 << 20

  /// What `bytes`, which are text, are instead of prose; nil for a text.
  static func recognise(_ bytes: [UInt8]) -> CodeFile? {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[start...].first(where: { $0 > 0x20 }) else { return nil }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), isJSON(bytes, from: start) { return .json }
    let sample = bytes[start...].prefix(longest)
    // Prose has no braces, which is known at once.
    guard sample.prefix(1 << 16).contains(UInt8(ascii: "{")) else { return nil }
    if StyleSheetMeasure(sample).isStyleSheet { return .styleSheet }
    return ProgramMeasure(sample).isProgram ? .program : nil
  }

  /// Whether the head of a file, in lower case, is that of a drawing.
  static func isSVG(_ head: Substring, _ bytes: [UInt8]) -> Bool {
    guard let root = root(head), root == "svg" || root.hasSuffix(":svg") else { return false }
    // A piece of a page may open with a drawing and go on.
    return !head.hasPrefix("<svg") || bytes.suffix(64).contains(Array("</svg>".utf8))
  }

  /// The name of the first element, after declarations, comments and a document type.
  private static func root(_ head: Substring) -> Substring? {
    var rest = head.drop(while: \.isWhitespace)
    while rest.hasPrefix("<?") || rest.hasPrefix("<!") {
      let closing = rest.hasPrefix("<?") ? "?>" : rest.hasPrefix("<!--") ? "-->" : ">"
      var end = rest.firstRange(of: closing)
      if closing == ">", let subset = rest.firstIndex(of: "["), let first = end, subset < first.lowerBound {
        end = rest.firstRange(of: "]>")
      }
      guard let end else { return nil }
      rest = rest[end.upperBound...].drop(while: \.isWhitespace)
    }
    guard rest.first == "<" else { return nil }
    return rest.dropFirst().prefix { $0.isLetter || $0.isNumber || ":_-.".contains($0) }
  }

  /// One value or several behind each other, with a string somewhere.
  private static func isJSON(_ bytes: [UInt8], from start: Int) -> Bool {
    guard bytes.contains(UInt8(ascii: "\"")) else { return false }
    var scanner = JSONScanner(at: start)
    do throws(JSONSyntaxError) {
      repeat {
        try scanner.skip(in: bytes.span)
      } while bytes[scanner.position...].contains { $0 > 0x20 }
      return true
    } catch {
      return false
    }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// Where a comment that began before `start` ends, behind its `*/`; the end of all where none stands.
  func endOfComment(from start: Int) -> Int {
    var index = start
    while index + 1 < endIndex, self[index] != UInt8(ascii: "*") || self[index + 1] != UInt8(ascii: "/") { index += 1 }
    return Swift.min(index + 2, endIndex)
  }
}
