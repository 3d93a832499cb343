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

  init(id: String, contentHash: [UInt8]) {
    state.add(id)
    state.add([0])
    state.add(contentHash)
  }

  mutating func add(_ metadata: [MetadataColumns.Value]) {
    for (name, value) in metadata where name != "source" {
      state.add(name)
      switch value {
      case .none: state.add([0])
      case .text(let text): state.add([1] + Array(text.utf8))
      case .list(let list): for text in list { state.add([2] + Array(text.utf8)) }
      case .number(let number): withUnsafeBytes(of: number.bitPattern.littleEndian) { state.add($0) }
      }
      state.add([0])
    }
  }

  mutating func add(field: UInt8, text: UnsafeRawBufferPointer, _ tokens: Tokens) {
    guard !text.isEmpty else { return }
    state.add([field])
    state.add(text)
    tokens.starts.withUnsafeBytes { state.add($0) }
    tokens.ends.withUnsafeBytes { state.add($0) }
    tokens.gaps.withUnsafeBytes { state.add($0) }
    tokens.sentences.withUnsafeBytes { state.add($0) }
    state.add(tokens.blocks.flatMap { [$0.kind, $0.language.rawValue] })
  }

  mutating func finish() -> [UInt8] { Array(state.finish().prefix(16)) }
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
