// SPDX-License-Identifier: Apache-2.0

/// An encoding of East Asian text: tried on the bytes, and judged by the characters that come out.
enum MultiByteEncoding: String, CaseIterable {
  case gb18030
  case shiftJIS = "cp932"
  case eucJP = "euc-jp"
  case big5 = "big5-hkscs"
  case eucKR = "cp949"
  case eucTW = "euc-tw"

  var name: String { rawValue }

  private var scripts: [EastAsianFrequencies] {
    switch self {
    case .gb18030: [.simplified, .traditional]
    case .shiftJIS, .eucJP: [.japanese]
    case .big5, .eucTW: [.traditional]
    case .eucKR: [.korean]
    }
  }

  /// So many bytes are converted.
  private static let sample = 1 << 15

  /// The log-likelihood of the bytes, for as many bytes beyond ASCII as there are in all; nil where the encoding cannot be.
  func score(_ bytes: [UInt8], highBytes: Int) -> Float? {
    let sample = Self.cut(bytes)
    guard let converter = CharsetConverter(from: name) else { return nil }
    let decoded = converter.convert(sample)
    var tally: [UInt32: Float] = [:]
    var total = 0
    for scalar in String(decoding: decoded.utf8, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
      tally[scalar.value, default: 0] += 1
      total += 1
    }
    guard total > 0, decoded.replacements * 50 <= total else { return nil }
    // Sums of floating point depend on their order, which must be the same in every process.
    let counts = tally.sorted { $0.key < $1.key }
    let best = max(scripts.map { likelihood(counts, $0.logarithm) }.max() ?? -.infinity, otherScripts(counts))
    // A double byte stands for two bytes of evidence; the scores of single bytes are summed over all of them.
    let sampled = sample.reduce(0) { $0 + ($1 >= 0x80 ? 1 : 0) }
    let scale = sampled == 0 ? 1 : Float(highBytes) / Float(sampled)
    return best * scale - 0.5
  }

  private func likelihood(_ counts: [(key: UInt32, value: Float)], _ logarithm: (UInt32) -> Float) -> Float {
    counts.reduce(0) { $0 + $1.value * logarithm($1.key) }
  }

  /// These encodings also hold Latin, Cyrillic and Greek letters; text of such languages in them is rare.
  private func otherScripts(_ counts: [(key: UInt32, value: Float)]) -> Float {
    let languages = LetterFrequencies.latin + LetterFrequencies.other
    return (languages.map { likelihood(counts, $0.logarithm) }.max() ?? -.infinity) - 4
  }

  /// A part that ends where a character does: after an ASCII byte that follows another.
  private static func cut(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > sample else { return bytes }
    var end = sample
    while end > sample / 2, !(bytes[end - 1] < 0x40 && bytes[end - 2] < 0x80) { end -= 1 }
    return Array(bytes[..<end])
  }
}
