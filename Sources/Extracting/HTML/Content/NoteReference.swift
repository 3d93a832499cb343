// SPDX-License-Identifier: Apache-2.0

/// Tells marks that call a note, and the links that lead back from one, from what is raised for other reasons: units
/// (`m<sup>2</sup>`), ordinals (`1<sup>st</sup>`), powers.
///
/// Left where it stands, `services<sup>1</sup>` would be the word `services1`.
enum NoteReference: UInt8, Sendable {
  /// The call of a note, beyond doubt: a raised number or sign that is a link or is named for what it is.
  case call
  /// A number named as the call of a note, but not raised: it may be a word of its own ("see [1]").
  case levelCall
  /// The number of the note itself, before its text.
  case number
  /// A raised number, or a raised sign of letters, of which nothing more is known: a call after a word, a power after a
  /// letter.
  case raised
  /// What separates two calls.
  case separator
  /// An arrow, or a link so named, from a note back to its call.
  case backLink

  /// What an inline element is; nil for everything that is no part of a note.
  static func read(_ node: Int, _ name: ElementName, in tree: MarkupTree) -> NoteReference? {
    guard name == .sup || name == .a || name == .span, isShort(node, in: tree) else { return nil }
    return Content(node, in: tree).kind(of: name)
  }

  /// Whether an element holds no more than a mark would. Most links are told from marks by this, at little cost.
  private static func isShort(_ node: Int, in tree: MarkupTree) -> Bool {
    guard tree.end(node) - node <= 16 else { return false }
    var (count, limit) = (0, 24)
    for inner in node..<tree.end(node) where tree.name(inner) == .text {
      let range = tree.textRange(inner)
      // Marks that begin with a letter are shorter.
      if count == 0, let first = tree.bytes[range].first, (0x61...0x7A).contains(first | 0x20) { limit = 16 }
      count += range.count
      if count > limit { return false }
    }
    return count > 0
  }

  /// The short text of an element, and what its elements tell.
  private struct Content {
    private(set) var text: [UInt8] = []
    private var isLinked = false
    /// Whether all text is raised.
    private var isRaised: Bool
    private var isNamedCall = false
    private var isNamedBackLink = false
    private var isNamedNumber = false

    init(_ node: Int, in tree: MarkupTree) {
      var raisedUpTo = 0
      isRaised = true
      for inner in node..<tree.end(node) {
        switch tree.name(inner) {
        case .text:
          let piece = tree.bytes[tree.textRange(inner)]
          if inner >= raisedUpTo, piece.contains(where: { $0 > 0x20 }) { isRaised = false }
          text += piece
        case .a: isLinked = isLinked || tree.has(inner, .href)
        case .sup: raisedUpTo = max(raisedUpTo, tree.end(inner))
        default: break
        }
        if tree.name(inner) != .text { readNames(inner, in: tree) }
      }
      text = text.trimmed
    }

    private mutating func readNames(_ node: Int, in tree: MarkupTree) {
      let record = tree.nodes[node]
      for attribute in tree.attributes[Int(record.from)..<Int(record.upTo)]
      where [.class, .id, .role, .name].contains(attribute.name) {
        let value = tree.bytes[Int(attribute.from)..<Int(attribute.upTo)]
        func names(_ patterns: [BytePattern]) -> Bool { patterns.contains { $0.occurs(in: value) } }
        if attribute.name == .class, names(Self.numberNames) {
          isNamedNumber = true
        } else if names(Self.backLinkNames) {
          isNamedBackLink = true
        } else if names(Self.callNames) || tree.name(node) == .sup && Self.reference.occurs(in: value) {
          isNamedCall = true
        }
      }
    }

    private static let callNames: [BytePattern] = ["noteref", "note-ref", "note_ref", "fnref", "ftnref", "cite_ref"]
    private static let reference: BytePattern = "reference"
    /// The numbers of notes in what is saved from word processors.
    private static let numberNames: [BytePattern] = ["sdfootnotesym", "sdendnotesym"]
    private static let backLinkNames: [BytePattern] = ["cite-backlink", "footnote-back", "reversefootnote", "fn-back"]

    func kind(of name: ElementName) -> NoteReference? {
      let isNumber = text.isNoteNumber
      // A note's number may itself be the link back to its call.
      if !isNumber, isNamedBackLink || isLinked && text.isArrow { return .backLink }
      let isCall = isNamedCall || isRaised && isLinked
      if isNumber || isCall && text.isNoteLetter {
        if isCall, !isNamedNumber { return isNamedBackLink ? nil : isRaised ? .call : .levelCall }
        return isNamedNumber ? .number : name == .sup ? .raised : nil
      }
      guard name == .sup else { return nil }
      if text.elementsEqual("TM".utf8) || text.elementsEqual("SM".utf8) { return .raised }
      return text.elementsEqual(",".utf8) || text.elementsEqual("\u{2013}".utf8) ? .separator : nil
    }
  }
}

extension [UInt8] {
  fileprivate var trimmed: [UInt8] {
    Array(drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
  }

  private static let signs: Set<Unicode.Scalar> = ["*", "\u{2020}", "\u{2021}", "\u{A7}", "\u{B6}", "\u{2016}", "#"]
  private static let between: Set<Unicode.Scalar> = ["[", "]", "(", ")", ",", ";", "-", "\u{2013}", " ", "\u{A0}"]

  /// `1`, `[12]`, `1,3-5`, `*`: numbers of three digits at most, or signs, between brackets or commas.
  fileprivate var isNoteNumber: Bool {
    var (digits, signs) = (0, 0)
    for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
      if ("0"..."9").contains(scalar) {
        digits += 1
        guard digits <= 3 else { return false }
      } else if Self.signs.contains(scalar) {
        signs += 1
      } else if Self.between.contains(scalar) {
        if digits > 0 { signs += 1 }
        digits = 0
      } else {
        return false
      }
    }
    return digits + signs > 0
  }

  /// `a`, `[b]`, `iv`, `note 1`: a letter, a Roman number, or a short word and a number.
  fileprivate var isNoteLetter: Bool {
    let bare = filter { !"[]() .".utf8.contains($0) && $0 != 0xC2 && $0 != 0xA0 }
    guard let first = bare.first, (0x61...0x7A).contains(first | 0x20) else { return false }
    if bare.count == 1 || bare.count <= 5 && bare.allSatisfy({ "ivx".utf8.contains($0) }) { return true }
    let digits = bare.reversed().prefix { (0x30...0x39).contains($0) }.count
    return (1...3).contains(digits) && bare.count <= 12
      && bare.dropLast(digits).allSatisfy { (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "-") }
  }

  /// Nothing but arrows up or back, or a caret.
  fileprivate var isArrow: Bool {
    contains { $0 > 0x20 }
      && String(decoding: self, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
        "\u{21A9}\u{2191}\u{2934}\u{23CE}\u{21B5}\u{2B06}\u{21A5}^\u{FE0E}\u{FE0F} ".unicodeScalars.contains(scalar)
      }
  }
}
