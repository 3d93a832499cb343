// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport
@testable import Extracting

/// Tests of the order of evidence in decoding, by bytes written out by hand.
@Suite struct TextDecoderTests {
  static let sentence = "Één coöperatie in Besançon, großartig überprüft; naïve œuvre: l’été."

  /// Bytes of a single-byte encoding by the table of windows-1252, written without the code under test.
  static func windows1252(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "’": 0x92
      case "œ": 0x9C
      case "“": 0x93
      case "”": 0x94
      default: UInt8(scalar.value)
      }
    }
  }

  static func units16(_ text: String, little: Bool) -> [UInt8] {
    text.utf16.flatMap { little ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  @Test func marksOutrankEverything() {
    let text = Self.sentence
    let marked: [([UInt8], [UInt8], String)] = [
      ([0xEF, 0xBB, 0xBF], Array(text.utf8), "utf-8"),
      ([0xFF, 0xFE], Self.units16(text, little: true), "utf-16le"),
      ([0xFE, 0xFF], Self.units16(text, little: false), "utf-16be"),
      (
        [0xFF, 0xFE, 0, 0], text.unicodeScalars.flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8), 0, 0] },
        "utf-32le"
      ),
    ]
    for (mark, bytes, name) in marked {
      let decoded = TextDecoder.decode(mark + bytes, declared: "iso-8859-5")
      #expect(decoded.text == text)
      #expect(decoded.encoding == name)
      #expect(decoded.evidence == .byteOrderMark)
    }
  }

  @Test(arguments: [
    "plain words in a row", sentence, "Кооператив принадлежит гражданам, и они решают сами.\n", "公民擁有的合作社。\n我們\n",
  ])
  func wideEncodingsWithoutMark(text: String) {
    for little in [true, false] {
      let decoded = TextDecoder.decode(Self.units16(text, little: little))
      #expect(decoded.text == text)
      #expect(decoded.encoding == (little ? "utf-16le" : "utf-16be"))
    }
  }

  @Test func utf8BeatsAFalseDeclaration() {
    for declared in ["iso-8859-1", "utf-16", "windows-1251", "x-klingon"] {
      let decoded = TextDecoder.decode(Array(Self.sentence.utf8), declared: declared)
      #expect(decoded.text == Self.sentence)
      #expect(decoded.encoding == "utf-8")
    }
  }

  @Test func declaredLatin1IsWindows1252() {
    let decoded = TextDecoder.decode(Self.windows1252(Self.sentence), declared: "ISO-8859-1")
    #expect(decoded.text == Self.sentence)
    #expect(decoded.encoding == "windows-1252")
    #expect(decoded.evidence == .declared)
  }

  @Test func declaredUTF8ThatIsWindows1252() {
    let decoded = TextDecoder.decode(Self.windows1252(Self.sentence), declared: "utf-8")
    #expect(decoded.text == Self.sentence)
  }

  @Test func strayBytesInUTF8AreReadAsWindows1252() {
    var bytes = Array(String(repeating: Self.sentence + "\n", count: 3).utf8)
    bytes += Self.windows1252("“naïve”\n")
    let decoded = TextDecoder.decode(bytes)
    #expect(decoded.text.hasSuffix("“naïve”\n"))
    #expect(decoded.encoding == "utf-8")
    #expect(decoded.replacements == 3)
  }

  @Test func cutOffLastCharacterCostsItself() {
    let decoded = TextDecoder.decode(Array("l’été".utf8.dropLast()))
    #expect(decoded.text.hasPrefix("l’ét"))
    #expect(decoded.encoding == "utf-8")
    #expect(decoded.replacements == 1)
  }

  @Test func doublyEncodedTextIsMended() {
    let text = "L’été à Besançon: « coopérative » – déjà, Œuvre, ‘naïve’ €"
    let once = Array(text.utf8)
    let twice = once.flatMap { byte in
      Array(String(Character(Unicode.Scalar(Windows1252.scalar(byte)) ?? "?")).utf8)
    }
    let decoded = TextDecoder.decode(twice)
    #expect(decoded.text == text)
    #expect(decoded.repairs == 16)
  }

  @Test func textTakenForLatinOneIsMended() {
    let text = "The citizens’ “library” — it’s theirs"
    let twice = text.utf8.flatMap { Array(String(Character(Unicode.Scalar($0))).utf8) }
    let decoded = TextDecoder.decode(twice)
    #expect(decoded.text == text)
    #expect(decoded.repairs == 5)
  }

  @Test func lonePairsThatMayBeMeantStay() {
    let text = "“CAFÉ” and «DÉJÀ»: É“, Ã alone, Â, SÃO PAULO"
    let decoded = TextDecoder.decode(Array(text.utf8))
    #expect(decoded.text == text)
    #expect(decoded.repairs == 0)
  }

  @Test func strayZeroBytesInLinesOfEvenLengthAreNotUTF16() {
    let line: [UInt8] = Array("page one".utf8) + [0x0C] + Array("page two".utf8) + [0x1A, 0, 7, 0x0A]
    #expect(line.count % 2 == 1)
    for extra in [[], [UInt8(ascii: "x")]] {
      let bytes = [[UInt8]](repeating: extra + line, count: 50).flatMap { $0 }
      #expect(TextDecoder.decode(bytes).encoding == "utf-8")
    }
  }

  @Test func unpairedSurrogatesAndOddLengthsAreCounted() {
    let decoded = TextDecoder.decode([0xFF, 0xFE, 0, 0xD8, 0x61, 0, 0x62])
    #expect(decoded.text == "\u{FFFD}a\u{FFFD}")
    #expect(decoded.replacements == 2)
  }

  @Test func iso2022JP() {
    // 日本 between ESC $ B and ESC ( B.
    let bytes: [UInt8] = [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42, 0x0A]
    let decoded = TextDecoder.decode(bytes)
    #expect(decoded.text == "日本\n")
  }

  @Test func randomBytesNeverTrapAndAreAlwaysValid() {
    var random = SeededGenerator(seed: 7)
    var evidence: [DecodedText.Evidence: Int] = [:]
    for _ in 0..<400 {
      let count = Int.random(in: 0..<200, using: &random)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      // Some start with a mark, some are mostly text, some have zero bytes on one side.
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes = [0xFF, 0xFE] + bytes
      case 1: bytes = bytes.map { $0 & 0x7F }
      case 2: bytes = bytes.enumerated().map { $0.offset % 2 == 1 ? 0 : $0.element }
      case 3: bytes = Array(Self.sentence.utf8) + Array(Self.sentence.utf8) + bytes.prefix(3)
      default: break
      }
      let declared = ["utf-8", "shift_jis", "nonsense", nil, "iso-8859-2"].randomElement(using: &random) ?? nil
      let decoded = TextDecoder.decode(bytes, declared: declared)
      #expect((try? UTF8Span(validating: decoded.utf8.span)) != nil)
      #expect((0...1).contains(decoded.confidence))
      evidence[decoded.evidence, default: 0] += 1
    }
    for kind in [DecodedText.Evidence.byteOrderMark, .zeroBytes, .validUTF8, .declared, .statistics] {
      #expect(evidence[kind, default: 0] > 0, "\(kind) was never reached")
    }
  }

  @Test func wellFormedTextIsToldAsTheStandardLibraryTellsIt() {
    var random = SeededGenerator(seed: 8)
    var told: [Bool: Int] = [:]
    for _ in 0..<2000 {
      var bytes = Array(
        (String(repeating: "plain text, ", count: Int.random(in: 0...3, using: &random)) + Self.sentence).utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...3, using: &random))
      let expected = (try? UTF8Span(validating: bytes.span)) != nil
      #expect(MixedUTF8.isWellFormed(bytes) == expected)
      told[expected, default: 0] += 1
    }
    #expect(told.count == 2 && told.values.allSatisfy { $0 > 400 })
  }
}
