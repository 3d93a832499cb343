// SPDX-License-Identifier: Apache-2.0

/// A set of pairs of neighbouring words, by two bits per hash: now and then it holds a pair too many, which a share of
/// many pairs can bear.
struct WordPairs {
  /// 2^17 bits, made at the first pair.
  private var words: [UInt64] = []

  var isEmpty: Bool { words.isEmpty }

  func contains(_ pair: UInt32) -> Bool {
    if words.isEmpty { return false }
    let (one, two) = Self.places(pair)
    return has(one) && has(two)
  }

  private func has(_ place: Int) -> Bool { words[place >> 6] & (1 << UInt64(place & 63)) != 0 }

  private static func places(_ pair: UInt32) -> (Int, Int) {
    (Int((pair &* 0x9E37_79B1) >> 15), Int((pair &* 0x85EB_CA77) >> 15))
  }

  mutating func insert(_ text: ArraySlice<UInt8>) {
    text.withUnsafeBufferPointer { bytes in
      Self.forEach(bytes) { pair in
        if words.isEmpty { words = [UInt64](repeating: 0, count: 1 << 11) }
        let (one, two) = Self.places(pair)
        words[one >> 6] |= 1 << UInt64(one & 63)
        words[two >> 6] |= 1 << UInt64(two & 63)
      }
    }
  }

  /// Calls `body` with a hash of each two neighbouring words, letter case aside.
  static func forEach(_ text: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
    var previous: UInt32 = 0
    var hash: UInt32 = 0
    for byte in text {
      let isWord = byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      if isWord {
        hash = (hash ^ UInt32(byte | 0x20)) &* 0x0100_0193 &+ 1
      } else if hash != 0 {
        if previous != 0 { body(previous &* 31 ^ hash) }
        (previous, hash) = (hash, 0)
      }
    }
    if hash != 0, previous != 0 { body(previous &* 31 ^ hash) }
  }
}
