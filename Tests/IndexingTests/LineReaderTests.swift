// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
@testable import Documents
@testable import Indexing

/// Tests of the reader of lines: held to a plain split of the same bytes on random files and pieces.
@Suite struct LineReaderTests {
  static func lines(_ path: String, _ range: Range<Int>, piece: Int, longest: Int) throws -> (
    lines: [[UInt8]], failure: String?
  ) {
    let file = try #require(InputFile(path: Array(path.utf8)))
    var reader = LineReader(file, range, piece: piece, longest: longest)
    var lines: [[UInt8]] = []
    try reader.eachLine { lines.append(Array($0)) }
    return (lines, reader.failure?.reason)
  }

  /// The lines of `bytes`, each at most `longest + 1` bytes of it; a line feed at the end starts no line.
  static func plain(_ bytes: some Sequence<UInt8>, longest: Int) -> [[UInt8]] {
    var lines = Array(bytes).split(separator: 0x0a, omittingEmptySubsequences: false).map { Array($0) }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.map { Array($0.prefix(longest + 1)) }
  }

  @Test func linesAreThoseOfAPlainSplit() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 4)
    var (cutShort, crossed, behindPiece) = (0, 0, 0)
    for round in 0..<300 {
      let feeds = Int.random(in: 1...12, using: &generator)
      let bytes = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
        Int.random(in: 0..<40, using: &generator) < feeds
          ? UInt8(0x0a) : UInt8.random(in: 0x61...0x7a, using: &generator)
      }
      let path = folder.path + "/lines"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let (piece, longest) = (Int.random(in: 1...50, using: &generator), Int.random(in: 0...60, using: &generator))
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let range = start..<Int.random(in: start...bytes.count, using: &generator)
      let wanted = Self.plain(bytes[range], longest: longest)
      let found = try Self.lines(path, range, piece: piece, longest: longest)
      #expect(found.lines == wanted, "round \(round)")
      #expect(found.failure == nil)
      cutShort += wanted.count { $0.count > longest }
      crossed += wanted.count { $0.count > piece }
      behindPiece += wanted.count > 1 && longest < piece ? 1 : 0
    }
    #expect(min(cutShort, crossed, behindPiece) > 20)
  }

  @Test func aFileThatEndsEarlySaysWhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("short", "one\ntwo\nthr")
    let found = try Self.lines(folder.path + "/short", 0..<100, piece: 4, longest: 10)
    #expect(found.lines.map { String(decoding: $0, as: UTF8.self) } == ["one", "two", "thr"])
    #expect(found.failure == "can be read only up to byte 11: it ends there; what stands before is indexed")
  }

  @Test func aReadThatFailsSaysWhy() throws {
    let folder = try TemporaryFolder()
    let found = try Self.lines(folder.path, 0..<100, piece: 4, longest: 10)
    #expect(found.lines.isEmpty)
    #expect(found.failure == "can be read only up to byte 0: is a directory; what stands before is indexed")
  }
}
