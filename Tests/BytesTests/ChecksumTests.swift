// SPDX-License-Identifier: Apache-2.0

import Bytes
import CKernels
import TestSupport
import Testing

/// Checksums against published values and against their portable twins.
@Suite struct ChecksumTests {
  @Test func crcOfPublishedStrings() {
    let digits = Array("123456789".utf8)
    #expect(digits.withUnsafeBytes { CRC32C.of($0) } == 0xe306_9283)
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(zeros.withUnsafeBytes { CRC32C.of($0) } == 0x8a91_36aa)
  }

  @Test func crcContinues() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    bytes.withUnsafeBytes { all in
      for cut in [0, 1, 7, 8, 9, 999, 1000] {
        let first = CRC32C.of(UnsafeRawBufferPointer(rebasing: all[..<cut]))
        #expect(CRC32C.of(UnsafeRawBufferPointer(rebasing: all[cut...]), continuing: first) == CRC32C.of(all))
      }
      let twin = syntop_crc32c_portable(0, bytes, bytes.count)
      #expect(CRC32C.of(all) == twin)
    }
  }

  @Test func crcOfManyLengths() {
    var random = SeededGenerator(seed: 17)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    var (short, long) = (0, 0)
    for _ in 0..<300 {
      let start = Int.random(in: 0..<64, using: &random)
      let length = Int.random(in: 0..<bytes.count - 64, using: &random) >> Int.random(in: 0..<8, using: &random)
      let before = UInt32.random(in: 0...UInt32.max, using: &random)
      let part = Array(bytes[start..<start + length])
      #expect(syntop_crc32c(before, part, length) == syntop_crc32c_portable(before, part, length))
      if length < 3072 { short += 1 } else { long += 1 }
    }
    #expect(short > 50 && long > 50)
  }

  @Test func sha256OfPublishedStrings() {
    #expect(
      Hexadecimal.string(SHA256.of("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      Hexadecimal.string(SHA256.of("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Hexadecimal.string(SHA256.of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func sha256PathsAgree() {
    print("SHA-256 by the CPU's extensions: \(SHA256.isAccelerated)")
    let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 3) }
    for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 700] {
      var whole = SHA256()
      var portable = SHA256(portable: true)
      var pieces = SHA256()
      whole.add(Array(bytes[..<length]))
      portable.add(Array(bytes[..<length]))
      for byte in bytes[..<length] { pieces.add([byte]) }
      let digest = whole.finish()
      #expect(digest == portable.finish())
      #expect(digest == pieces.finish())
    }
  }

  @Test func hexadecimalBothWays() {
    #expect(Hexadecimal.bytes("00ffA5") == [0, 255, 0xa5])
    #expect(Hexadecimal.bytes("0") == nil)
    #expect(Hexadecimal.bytes("zz") == nil)
    #expect(Hexadecimal.string([0, 255, 0xa5]) == "00ffa5")
  }
}
