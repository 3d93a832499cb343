// SPDX-License-Identifier: Apache-2.0

/// The share of one document in the content digest: 128 bits of SHA-256 over everything that indexing makes of it.
///
/// The shares, read as little-endian numbers, are added up modulo 2^128, so that the sum does not depend on the order of
/// the documents or on how they are spread over segments. A document with hits of concepts has a second share, made by
/// `HitDigest`. The content digest is the SHA-256 of the sum's 16 bytes and the text of the lexicon's hash.
internal import Bytes
internal import Segments
internal import Tokenizing

struct DocumentDigest {
  private var state = SHA256()
  /// Small pieces wait here until a large one comes.
  private var pending: [UInt8] = []

  init(id: String, contentHash: [UInt8]) {
    pending.reserveCapacity(512)
    pending += id.utf8
    pending.append(0)
    pending += contentHash
  }

  mutating func add(_ metadata: [MetadataColumns.Value]) {
    for (name, value) in metadata where name != "source" {
      pending += name.utf8
      switch value {
      case .none: pending.append(0)
      case .text(let text): add(1, text)
      case .list(let list): for text in list { add(2, text) }
      case .number(let number):
        append(number.bitPattern)
      }
      pending.append(0)
    }
  }

  /// The names of a text's attributes.
  mutating func add(_ names: [String]) { for name in names { add(3, name + "\t") } }

  private mutating func add(_ mark: UInt8, _ text: String) {
    pending.append(mark)
    pending += text.utf8
  }

  mutating func add(field: UInt8, text: UnsafeRawBufferPointer, _ tokens: Tokens) {
    guard !text.isEmpty else { return }
    pending.append(field)
    for block in tokens.blocks {
      pending.append(block.kind)
      pending.append(block.language.rawValue)
    }
    state.add(pending)
    pending.removeAll(keepingCapacity: true)
    state.add(text)
    let (starts, ends) = Self.mixed(tokens.starts, tokens.ends)
    append(starts)
    append(ends)
    append(Self.mixed(tokens.sentences, []).0)
    tokens.gaps.withUnsafeBytes { state.add($0) }
  }

  private mutating func append(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { pending.append(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
  }

  /// Places follow from the text, which is hashed in full: here 64 bits by folded multiplication are enough. Two lists at a
  /// time: each step waits for the multiplication before it.
  private static func mixed(_ places: [UInt32], _ others: [UInt32]) -> (UInt64, UInt64) {
    var (sum, other) = (UInt64(truncatingIfNeeded: places.count), UInt64(truncatingIfNeeded: others.count))
    places.withUnsafeBufferPointer { places in
      others.withUnsafeBufferPointer { others in
        let both = min(places.count, others.count)
        for index in 0..<both {
          sum = mixed(sum, places[index])
          other = mixed(other, others[index])
        }
        for place in places[both...] { sum = mixed(sum, place) }
        for place in others[both...] { other = mixed(other, place) }
      }
    }
    return (sum, other)
  }

  @inline(__always)
  private static func mixed(_ sum: UInt64, _ place: UInt32) -> UInt64 {
    let (high, low) = (sum ^ UInt64(place)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return high ^ low &+ 0xA076_1D64_78BD_642F
  }

  mutating func finish() -> [UInt8] {
    state.add(pending)
    return Array(state.finish().prefix(16))
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
