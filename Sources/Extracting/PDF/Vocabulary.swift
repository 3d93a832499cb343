// SPDX-License-Identifier: Apache-2.0

/// The words of one document, counted by hash: what it writes as one word, what it writes with a hyphen.
struct WordHash: Hashable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// FNV-1a over the lower-case form.
  mutating func add(_ scalar: Unicode.Scalar) {
    value = (value ^ UInt64(scalar.lowered)) &* 0x100_0000_01B3
  }

  mutating func add(_ scalars: ArraySlice<Unicode.Scalar>) {
    for scalar in scalars { add(scalar) }
  }

  /// The hash of the word in another role, such as the first half of a compound.
  func salted(_ salt: UInt64) -> WordHash {
    var salted = self
    salted.value ^= salt
    return salted
  }
}

extension Unicode.Scalar {
  /// The code point of the lower-case letter, for the scripts of the document; others map to themselves.
  var lowered: UInt32 {
    switch value {
    case 0x41...0x5A: value + 32
    case 0xC0...0xD6, 0xD8...0xDE: value + 32
    case 0x100...0x137, 0x14A...0x177: value | 1
    case 0x391...0x3A9, 0x410...0x42F: value + 32
    default: value
    }
  }

  var isLetter: Bool {
    (0x61...0x7A).contains(value) || (0x41...0x5A).contains(value) || (value >= 0xAA && properties.isAlphabetic)
  }

  var isLowercaseLetter: Bool { (0x61...0x7A).contains(value) || (value >= 0xAA && properties.isLowercase) }
  var isUppercaseLetter: Bool { (0x41...0x5A).contains(value) || (value >= 0xC0 && properties.isUppercase) }

  /// The hyphens of running text, the soft one included.
  var isHyphen: Bool { self == "-" || self == "\u{2010}" || self == "\u{AD}" || self == "\u{2011}" }
}

/// How often each of a set of words occurs.
struct Vocabulary {
  static let firstPart: UInt64 = 0x9E37_79B9_7F4A_7C15
  static let secondPart: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  private var counts: [WordHash: Int32] = [:]

  /// Only words asked for beforehand are counted.
  mutating func ask(_ word: WordHash) { counts[word] = 0 }

  var isEmpty: Bool { counts.isEmpty }

  func count(_ word: WordHash) -> Int { Int(counts[word] ?? 0) }

  private mutating func see(_ word: WordHash) {
    if let index = counts.index(forKey: word) { counts.values[index] += 1 }
  }

  /// Counts the word as a whole, and its parts if hyphens join it.
  mutating func add(_ glyphs: ArraySlice<Glyph>) {
    var whole = WordHash()
    var part = WordHash()
    var letters = 0
    var parts = 0
    for glyph in glyphs {
      let scalar = glyph.scalar
      if scalar.isLetter {
        whole.add(scalar)
        part.add(scalar)
        letters += 1
      } else if scalar.decimalDigit != nil, letters > 0 {
        // "gravity1" may be a word with a note call, "amd64" a name: both are counted.
        see(whole)
        whole.add(scalar)
        part.add(scalar)
      } else if scalar == "\u{AD}" {
        continue
      } else if scalar.isHyphen, letters > 0 {
        see(part.salted(Self.firstPart))
        see(part)
        whole.add("-")
        part = WordHash()
        letters = 0
        parts += 1
      } else {
        close(&whole, &part, &letters, &parts)
      }
    }
    close(&whole, &part, &letters, &parts)
  }

  private mutating func close(_ whole: inout WordHash, _ part: inout WordHash, _ letters: inout Int, _ parts: inout Int)
  {
    if letters > 0 {
      see(whole)
      if parts > 0 {
        see(part)
        see(part.salted(Self.secondPart))
      }
    }
    (whole, part, letters, parts) = (WordHash(), WordHash(), 0, 0)
  }
}
