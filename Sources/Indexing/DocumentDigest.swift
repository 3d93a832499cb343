// SPDX-License-Identifier: Apache-2.0

/// The share of one document in the content digest: 128 bits of SHA-256 over everything that indexing makes of it.
///
/// The shares are added up modulo 2^128, so that the sum does not depend on the order of the documents or on how they
/// are spread over segments.
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
        for shift in stride(from: 0, to: 64, by: 8) {
          pending.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(shift)))
        }
      }
      pending.append(0)
    }
  }

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
    tokens.starts.withUnsafeBytes { state.add($0) }
    tokens.ends.withUnsafeBytes { state.add($0) }
    tokens.gaps.withUnsafeBytes { state.add($0) }
    tokens.sentences.withUnsafeBytes { state.add($0) }
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

  mutating func add(_ share: some Collection<UInt8>) {
    let (a, b) = Self.words(share)
    let sum = low.addingReportingOverflow(a)
    low = sum.partialValue
    high = high &+ b &+ (sum.overflow ? 1 : 0)
  }

  private static func words(_ share: some Collection<UInt8>) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in share.enumerated() {
      if index < 8 { words.0 |= UInt64(byte) << UInt64(8 * index) }
      if index >= 8, index < 16 { words.1 |= UInt64(byte) << UInt64(8 * (index - 8)) }
    }
    return words
  }

  var bytes: [UInt8] {
    [low, high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }
}
