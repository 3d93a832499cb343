// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Decodes the word forms of chunks of the forward index, several chunks side by side: where an id ends is known only once
/// it has been read, so one chunk alone keeps the processor waiting.
extension ForwardField {
  /// The word forms of the tokens 256 * `chunk` and on; returns how many there are, at most `limit`.
  package func decodeSurfaces(
    ofChunk chunk: Int, into out: UnsafeMutablePointer<UInt32>, upTo limit: Int = ForwardEncoder.chunk
  ) throws -> Int {
    var run = try idRun(chunk, into: out, upTo: limit)
    let highest = withUnsafePointer(to: &run) { IDsKernel.read(UnsafeBufferPointer(start: $0, count: 1)) }
    guard highest != nil else { throw damaged() }
    return run.count
  }

  /// The word forms of some chunks, 256 places of `out` for each; returns the highest.
  ///
  /// - Parameter limits: how many tokens of each chunk are wanted; nil for all.
  @discardableResult
  func decodeSurfaces(
    ofChunks chunks: UnsafeBufferPointer<Int>, into out: UnsafeMutablePointer<UInt32>,
    upTo limits: ArraySlice<Int>? = nil
  ) throws -> UInt32 {
    return try withUnsafeTemporaryAllocation(of: IDRun.self, capacity: chunks.count) { runs in
      for (index, chunk) in chunks.enumerated() {
        let limit = limits.map { $0[$0.startIndex + index] } ?? ForwardEncoder.chunk
        runs.initializeElement(
          at: index, to: try idRun(chunk, into: out + index * ForwardEncoder.chunk, upTo: limit))
      }
      guard let highest = IDsKernel.read(UnsafeBufferPointer(runs)) else { throw damaged() }
      return highest
    }
  }

  private func idRun(
    _ chunk: Int, into out: UnsafeMutablePointer<UInt32>, upTo limit: Int = ForwardEncoder.chunk
  ) throws -> IDRun {
    let count = min(limit, max(tokenCount - chunk * ForwardEncoder.chunk, 0))
    guard let run = IDRun(ids.unchecked, try idRange(of: chunk), count: count, into: out) else { throw damaged() }
    return run
  }
}
