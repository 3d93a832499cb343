// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// One YAML file of a lexicon: its nodes, with their places, as values, lists and blocks of lines. Long lists stand in
/// literal blocks (`|`), one entry a line, since a YAML parser spends about 10 us on each mapping entry and next to nothing
/// on a line of a block.
struct LexiconFile {
  let name: String
  private(set) var root = Node("")
  private let text: String
  private let outline: LexiconOutline

  init(_ name: String, _ text: String) throws(LexiconError) {
    self.name = name
    let isMarked = text.utf8.starts(with: [0xEF, 0xBB, 0xBF])
    self.text = isMarked ? String(Substring(text.utf8.dropFirst(3))) : text
    outline = LexiconOutline(self.text)
    root = try compose(self.text)
  }

  private func compose(_ text: String) throws(LexiconError) -> Node {
    if let line = outline.deepLine { throw LexiconError(message: "nested too deeply", place: place(line, 1)) }
    if let line = LexiconAnchors.firstLine(text) {
      throw LexiconError(
        message: "anchors and aliases (&name, *name) are not used in lexicons; write the value out",
        place: place(line, 1))
    }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw LexiconError(message: "the file is empty", place: place(1, 1))
      }
      return node
    } catch let error as LexiconError {
      throw error
    } catch let error as YamlError {
      throw failure(error)
    } catch {
      throw LexiconError(message: "cannot be read as YAML", place: place(1, 1))
    }
  }

  private func failure(_ error: YamlError) -> LexiconError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return LexiconError(message: problem, place: place(mark.line, mark.column))
    case .duplicatedKeysInMapping(let keys, let context):
      return repeated(keys.first ?? "", from: context.mark)
    case .reader(let problem, let offset, let value, _):
      let found = value < 0 ? "" : " (U+" + String(value, radix: 16, uppercase: true) + ")"
      let before = text.utf8.prefix(offset ?? 0)
      return LexiconError(
        message: problem + found, place: place(before.count { $0 == UInt8(ascii: "\n") } + 1, 1))
    default:
      return LexiconError(message: "cannot be read as YAML", place: place(1, 1))
    }
  }

  /// A key that stands twice in a mapping; told where it stands for the second time: behind the first, in a block in the
  /// same column.
  private func repeated(_ key: String, from first: Mark) -> LexiconError {
    let message = "the key '\(LexiconLine.excerpt(key))' stands twice (first at line \(first.line))"
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().dropFirst(
      first.line)
    {
      let start = line.unicodeScalars.dropFirst(first.column - 1)
      if line.unicodeScalars.prefix(first.column - 1).allSatisfy({ $0 == " " || $0 == "-" }),
        start.starts(with: key.unicodeScalars),
        start.dropFirst(key.unicodeScalars.count).first(where: { $0 != " " }) == ":"
      {
        return LexiconError(message: message, place: place(index + 1, first.column))
      }
    }
    return LexiconError(message: message, place: place(first.line, first.column))
  }

  func place(_ line: Int, _ column: Int) -> LexiconPlace {
    LexiconPlace(file: name, line: max(line, 1), column: max(column, 1))
  }

  func place(_ node: Node) -> LexiconPlace { place(node.mark?.line ?? 1, node.mark?.column ?? 1) }

  func fail(_ node: Node, _ message: String) -> LexiconError {
    LexiconError(message: message, place: place(node))
  }

  // MARK: Values

  func fields(_ node: Node, _ what: String, _ known: Set<String>) throws(LexiconError) -> [(String, Node)] {
    guard let mapping = node.mapping else {
      throw fail(
        node, "\(what) must be a mapping (key: value), not a \(node.sequence != nil ? "list" : "single value")")
    }
    var result: [(String, Node)] = []
    for (key, value) in mapping {
      guard let name = key.string else { throw fail(key, "a key must be a word") }
      if !known.isEmpty, !known.contains(name) {
        throw fail(key, "unknown key '\(name)' in \(what); known: \(known.sorted().joined(separator: ", "))")
      }
      result.append((name, value))
    }
    return result
  }

  func text(_ node: Node) throws(LexiconError) -> String {
    guard let scalar = node.scalar else {
      throw fail(node, "a single value is wanted here, not a \(node.sequence != nil ? "list" : "mapping")")
    }
    return scalar.string
  }

  func truth(_ node: Node) throws(LexiconError) -> Bool {
    let value = try text(node)
    guard value == "true" || value == "false" else {
      throw fail(node, "true or false is wanted here, not '\(LexiconLine.excerpt(value))'")
    }
    return value == "true"
  }

  func oneOf<T: RawRepresentable & CaseIterable>(_ node: Node, _ type: T.Type) throws(LexiconError) -> T
  where T.RawValue == String {
    let value = try text(node)
    guard let result = T(rawValue: value) else {
      throw fail(
        node, "'\(LexiconLine.excerpt(value))' is not one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return result
  }

  /// The lines of a block, without blank lines and `#` comments; also a plain sequence of strings.
  func block(_ node: Node) throws(LexiconError) -> [LexiconLine] {
    if let sequence = node.sequence {
      var result: [LexiconLine] = []
      for item in sequence { result.append(LexiconLine(text: try text(item), place: place(item))) }
      return result
    }
    guard let scalar = node.scalar else {
      throw fail(node, "a block of lines (|) or a list is wanted here, not a mapping")
    }
    guard scalar.style == .literal || scalar.style == .folded, let mark = scalar.mark else {
      return scalar.string.isEmpty ? [] : [LexiconLine(text: scalar.string, place: place(node))]
    }
    var result: [LexiconLine] = []
    var number = mark.line
    var text = scalar.string
    text.withUTF8 { bytes in
      var start = 0
      while start <= bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        number += 1
        let entry = Self.entry(bytes, start..<end)
        if !entry.isEmpty {
          let words = String(decoding: UnsafeBufferPointer(rebasing: bytes[entry]), as: UTF8.self)
          result.append(LexiconLine(text: words, place: place(number, outline.indent(ofLine: number) + 1)))
        }
        start = end + 1
      }
    }
    return result
  }

  /// The lines of a block as alternatives in one line.
  func alternatives(_ node: Node) throws(LexiconError) -> LexiconLine? {
    let lines = try block(node)
    return lines.first.map { LexiconLine(text: lines.map(\.text).joined(separator: "|"), place: $0.place) }
  }

  /// What a line says: without a comment and the blanks around.
  private static func entry(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Range<Int> {
    var start = line.lowerBound
    while start < line.upperBound, isBlank(bytes[start]) { start += 1 }
    var end = start
    while end < line.upperBound, bytes[end] != UInt8(ascii: "#") { end += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text = text.dropLast() }
    return text
  }

  func blocks(_ node: Node, _ what: String) throws(LexiconError) -> [String: [LexiconLine]] {
    var result: [String: [LexiconLine]] = [:]
    for (name, value) in try fields(node, what, []) { result[name] = try block(value) }
    return result
  }

  func list(_ node: Node, _ what: String) throws(LexiconError) -> [Node] {
    guard let sequence = node.sequence else {
      throw fail(node, "\(what) must be a list (- ...), not a \(node.mapping != nil ? "mapping" : "single value")")
    }
    return Array(sequence)
  }
}
