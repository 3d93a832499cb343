// SPDX-License-Identifier: Apache-2.0

/// Reads the forward index of a field from its first token to its last, each byte once.
internal import Bytes

struct ForwardWalk {
  private let field: ForwardField
  private var ids: SurfaceIDCursor
  private var runs: GapRunReader
  private var token = 0

  init(_ field: ForwardField) throws {
    self.field = field
    ids = SurfaceIDCursor(try field.allIDs())
    runs = GapRunReader(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// Replaces the contents of both arrays by the next `count` tokens.
  mutating func next(_ count: Int, ids out: inout [UInt32], symbols: inout [UInt32]) throws {
    out.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
    out.reserveCapacity(count)
    symbols.reserveCapacity(count)
    for _ in 0..<count {
      if token % ForwardEncoder.chunk == 0 { runs = try field.runReader(token / ForwardEncoder.chunk) }
      out.append(ids.nextID())
      symbols.append(runs.next())
      token += 1
    }
    if ids.failed || runs.failed { throw field.damaged() }
  }
}
