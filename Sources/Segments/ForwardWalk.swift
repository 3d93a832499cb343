// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Reads the forward index of a field from its first token to its last, each byte once, four chunks at a time.
struct ForwardWalk: ~Copyable {
  private static let chunksAtOnce = 4
  private static let room = chunksAtOnce * ForwardEncoder.chunk
  private let field: ForwardField
  /// Forms and gaps of the segment, which the numbers of all tokens must be below.
  private let forms: UInt32
  private let gaps: UInt32
  private let ids: UnsafeMutablePointer<UInt32>
  private let symbols: UnsafeMutablePointer<UInt32>
  /// The tokens that `ids` and `symbols` hold, and the next one to be given.
  private var decoded = 0..<0
  private var token = 0

  init(_ field: ForwardField, forms: Int, gaps: Int) {
    self.field = field
    (self.forms, self.gaps) = (UInt32(forms), UInt32(gaps))
    (ids, symbols) = (.allocate(capacity: Self.room), .allocate(capacity: Self.room))
  }

  deinit {
    ids.deallocate()
    symbols.deallocate()
  }

  typealias Run = (_ ids: UnsafeBufferPointer<UInt32>, _ symbols: UnsafeBufferPointer<UInt32>) throws -> Void

  /// Gives the next `count` tokens to `body`, in runs of any length.
  mutating func next(_ count: Int, _ body: Run) throws {
    let end = token + count
    while token < end {
      if token >= decoded.upperBound { try decode() }
      let (from, length) = (token - decoded.lowerBound, min(end, decoded.upperBound) - token)
      token += length
      try body(
        UnsafeBufferPointer(start: ids + from, count: length), UnsafeBufferPointer(start: symbols + from, count: length)
      )
    }
  }

  private mutating func decode() throws {
    let first = token / ForwardEncoder.chunk
    let count = min(Self.room, field.tokenCount - token)
    guard count > 0 else { throw field.damaged() }
    let chunks = (count + ForwardEncoder.chunk - 1) / ForwardEncoder.chunk
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: chunks) { numbers in
      for index in 0..<chunks { numbers.initializeElement(at: index, to: first + index) }
      try field.decodeSurfaces(ofChunks: UnsafeBufferPointer(numbers), into: ids)
    }
    for index in 0..<chunks {
      let place = index * ForwardEncoder.chunk
      var reader = try field.runReader(first + index)
      reader.read(all: min(ForwardEncoder.chunk, count - place), into: symbols + place)
      if reader.failed { throw field.damaged() }
    }
    // Numbers of another segment would point anywhere.
    var (highestID, highestSymbol): (UInt32, UInt32) = (0, 0)
    for index in 0..<count {
      highestID = max(highestID, ids[index])
      highestSymbol = max(highestSymbol, symbols[index])
    }
    guard highestID < forms, highestSymbol < gaps else { throw field.damaged() }
    decoded = token..<token + count
  }
}
