// SPDX-License-Identifier: Apache-2.0

/// A word looked for in bytes, letter case aside, without a string being made of them.
///
/// Letters are compared with bit 5 set, and so are bytes beyond ASCII, which takes `É` for `é`.
struct BytePattern: ExpressibleByStringLiteral, Sendable {
  private struct Unit {
    var byte: UInt8
    /// What is set in a byte before it is compared.
    var mask: UInt8
  }

  private let units: [Unit]
  /// The first byte, small if a letter.
  let first: UInt8

  init(stringLiteral text: String) {
    units = text.utf8.map { byte in
      let mask: UInt8 = byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) ? 0x20 : 0
      return Unit(byte: byte | mask, mask: mask)
    }
    first = units.first?.byte ?? 0
  }

  var count: Int { units.count }

  /// Whether the word stands anywhere in `text`.
  func occurs(in text: ArraySlice<UInt8>) -> Bool {
    guard let first = units.first, text.count >= count else { return units.isEmpty }
    return text.withUnsafeBufferPointer { text in
      for index in 0...(text.count - count)
      where text[index] | first.mask == first.byte && stands(in: text, at: index) { return true }
      return false
    }
  }

  /// Whether `text` is the word and nothing more.
  func equals(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == count && text.withUnsafeBufferPointer { stands(in: $0, at: 0) }
  }

  /// Whether `text` begins with the word.
  func begins(_ text: ArraySlice<UInt8>) -> Bool { equals(text.prefix(count)) }

  /// Whether the word stands in `text` from `index` on.
  func stands(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index >= 0, text.count - index >= units.count else { return false }
    var place = index
    for unit in units {
      guard text[place] | unit.mask == unit.byte else { return false }
      place += 1
    }
    return true
  }
}
