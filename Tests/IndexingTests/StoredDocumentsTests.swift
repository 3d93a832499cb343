// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Segments
import TestSupport
import Testing
@testable import Indexing

/// Documents taken from a segment again: block for block what was indexed.
@Suite struct StoredDocumentsTests {
  private static let words = [
    "public", "service", "Citizens", "\u{E9}tat", "co-production", "\u{1F600}", "...", "3.5", "x",
  ]

  private static func block(_ random: inout SeededGenerator) -> Block {
    let kind = BlockKind.allCases.randomElement(using: &random)!
    let separator = kind == .table ? "\t" : kind == .code ? "\n" : " "
    let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in words.randomElement(using: &random)! }
    var block = Block(kind: kind, text: text.joined(separator: separator))
    if Bool.random(using: &random) { block.language = ["nl", "en", "fr"].randomElement(using: &random) }
    if kind == .heading { block.level = Int.random(in: 1...6, using: &random) }
    guard Bool.random(using: &random) else { return block }
    block.page = Int.random(in: 1...9, using: &random)
    block.lines = (0..<Int.random(in: 0...3, using: &random)).map { number in
      func tenth() -> Float { Float(Int.random(in: -50...9000, using: &random)) / 10 }
      return LineBox(
        start: number * 2, page: block.page! + number / 2, left: tenth(), top: tenth(), right: tenth(), bottom: tenth())
    }
    return block
  }

  @Test func blocksComeBackAsTheyWere() throws {
    var random = SeededGenerator(seed: 808)
    let folder = try TemporaryFolder()
    let indexer = DocumentIndexer(WordShelf(nil).take(), isComplete: true, tagging: nil)
    var documents: [Document] = []
    for number in 0..<120 {
      var document = Document(id: "d\(number)", source: "d\(number)", format: .html)
      if number % 5 == 0 { document.notes = ["Note \(number)."] }
      document.pageCount = number % 3
      document.blocks = (0..<Int.random(in: 0...20, using: &random)).map { _ in Self.block(&random) }
      if number % 10 == 0 { document.blocks = [Block(kind: .paragraph, text: "One paragraph \(number).")] }
      documents.append(document)
      indexer.add(document, contentHash: SHA256.of(document.id))
    }
    let path = folder.path + "/segment"
    _ = try indexer.builder.write(to: path)
    let segment = try SegmentReader(path: path)
    var (beside, located) = (0, 0)
    for (number, document) in documents.enumerated() {
      let details = try segment.details(UInt32(number))
      #expect(try StoredBlocks.blocks(of: UInt32(number), details, in: segment) == document.blocks)
      #expect((details?.notes ?? []) == document.notes && (details?.pageCount ?? 0) == document.pageCount)
      beside += document.blocks.count { !$0.kind.isBody }
      located += document.blocks.count { !$0.lines.isEmpty }
    }
    #expect(beside > 100 && located > 100)
  }
}
