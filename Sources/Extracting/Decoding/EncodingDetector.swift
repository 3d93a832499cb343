// SPDX-License-Identifier: Apache-2.0

/// Finds the encoding of bytes that are neither Unicode nor truthfully declared, by what each candidate would make of
/// them.
///
/// Each encoding reads the bytes beyond ASCII as characters; each language it serves says how likely those are. The pair
/// under which the bytes are likeliest wins. So letters in impossible places (a control, a sign within a word, a capital
/// after a small letter) speak against a candidate, and nothing needs a model of whole words.
enum EncodingDetector {
  struct Guess: Equatable {
    var encoding: String
    var confidence: Double
  }

  /// So many bytes are looked at; the rest of a long file says the same.
  private static let sample = 1 << 18
  /// What uchardet's vote is worth, in nats.
  private static let vote: Float = 1.5

  static func detect(_ bytes: [UInt8]) -> Guess? {
    let sample = bytes.count <= sample ? bytes : Array(bytes[..<Self.sample])
    let statistics = ByteStatistics(sample)
    guard statistics.highBytes > 0 else { return nil }
    var candidates = SingleByteEncoding.all.map { ($0.name, $0.score(statistics)) }
    candidates += MultiByteEncoding.allCases.compactMap { encoding in
      encoding.score(sample, highBytes: statistics.highBytes).map { (encoding.name, $0) }
    }
    if let voted = UniversalDetector.name(sample).flatMap({ Charset(label: $0) }) {
      for index in candidates.indices where candidates[index].0 == voted.name { candidates[index].1 += vote }
    }
    // Of equals the first stands, which is the commoner.
    guard let best = candidates.indices.max(by: { (candidates[$0].1, $1) < (candidates[$1].1, $0) }) else { return nil }
    let (name, score) = candidates[best]
    let rival = candidates.lazy.filter { $0.0 != name && !statistics.readsAlike($0.0, name) }.map(\.1).max()
    // The score is a log-likelihood: each nat of lead makes the rival less likely by a factor of e.
    let lead = rival.map { Double(score - $0) } ?? 10
    return Guess(encoding: name, confidence: min(0.98, 1 - 0.6 / (1 + max(0, lead) / 2)))
  }
}

/// Bytes beyond ASCII, counted by what stands before them.
struct ByteStatistics {
  /// What stands before a byte, as far as it is told apart.
  enum Before: Int, CaseIterable { case other, small, capital, high }

  /// Counts by `Before` and byte.
  private(set) var counts = [Int32](repeating: 0, count: 4 * 256)
  private(set) var highBytes = 0

  init(_ bytes: [UInt8]) {
    var before = Before.other
    for byte in bytes {
      if byte >= 0x80 {
        counts[before.rawValue << 8 | Int(byte)] += 1
        highBytes += 1
        before = .high
      } else {
        before = (0x61...0x7A).contains(byte) ? .small : (0x41...0x5A).contains(byte) ? .capital : .other
      }
    }
  }

  func count(_ byte: Int) -> Int32 { (0..<4).reduce(0) { $0 + counts[$1 << 8 | byte] } }

  /// Whether two single-byte encodings give the same text for these bytes.
  func readsAlike(_ first: String, _ second: String) -> Bool {
    guard let first = SingleByteEncoding.all.first(where: { $0.name == first }),
      let second = SingleByteEncoding.all.first(where: { $0.name == second })
    else { return false }
    return (0x80...0xFF).allSatisfy { count($0) == 0 || first.scalar($0) == second.scalar($0) }
  }
}

/// What uchardet makes of bytes: one more voice.
internal import CUchardet

enum UniversalDetector {
  /// The C functions are `uchardet_handle_data` and its kin.
  static func name(_ bytes: [UInt8]) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    // SAFETY: the detector reads `count` bytes of the live buffer and keeps no pointer to it.
    let status = bytes.withUnsafeBytes {
      uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    let text = String(cString: name)
    return text.isEmpty ? nil : text
  }
}
