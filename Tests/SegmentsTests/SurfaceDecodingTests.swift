// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing
@testable import Segments

/// Chunks of the forward index decoded side by side, held to the ids that were written.
@Suite struct SurfaceDecodingTests {
  /// - Parameter forms: how many surface forms there are; nil for a segment that has no table of them.
  static func field(_ ids: [UInt32], forms: Int? = nil, in folder: TemporaryFolder) throws -> ForwardField {
    let path = folder.path + "/field"
    var file = try SectionFileWriter(path: path, kind: .segment)
    var encoder = ForwardEncoder()
    encoder.beginDocument()
    encoder.add(ids: ids, symbols: ids.map { _ in 0 })
    try encoder.write(.body, to: &file)
    if let forms {
      try PackedArray.write([UInt32](repeating: 0, count: forms + 1), SegmentSection.surfaceOffsets, to: &file)
    }
    _ = try file.finish()
    let read = try SectionFile(path: path, kind: .segment)
    return try ForwardField(
      read, .body, lengths: DocumentLengths(starts: FixedArray(unpacked: [0, UInt32(ids.count)])),
      surfaces: try SurfaceTable(read), gaps: try GapTable(read.section(SegmentSection.gaps)))
  }

  /// Ids of one to five bytes; few chunks hold any of five.
  static func ids(_ count: Int, _ random: inout SeededGenerator) -> [UInt32] {
    let highest: [UInt32] = [159, 160, 22_687, 22_688, 481_439]
    return (0..<count).map { index in
      if index / 256 % 5 == 3, Int.random(in: 0..<100, using: &random) == 0 {
        return .random(in: 481_440 ... .max, using: &random)
      }
      let most = highest.randomElement(using: &random) ?? 0
      return Bool.random(using: &random) ? most : UInt32.random(in: 0...most, using: &random)
    }
  }

  @Test func sideBySideAsOneByOne() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 21)
    var (long, short, fours) = (0, 0, 0)
    for count in [1, 255, 256, 1024, 1025, 4000, 9 * 256 + 17] {
      let ids = Self.ids(count, &random)
      let field = try Self.field(ids, in: folder)
      let chunks = (count + 255) / 256
      for _ in 0..<20 {
        let chosen = (0..<chunks).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        var found = [UInt32](repeating: 0, count: 256 * max(chosen.count, 1))
        try found.withUnsafeMutableBufferPointer { found in
          guard let base = found.baseAddress else { return }
          _ = try chosen.withUnsafeBufferPointer { try field.decodeSurfaces(ofChunks: $0, into: base) }
        }
        for (lane, chunk) in chosen.enumerated() {
          let wanted = Array(ids[256 * chunk..<min(256 * (chunk + 1), count)])
          let isEqual = Array(found[256 * lane..<256 * lane + wanted.count]) == wanted
          #expect(isEqual, "chunk \(chunk) of \(count) tokens")
          long += wanted.contains { $0 >= 481_440 } ? 1 : 0
          short += wanted.count < 256 ? 1 : 0
        }
        fours += chosen.count / 4
      }
    }
    #expect(long > 0 && short > 0 && fours > 0)
  }

  @Test func aFlippedBitIsNoticedInItsChunk() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 22)
    let ids = Self.ids(60_000, &random)
    _ = try Self.field(ids, in: folder)
    let path = folder.path + "/field"
    var bytes = try Files.read(path)
    // Ids stand at the start of the file and take more room than one of its checksums covers.
    for place in [0, 40_000] {
      bytes[place] ^= 4
      try bytes.withUnsafeBytes { try Files.replace(path, with: $0) }
      let file = try SectionFile(path: path, kind: .segment)
      let field = try ForwardField(
        file, .body, lengths: DocumentLengths(starts: FixedArray(unpacked: [0, UInt32(ids.count)])),
        surfaces: try SurfaceTable(file), gaps: try GapTable(file.section(SegmentSection.gaps)))
      var failed = 0
      try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { out in
        let base = try #require(out.baseAddress)
        for chunk in 0..<ids.count / 256 {
          do {
            _ = try field.decodeSurfaces(ofChunk: chunk, into: base)
          } catch is IndexError {
            failed += 1
          }
        }
      }
      #expect(failed == 1, "byte \(place)")
      bytes[place] ^= 4
    }
  }
}
