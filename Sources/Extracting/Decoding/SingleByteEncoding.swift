// SPDX-License-Identifier: Apache-2.0

/// An encoding of one byte a character: its table, the languages it serves, and how often it is met.
struct SingleByteEncoding: Sendable {
  let name: String
  /// The characters of bytes 80-FF; U+FFFD where there is none.
  private let table: [UInt32]
  private let languages: [LetterFrequencies]
  /// Subtracted from the score: how much rarer the encoding is than the commonest.
  private let rarity: Float
  /// Whether a character is a capital, a small letter, or neither.
  private let cases: [UInt8]

  private init?(_ name: String, _ languages: String, rarity: Float) {
    guard let converter = CharsetConverter(from: name) else { return nil }
    self.name = name
    self.rarity = rarity
    table = (0x80...0xFF).map { byte in
      let (utf8, replacements) = converter.convert([UInt8(byte)])
      guard replacements == 0, let scalar = String(decoding: utf8, as: UTF8.self).unicodeScalars.first else {
        return 0xFFFD
      }
      return scalar.value
    }
    cases = table.map { value in
      guard let properties = Unicode.Scalar(value)?.properties else { return 0 }
      return properties.isUppercase ? 1 : properties.isLowercase ? 2 : properties.isAlphabetic ? 3 : 0
    }
    let wanted = Set(languages.split(separator: " ").map(String.init))
    self.languages = (LetterFrequencies.latin + LetterFrequencies.other).filter { wanted.contains($0.language) }
  }

  func scalar(_ byte: Int) -> UInt32 { table[byte - 0x80] }

  private static let western = "fr de nl en es pt it ca sv da fi is"
  private static let central = "pl cs sk hu ro hr sl de"
  private static let cyrillic = "ru uk bg sr"

  /// All that are tried, the commoner first.
  static let all: [SingleByteEncoding] = [
    ("windows-1252", western + " et", 0), ("windows-1250", central, 0.5), ("windows-1251", cyrillic, 0),
    ("iso-8859-15", western + " et", 1), ("iso-8859-2", central, 0.7), ("koi8-r", "ru bg", 0.3), ("koi8-u", "uk", 0.3),
    ("windows-1253", "el", 0.2), ("iso-8859-7", "el", 0.5), ("windows-1254", "tr", 0.3), ("windows-1255", "he", 0.2),
    ("windows-1256", "ar", 0.2), ("windows-1257", "lt lv et pl da sv fi de", 1), ("windows-874", "th", 0.3),
    ("iso-8859-5", cyrillic, 1), ("iso-8859-6", "ar", 1), ("iso-8859-8", "he", 1),
    ("iso-8859-13", "lt lv et pl da sv fi de", 1.5),
    ("iso-8859-4", "lt lv et", 2), ("iso-8859-16", "ro pl hu sl hr", 2.5), ("iso-8859-10", "sv da fi is lt lv", 3),
    ("macintosh", western, 1.5), ("mac-cyrillic", "ru uk bg", 1.5), ("mac-centraleurope", central, 2.5),
    ("cp866", "ru bg", 0.8), ("cp1125", "uk", 2), ("cp855", cyrillic, 3), ("cp850", western, 1.5),
    ("cp437", western, 1.8), ("cp852", central, 1.5), ("cp858", western, 2.5), ("cp857", "tr", 2), ("cp737", "el", 2),
    ("cp869", "el", 3), ("cp862", "he", 2), ("cp864", "ar", 3), ("cp775", "lt lv et", 2.5), ("mac-is", "is", 3),
  ].compactMap { SingleByteEncoding($0.0, $0.1, rarity: $0.2) }

  /// The log-likelihood of the bytes under the language that suits them best.
  func score(_ statistics: ByteStatistics) -> Float {
    let best = languages.lazy.map { likelihood(statistics, $0) }.max() ?? -.infinity
    return best + misplaced(statistics) - rarity
  }

  private func likelihood(_ statistics: ByteStatistics, _ language: LetterFrequencies) -> Float {
    var sum: Float = 0
    for byte in 0x80...0xFF {
      let count = statistics.count(byte)
      if count > 0 { sum += Float(count) * language.logarithm(table[byte - 0x80]) }
    }
    return sum
  }

  /// What speaks against the reading in where the characters stand: capitals after small letters, and letters of
  /// another script joined to ASCII letters.
  private func misplaced(_ statistics: ByteStatistics) -> Float {
    var sum: Float = 0
    for byte in 0x80...0xFF where cases[byte - 0x80] != 0 {
      let afterSmall = Float(statistics.counts[ByteStatistics.Before.small.rawValue << 8 | byte])
      let afterCapital = Float(statistics.counts[ByteStatistics.Before.capital.rawValue << 8 | byte])
      if cases[byte - 0x80] == 1 { sum -= 3 * afterSmall }
      if table[byte - 0x80] >= 0x370 { sum -= 6 * (afterSmall + afterCapital) }
    }
    return sum
  }
}
