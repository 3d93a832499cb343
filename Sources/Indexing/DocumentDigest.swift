// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Segments
internal import Tokenizing

/// The share of one document in the content digest: 128 bits of SHA-256 over its source's SHA-256, what is known of it, and
/// checks of its text and tokens.
///
/// The shares, read as little-endian numbers, are added up modulo 2^128, so that the sum does not depend on the order of
/// the documents or on how they are spread over segments. A document with hits of concepts has a second share, made by
/// `HitDigest`. The content digest is the SHA-256 of the sum's 16 bytes and the text of the lexicon's hash.
struct DocumentDigest: ~Copyable {
  /// What the share is the digest of.
  private var pending = ByteBuffer(capacity: 512)

  /// Turns to another document.
  mutating func begin(id: String, contentHash: [UInt8]) {
    pending.removeAll()
    append(id)
    pending.append(UInt8(0))
    pending.append(contentHash)
  }

  mutating func add(_ metadata: [MetadataColumns.Value]) {
    for (name, value) in metadata where name != "source" {
      append(name)
      switch value {
      case .none: pending.append(UInt8(0))
      case .text(let text): add(1, text)
      case .list(let list): for text in list { add(2, text) }
      case .number(let number): pending.append(little: number.bitPattern)
      }
      pending.append(UInt8(0))
    }
  }

  /// The names of a text's attributes.
  mutating func add(_ names: [String]) { for name in names { add(3, name + "\t") } }

  private mutating func add(_ mark: UInt8, _ text: String) {
    pending.append(mark)
    append(text)
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { pending.append(bytes: UnsafeRawBufferPointer($0)) }
  }

  mutating func add(field: UInt8, text: UnsafeRawBufferPointer, _ tokens: Tokens) {
    guard !text.isEmpty else { return }
    pending.append(field)
    for block in tokens.blocks {
      pending.append(block.kind)
      pending.append(block.language.rawValue)
    }
    add(text)
    tokens.starts.withUnsafeBytes { add($0) }
    tokens.ends.withUnsafeBytes { add($0) }
    tokens.sentences.withUnsafeBytes { add($0) }
    tokens.gaps.withUnsafeBytes { add($0) }
  }

  /// Takes in 128 bits of a run of bytes: two folded multiplications side by side, each of every other eight bytes. What
  /// becomes of a source follows from its bytes, whose SHA-256 is part of the share; this tells programs apart that make
  /// something else of them.
  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var (even, odd) = (UInt64(truncatingIfNeeded: bytes.count), UInt64(truncatingIfNeeded: bytes.count))
    var place = 0
    while place &+ 16 <= bytes.count {
      even = Self.mixed(even, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      odd = Self.mixed(odd, bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self))
      place &+= 16
    }
    var rest: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &rest) { $0.copyBytes(from: bytes[place...]) }
    pending.append(little: Self.mixed(even, rest.0))
    pending.append(little: Self.mixed(odd, rest.1))
  }

  @inline(__always)
  private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let (high, low) = (sum ^ UInt64(littleEndian: word)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return high ^ low &+ 0xA076_1D64_78BD_642F
  }

  mutating func finish() -> [UInt8] {
    var whole = SHA256()
    whole.add(pending.bytes)
    return whole.finish(16)
  }
}

/// A sum of shares modulo 2^128.
struct DigestSum: Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Adds the sixteen bytes of a share.
  mutating func add(_ share: UnsafeRawBufferPointer) {
    guard share.count >= 16 else { return }
    let a = UInt64(littleEndian: share.loadUnaligned(as: UInt64.self))
    let b = UInt64(littleEndian: share.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let sum = low.addingReportingOverflow(a)
    low = sum.partialValue
    high = high &+ b &+ (sum.overflow ? 1 : 0)
  }

  mutating func add(_ share: [UInt8]) { share.withUnsafeBytes { add($0) } }

  var bytes: [UInt8] {
    [low, high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }
}
