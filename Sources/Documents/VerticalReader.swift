// SPDX-License-Identifier: Apache-2.0

/// Reads the texts of a `.vrt` file.
///
/// A line that is neither a token nor a tag that is understood is passed over with a remark and costs nothing but itself;
/// tokens before the first `<text>` belong to a text named after their file.
package struct VerticalReader {
  package private(set) var texts: [VerticalText] = []
  /// What was passed over: the line's number, from 1, and why.
  package private(set) var remarks: [(line: Int, reason: String)] = []

  private var open: VerticalText?
  private var passage: VerticalText.Passage?
  private var isGlued = false
  private var startsSentence = true
  private let fallbackID: String

  package init(_ bytes: [UInt8], fallbackID: String) {
    self.fallbackID = fallbackID
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 0x0D ? line.dropLast() : line
      if !line.isEmpty { take(line, number: number) }
    }
    closeText()
  }

  // MARK: Lines

  private mutating func take(_ line: ArraySlice<UInt8>, number: Int) {
    guard (try? UTF8Span(validating: Array(line).span)) != nil else {
      return remarks.append((number, "is not UTF-8"))
    }
    // A token may be `<` itself: a tag is closed on its line and begins with a letter, a slash or a question mark.
    let text = String(decoding: line, as: UTF8.self)
    if line.first == UInt8(ascii: "<"), text.last == ">", let tag = VerticalTag(text) {
      take(tag, number: number)
    } else {
      take(text.split(separator: "\t", omittingEmptySubsequences: false).map { VerticalTag.unescaped($0) })
    }
  }

  private mutating func take(_ columns: [String]) {
    guard let word = columns.first, !word.isEmpty else { return }
    if open == nil { open = VerticalText(id: fallbackID) }
    var current = passage ?? VerticalText.Passage(kind: .paragraph)
    if startsSentence { current.sentenceStarts.append(current.tokens.count) }
    current.tokens.append(VerticalText.Token(columns: columns, isGlued: isGlued))
    passage = current
    (isGlued, startsSentence) = (false, false)
  }

  private mutating func take(_ tag: VerticalTag, number: Int) {
    switch (tag.name, tag.isClosing) {
    case ("text", false), ("doc", false):
      closeText()
      openText(tag)
    case ("text", true), ("doc", true): closeText()
    case ("s", _): startsSentence = true
    case ("g", _): isGlued = true
    case ("p", false), ("head", false), ("title", false), ("item", false), ("quote", false), ("note", false):
      closePassage()
      passage = VerticalText.Passage(kind: Self.kind(tag.name))
    case ("p", true), ("head", true), ("title", true), ("item", true), ("quote", true), ("note", true): closePassage()
    case ("?", _): break
    default: remarks.append((number, "<\(tag.name)> is not known and is passed over"))
    }
  }

  private static func kind(_ name: String) -> BlockKind {
    switch name {
    case "head": .heading
    case "title": .title
    case "item": .listItem
    case "quote": .quote
    case "note": .footnote
    default: .paragraph
    }
  }

  // MARK: Texts

  private mutating func openText(_ tag: VerticalTag) {
    var text = VerticalText(id: fallbackID)
    for (name, value) in tag.attributes {
      if name == "id" {
        text.id = value
      } else {
        // Numbers are numbers, so that `year>=1990` can be asked.
        text.metadata.set(name, Int(value).map { .integer($0) } ?? .string(value))
      }
    }
    open = text
  }

  private mutating func closePassage() {
    if let passage, !passage.tokens.isEmpty { open?.passages.append(passage) }
    passage = nil
    (isGlued, startsSentence) = (false, true)
  }

  private mutating func closeText() {
    closePassage()
    if let text = open, !text.passages.isEmpty { texts.append(text) }
    open = nil
  }
}

/// A tag on a line of its own.
struct VerticalTag: Equatable {
  var name: String
  var isClosing: Bool
  var attributes: [(name: String, value: String)] = []

  static func == (first: VerticalTag, second: VerticalTag) -> Bool {
    first.name == second.name && first.isClosing == second.isClosing
      && first.attributes.map(\.name) == second.attributes.map(\.name)
      && first.attributes.map(\.value) == second.attributes.map(\.value)
  }

  /// `<name a="b" c='d'>`, `</name>`, `<name/>`; declarations and comments have the name "?".
  init?(_ line: String) {
    var rest = line.dropFirst().dropLast()
    if rest.first == "?" || rest.first == "!" {
      (name, isClosing) = ("?", false)
      return
    }
    isClosing = rest.first == "/"
    if isClosing { rest = rest.dropFirst() }
    if rest.last == "/" { rest = rest.dropLast() }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard let first = word.first, first.isLetter else { return nil }
    name = word.lowercased()
    rest = rest[word.endIndex...].drop(while: \.isWhitespace)
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = rest[..<equals].filter { !$0.isWhitespace }
      var value = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
      guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
      value = value.dropFirst()
      guard let end = value.firstIndex(of: quote), !name.isEmpty else { return nil }
      attributes.append((name, Self.unescaped(value[..<end])))
      rest = value[value.index(after: end)...].drop(while: \.isWhitespace)
    }
  }

  /// The five entities of XML as characters.
  static func unescaped(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
    var result = String(text)
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
      result = result.replacing(entity, with: character)
    }
    return result
  }
}
