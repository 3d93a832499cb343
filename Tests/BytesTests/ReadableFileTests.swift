// SPDX-License-Identifier: Apache-2.0

import Bytes
import Testing
import TestSupport

/// Files that are read piece by piece, also more of them than are kept open.
@Suite struct ReadableFileTests {
  @Test func anyNumberOfFilesCanBeRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    try bytes.withUnsafeBytes { try Files.replace(path, with: $0) }
    let files = try (0..<900).map { _ in try ReadableFile(path: path) }
    var random = SeededGenerator(seed: 96)
    for file in files {
      let start = Int.random(in: 0..<9000, using: &random)
      var piece = [UInt8](repeating: 0, count: Int.random(in: 0...1000, using: &random))
      try piece.withUnsafeMutableBytes { try file.read(into: $0, at: start) }
      #expect(piece.elementsEqual(bytes[start..<start + piece.count]))
      // Nothing is made up behind the end.
      var long = [UInt8](repeating: 0, count: 1001)
      #expect(throws: FileError.self) { try long.withUnsafeMutableBytes { try file.read(into: $0, at: 9000) } }
    }
    #expect(throws: FileError.self) { try ReadableFile(path: folder.path + "/none") }
  }
}
