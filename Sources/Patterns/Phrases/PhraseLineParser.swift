// SPDX-License-Identifier: Apache-2.0

/// Reads one line in the phrase spelling of a lexicon into a `PhraseNode`.
package struct PhraseLineParser {
  /// Deeper brackets are refused rather than recursed into.
  package static let deepest = 16
  /// The gap that `...` stands for.
  package static let defaultGap = 8

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0

  private init(_ line: some StringProtocol) { scalars = Array(line.unicodeScalars) }

  /// - Throws: `PhraseError` with the offset of the first character that does not fit.
  package static func parse(_ line: some StringProtocol) throws(PhraseError) -> PhraseNode {
    var parser = PhraseLineParser(line)
    let node = try parser.sequence()
    if parser.position < parser.scalars.count { throw parser.failure("unexpected ')' or '|'; brackets must pair") }
    return node
  }

  private func failure(_ message: String) -> PhraseError { PhraseError(offset: position, message: message) }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipSpace() {
    while let c = current, c == " " || c == "\t" || c == "\u{A0}" { position += 1 }
  }

  private mutating func sequence() throws(PhraseError) -> PhraseNode {
    var parts: [PhraseNode] = []
    while true {
      skipSpace()
      guard let c = current, c != ")", c != "|" else { break }
      parts.append(try item())
    }
    if parts.isEmpty { throw failure("an empty pattern matches everything; write at least one word") }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func item() throws(PhraseError) -> PhraseNode {
    var node = try atom()
    if current == "?" {
      position += 1
      node = .optional(node)
    }
    return node
  }

  private mutating func atom() throws(PhraseError) -> PhraseNode {
    switch current {
    case "(": return try group()
    case "{": return .wordClass(try name(closing: "}"))
    case "<":
      let actor = try name(closing: ">")
      return actor.hasSuffix("'s")
        ? .actor(String(actor.dropLast(2)), possessive: true) : .actor(actor, possessive: false)
    case "~":
      position += 1
      return try inflected()
    case "@":
      position += 1
      depth += 1
      defer { depth -= 1 }
      if depth > Self.deepest { throw failure("'@' nests deeper than \(Self.deepest)") }
      return .object(try atom())
    case ".": return try gap()
    case "-":
      position += 1
      return .hyphen
    case "}", ">", "+": throw failure("'\(current.map(String.init) ?? "")' cannot start a word")
    default: return try wordOrAgent()
    }
  }

  private mutating func group() throws(PhraseError) -> PhraseNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw failure("brackets nest deeper than \(Self.deepest)") }
    position += 1
    var options = [try sequence()]
    while current == "|" {
      position += 1
      options.append(try sequence())
    }
    guard current == ")" else { throw failure("'(' is not closed") }
    position += 1
    return options.count == 1 ? options[0] : .alternatives(options)
  }

  private mutating func name(closing: Unicode.Scalar) throws(PhraseError) -> String {
    position += 1
    var text = String.UnicodeScalarView()
    while let c = current, c != closing {
      text.append(c)
      position += 1
    }
    guard current == closing else { throw failure("'\(closing)' is missing") }
    position += 1
    if text.isEmpty { throw failure("a name is missing between the brackets") }
    return String(text)
  }

  private mutating func letters() -> String {
    var text = String.UnicodeScalarView()
    while let c = current {
      switch c {
      case " ", "\t", "\u{A0}", "(", ")", "|", "?", "{", "}", "<", ">", "+", "~": return String(text)
      default: text.append(c)
      }
      position += 1
    }
    return String(text)
  }

  private mutating func inflected() throws(PhraseError) -> PhraseNode {
    let lemma = letters()
    if lemma.isEmpty { throw failure("'~' needs a word") }
    guard current == "+" else { return .inflected(lemma, particle: nil) }
    position += 1
    let particle = letters()
    if particle.isEmpty { throw failure("'+' needs a particle") }
    return .inflected(lemma, particle: particle)
  }

  private mutating func gap() throws(PhraseError) -> PhraseNode {
    var dots = 0
    while current == "." {
      dots += 1
      position += 1
    }
    var digits = ""
    while let c = current, ("0"..."9").contains(c) {
      digits.unicodeScalars.append(c)
      position += 1
    }
    if dots == 3, digits.isEmpty { return .gap(Self.defaultGap) }
    guard dots == 2, let width = Int(digits), (1...40).contains(width) else {
      throw failure("a gap is '...' or '..N' with N from 1 to 40")
    }
    return .gap(width)
  }

  private mutating func wordOrAgent() throws(PhraseError) -> PhraseNode {
    let text = letters()
    if current == ">" {
      position += 1
      if text.isEmpty { throw failure("'>' needs an actor before it") }
      depth += 1
      defer { depth -= 1 }
      if depth > Self.deepest { throw failure("'>' nests deeper than \(Self.deepest)") }
      return .agent(text, try atom())
    }
    if text.isEmpty { throw failure("unexpected character") }
    if let last = text.unicodeScalars.last, Self.hyphens.contains(last), text.unicodeScalars.count > 1,
      !text.contains("*"), let next = current, "({<~".unicodeScalars.contains(next)
    {
      depth += 1
      defer { depth -= 1 }
      if depth > Self.deepest { throw failure("hyphens nest deeper than \(Self.deepest)") }
      return Self.joined(String(text.unicodeScalars.dropLast()), try atom())
    }
    let stars = text.unicodeScalars.count { $0 == "*" }
    if stars == 0 { return .word(text) }
    if stars == 1, text.unicodeScalars.count > 2, text.hasPrefix("*") || text.hasSuffix("*") { return .wildcard(text) }
    throw failure("'*' may stand once, at one end of two letters or more")
  }

  private static let hyphens: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}"]

  /// What a word with a hyphen means right before something else: `self-(run|led)` is `(self-run|self-led)`.
  private static func joined(_ head: String, _ node: PhraseNode) -> PhraseNode {
    switch node {
    case .word(let text): return .word(head + "-" + text)
    case .wildcard(let text) where text.hasSuffix("*"): return .wildcard(head + "-" + text)
    case .inflected(let lemma, particle: nil): return .inflected(head + "-" + lemma, particle: nil)
    case .alternatives(let options): return .alternatives(options.map { joined(head, $0) })
    case .sequence(let parts) where parts.first != .hyphen:
      return .sequence([joined(head, parts[0])] + parts.dropFirst())
    default: return .sequence([.word(head), .hyphen, node])
    }
  }
}
