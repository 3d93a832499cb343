// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// CRC-32C for chunks of files, SHA-256 for what things depend on.

/// The checksum of chunks of files (Castagnoli; RFC 3720, appendix B.4).
package enum CRC32C {
  package static func of(_ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0) -> UInt32 {
    guard let start = bytes.baseAddress else { return crc }
    return syntop_crc32c(crc, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}

/// A SHA-256 digest in progress.
package struct SHA256 {
  private var state = syntop_sha256()

  package init(portable: Bool = false) { syntop_sha256_start(&state, portable ? 1 : 0) }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    syntop_sha256_add(&state, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  package mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  package mutating func add(_ text: String) {
    var copy = text
    copy.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// The first bytes of the digest, which has 32; the state is used up.
  package mutating func finish(_ count: Int = 32) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { whole in
      guard let start = whole.baseAddress else { return [] }
      syntop_sha256_finish(&state, start)
      return Array(UnsafeBufferPointer(rebasing: whole[..<min(count, 32)]))
    }
  }

  package static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = SHA256()
    digest.add(bytes)
    return digest.finish()
  }

  package static func of(_ text: String) -> [UInt8] {
    var digest = SHA256()
    digest.add(text)
    return digest.finish()
  }

  package static var isAccelerated: Bool { syntop_sha256_accelerated() != 0 }
}

/// Lower-case hexadecimal, both ways.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func string(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil unless `text` is an even number of hexadecimal digits.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for pair in stride(from: 0, to: characters.count, by: 2) {
      guard let high = value(characters[pair]), let low = value(characters[pair + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    case 0x41...0x46: digit - 0x37
    default: nil
    }
  }
}
