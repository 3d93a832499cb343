// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport
@testable import Documents

/// Tests of the document frame: what goes in comes out, and damaged frames are refused, never believed or fatal.
@Suite struct DocumentCodecTests {
  static func randomText(_ random: inout SeededGenerator) -> String {
    let pieces = ["", "a", "été", "\n", "\t", "公民", "😀", " ", "word "]
    return (0..<Int.random(in: 0..<8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  static func randomBlock(_ random: inout SeededGenerator) -> Block {
    let lines = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
      LineBox(
        start: Int.random(in: 0..<9, using: &random), page: Int.random(in: 1..<400, using: &random),
        left: Float.random(in: -5...600, using: &random), top: 0.1, right: .infinity, bottom: -0)
    }
    return Block(
      kind: BlockKind.allCases.randomElement(using: &random) ?? .paragraph, text: randomText(&random),
      page: Bool.random(using: &random) ? Int.random(in: 1...70_000, using: &random) : nil,
      language: Bool.random(using: &random) ? "nl" : nil, level: Bool.random(using: &random) ? 2 : nil, lines: lines)
  }

  static func randomDocument(_ random: inout SeededGenerator) -> Document {
    var metadata = Metadata()
    metadata.title = Bool.random(using: &random) ? randomText(&random) : nil
    metadata.authors = (0..<Int.random(in: 0..<4, using: &random)).map { _ in randomText(&random) }
    metadata.date = Bool.random(using: &random) ? "2014-05" : nil
    metadata.venue = Bool.random(using: &random) ? randomText(&random) : nil
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      metadata.fields[randomText(&random)] = [
        .text(randomText(&random)), .number(Double.random(in: -1e9...1e9, using: &random)), .list(["a", "b"]),
      ].randomElement(using: &random)
    }
    return Document(
      id: randomText(&random), source: randomText(&random),
      format: DocumentFormat.allCases.randomElement(using: &random) ?? .plain, contentHash: "00ff", metadata: metadata,
      blocks: (0..<Int.random(in: 0..<12, using: &random)).map { _ in randomBlock(&random) },
      pageCount: Int.random(in: 0..<500, using: &random), notes: ["one", ""])
  }

  @Test func everyDocumentComesBack() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<1000 {
      let document = Self.randomDocument(&random)
      #expect(try DocumentCodec.decode(DocumentCodec.encode(document)) == document)
    }
  }

  @Test func integersOfAllSizesComeBack() throws {
    let values = [0, 1, -1, 63, 64, -64, -65, 127, 128, 1 << 31, Int.max, Int.min, Int.min + 1]
    var writer = FrameWriter()
    for value in values { writer.integer(value) }
    var reader = FrameReader(writer.bytes)
    for value in values { #expect(try reader.integer() == value) }
    try reader.end()
  }

  @Test func overlongIntegersAreRefused() {
    for bytes in [[UInt8](repeating: 0xFF, count: 10), [UInt8](repeating: 0x80, count: 30), [0x80]] {
      var reader = FrameReader(bytes)
      #expect(throws: DamagedFrame.self) { try reader.integer() }
    }
  }

  @Test func everyCutIsRefused() throws {
    var random = SeededGenerator(seed: 12)
    let bytes = DocumentCodec.encode(Self.randomDocument(&random))
    for length in 0..<bytes.count {
      #expect(throws: DamagedFrame.self) { try DocumentCodec.decode(Array(bytes[..<length])) }
    }
  }

  @Test func changedBytesGiveADocumentOrARefusal() {
    var random = SeededGenerator(seed: 13)
    var read = 0
    var refused = 0
    for _ in 0..<4000 {
      var bytes = DocumentCodec.encode(Self.randomDocument(&random))
      for _ in 0..<Int.random(in: 1..<4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        _ = try DocumentCodec.decode(bytes)
        read += 1
      } catch {
        refused += 1
      }
    }
    #expect(read > 100)
    #expect(refused > 100)
  }

  /// A worker that what it read has led astray may say anything.
  @Test func impossibleNumbersAreRefused() throws {
    func document(pages: Int = 3, page: Int? = 1, level: Int? = nil, start: Int = 0, line: Int = 1) -> Document {
      let box = LineBox(start: start, page: line, left: 0, top: 0, right: 1, bottom: 1)
      let block = Block(kind: .heading, text: "a", page: page, language: nil, level: level, lines: [box])
      return Document(id: "a", source: "a", format: .pdf, contentHash: "", blocks: [block], pageCount: pages)
    }
    #expect(try DocumentCodec.decode(DocumentCodec.encode(document())) == document())
    for bad in [
      document(pages: -1), document(pages: .max), document(page: 0), document(page: .min), document(level: 70_000),
      document(level: -1), document(start: .max), document(start: -1), document(line: .min), document(line: .max),
    ] {
      let bytes = DocumentCodec.encode(bad)
      #expect(throws: DamagedFrame.self, "\(bad)") { try DocumentCodec.decode(bytes) }
    }
  }

  @Test func anotherVersionIsNamed() {
    #expect(throws: DamagedFrame(wanted: "document frame version 1, not 9", offset: 0)) {
      try DocumentCodec.decode([9, 0, 0])
    }
  }
}
