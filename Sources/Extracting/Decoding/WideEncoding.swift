// SPDX-License-Identifier: Apache-2.0

/// UTF-16 and UTF-32 in either byte order: recognised without a mark by where their zero bytes stand, and decoded.
enum WideEncoding: Equatable, CaseIterable {
  case utf16LittleEndian, utf16BigEndian, utf32LittleEndian, utf32BigEndian

  var name: String {
    switch self {
    case .utf16LittleEndian: "utf-16le"
    case .utf16BigEndian: "utf-16be"
    case .utf32LittleEndian: "utf-32le"
    case .utf32BigEndian: "utf-32be"
    }
  }

  var unitWidth: Int { self == .utf16LittleEndian || self == .utf16BigEndian ? 2 : 4 }
  var isLittleEndian: Bool { self == .utf16LittleEndian || self == .utf32LittleEndian }

  init?(name: String) {
    guard let found = WideEncoding.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The wide encoding whose zero bytes the start of `bytes` shows, or nil.
  static func recognise(_ bytes: [UInt8]) -> WideEncoding? {
    let sample = bytes.prefix(16_384)
    guard sample.count >= 4 else { return nil }
    var zeros = [0, 0, 0, 0]
    for (offset, byte) in sample.enumerated() where byte == 0 { zeros[offset & 3] += 1 }
    let total = zeros.reduce(0, +)
    guard total > 0, total < sample.count else { return nil }
    let quarter = sample.count / 4
    // UTF-32: the highest byte of every unit is zero, and the next nearly always.
    for (wide, high, next, low) in [
      (WideEncoding.utf32LittleEndian, 3, 2, 0), (.utf32BigEndian, 0, 1, 3),
    ] where zeros[high] >= quarter && zeros[next] * 10 >= quarter * 9 && zeros[low] * 10 <= quarter {
      return wide
    }
    let even = zeros[0] + zeros[2]
    let odd = zeros[1] + zeros[3]
    guard min(even, odd) * 10 <= max(even, odd) else { return nil }
    // A stray NUL in a text of bytes also keeps to one side when the lines are of even length; there the rest reads
    // well as it is, and zero bytes are few.
    if total * 5 < sample.count, readsAsBytes(sample) { return nil }
    let wide: WideEncoding = odd > even ? .utf16LittleEndian : .utf16BigEndian
    return wide.readsWell(sample) ? wide : nil
  }

  /// UTF-16 without a mark and without the zero bytes that Latin letters and spaces bring: Chinese, Japanese or Korean,
  /// known by its common characters. Chance gives rare ones, since there are so many more of them.
  static func recogniseEastAsian(_ bytes: some Collection<UInt8>) -> WideEncoding? {
    let sample = Array(bytes.prefix(8192))
    guard sample.count >= 8 else { return nil }
    let even = Array(sample.prefix(sample.count / 2 * 2))
    let readings = [utf16LittleEndian, utf16BigEndian].compactMap { wide -> (wide: WideEncoding, mean: Float)? in
      let (utf8, replacements) = wide.decode(even)
      let scalars = String(decoding: utf8, as: UTF8.self).unicodeScalars
      guard replacements <= 1, let mean = EastAsianFrequencies.mean(scalars), mean > -9 else { return nil }
      return (wide, mean)
    }
    return readings.max { $0.mean < $1.mean }?.wide
  }

  /// Whether nearly all bytes but NUL are printable ASCII or part of UTF-8 sequences.
  private static func readsAsBytes(_ sample: ArraySlice<UInt8>) -> Bool {
    var controls = 0
    for byte in sample where byte < 0x20 && byte != 0 && !(9...13).contains(byte) { controls += 1 }
    guard controls * 20 < sample.count else { return false }
    let cut = String(decoding: sample, as: UTF8.self)
    let broken = cut.unicodeScalars.reduce(0) { $0 + ($1 == "\u{FFFD}" ? 1 : 0) }
    return broken <= 1
  }

  /// Whether the units of `sample` are text: few controls, noncharacters, private or broken units.
  func readsWell(_ sample: ArraySlice<UInt8>) -> Bool {
    var units = 0
    var bad = 0
    for scalar in String(decoding: decode(Array(sample)).utf8, as: UTF8.self).unicodeScalars {
      units += 1
      let value = scalar.value
      let control = value < 0x20 && !(9...13).contains(value) || (0x7F...0x9F).contains(value)
      if control || value == 0xFFFD || value == 0xFFFE || value == 0xFFFF || (0xE000...0xF8FF).contains(value) {
        bad += 1
      }
    }
    return units > 0 && bad * 20 <= units
  }

  /// The text as UTF-8, and how many units had no meaning.
  func decode(_ bytes: [UInt8]) -> (utf8: [UInt8], replacements: Int) {
    unitWidth == 2 ? decode16(bytes) : decode32(bytes)
  }

  private func decode16(_ bytes: [UInt8]) -> (utf8: [UInt8], replacements: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    var replacements = 0
    func unit(at index: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    var index = 0
    while index + 1 < bytes.count {
      var value = unit(at: index)
      index += 2
      if value & 0xFC00 == 0xD800, index + 1 < bytes.count, case let low = unit(at: index), low & 0xFC00 == 0xDC00 {
        value = 0x10000 + ((value & 0x3FF) << 10 | low & 0x3FF)
        index += 2
      }
      if !utf8.append(scalar: value) { replacements += 1 }
    }
    if index < bytes.count {
      utf8.append(scalar: 0xFFFD)
      replacements += 1
    }
    return (utf8, replacements)
  }

  private func decode32(_ bytes: [UInt8]) -> (utf8: [UInt8], replacements: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count / 2)
    var replacements = 0
    var index = 0
    while index + 3 < bytes.count {
      var value: UInt32 = 0
      for offset in 0..<4 { value = value << 8 | UInt32(bytes[index + (isLittleEndian ? 3 - offset : offset)]) }
      if !utf8.append(scalar: value) { replacements += 1 }
      index += 4
    }
    if index < bytes.count {
      utf8.append(scalar: 0xFFFD)
      replacements += 1
    }
    return (utf8, replacements)
  }
}

extension [UInt8] {
  /// Appends a code point as UTF-8; U+FFFD for a surrogate or a value beyond U+10FFFF, then answering false.
  @discardableResult
  mutating func append(scalar value: UInt32) -> Bool {
    guard value >= 0x80 else {
      append(UInt8(truncatingIfNeeded: value))
      return true
    }
    let scalar = Unicode.Scalar(value)
    append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    return scalar != nil
  }
}
