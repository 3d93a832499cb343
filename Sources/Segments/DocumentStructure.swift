// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// Where the blocks, sentences and pages of one field of a document begin.
///
///     Records   --> Structure{documents}              section 500 + field (hexadecimal)
///     Places    --> PackedArray of documents + 1      section 600 + field: where each record begins in Records, and the end
///     Structure --> nothing at all                    where the field has no text in the document
///               |   Flags Rest Blocks Sentences Pages? Spellings?
///     Flags     --> one byte: 1 plain (one paragraph from token 0, byte 0, no pages), 2 Pages follow, 4 Spellings follow
///     Rest      --> 0, or 1 + the gap symbol of what follows the last token
///     Blocks    --> Language                          where plain
///               |   Count (Tokens Kind Language Page Bytes){Count}
///     Sentences --> Count Tokens{Count}
///     Pages     --> Count (Tokens Page){Count}
///     Spellings --> Count (Tokens Length Bytes){Count}
///
/// Kind and Language are bytes, Page is a zigzag varint (the difference to the one before), all else varints. Tokens and
/// Bytes are differences to the entry before, the first to 0. Pages tell where a block goes on to another page.
/// Spellings hold the bytes of tokens whose text is not their surface form. Blocks are those that hold a token. The two
/// sections are absent where no record holds anything; in an index of postings alone only bodies with blocks of several
/// kinds have records, without sentences. The gap code of a Rest symbol is 0, whatever its characters are.
package struct DocumentStructure: Sendable, Equatable {
  package struct Block: Sendable, Equatable {
    package var firstToken: UInt32
    /// Raw value of the block kind.
    package var kind: UInt8
    /// Raw value of the language.
    package var language: UInt8
    /// Page the block starts on, from 1; 0 where there are no pages.
    package var page: UInt32
    /// Offset of the block's first byte in the field's text.
    package var textStart: UInt32

    package init(firstToken: UInt32, kind: UInt8, language: UInt8, page: UInt32, textStart: UInt32) {
      (self.firstToken, self.kind, self.language) = (firstToken, kind, language)
      (self.page, self.textStart) = (page, textStart)
    }
  }
  /// A token from which on another page goes on.
  package struct PageStart: Sendable, Equatable {
    package var token: UInt32
    package var page: UInt32

    package init(token: UInt32, page: UInt32) { (self.token, self.page) = (token, page) }
  }
  package struct Spelling: Sendable, Equatable {
    package var token: UInt32
    package var bytes: [UInt8]

    package init(token: UInt32, bytes: [UInt8]) { (self.token, self.bytes) = (token, bytes) }
  }

  package var blocks: [Block] = []
  /// First token of each sentence.
  package var sentences: [UInt32] = []
  package var pages: [PageStart] = []
  package var spellings: [Spelling] = []
  /// The gap symbol of what follows the last token; nil for nothing.
  package var rest: UInt32?

  package init() {}

  /// Tokens at which the kind of block changes: nothing that must stay together lies across one.
  package var barriers: [UInt32] {
    zip(blocks, blocks.dropFirst()).filter { $0.kind != $1.kind }.map { $1.firstToken }
  }

  /// Whether its blocks are in several languages.
  package var isMultilingual: Bool { blocks.contains { $0.language != blocks[0].language } }

  /// The page a token stands on; 0 where there are no pages.
  package func page(of token: UInt32) -> UInt32 {
    let block = block(of: token).map { blocks[$0] }
    let turn = Self.last(of: pages.count, atOrBefore: token) { pages[$0].token }
    guard let turn, pages[turn].token >= block?.firstToken ?? 0 else { return block?.page ?? 0 }
    return pages[turn].page
  }

  /// The tokens from which on the page is another one than before, ascending; O(blocks + pages).
  package var pageBorders: [UInt32] {
    let starts = (blocks.map(\.firstToken) + pages.map(\.token)).sorted()
    var (borders, last): ([UInt32], UInt32?) = ([], nil)
    for start in starts {
      let page = page(of: start)
      if let last, page != last { borders.append(start) }
      last = page
    }
    return borders
  }

  /// Index of the block that holds a token.
  package func block(of token: UInt32) -> Int? {
    Self.last(of: blocks.count, atOrBefore: token) { blocks[$0].firstToken }
  }

  /// Index of the sentence that holds a token.
  package func sentence(of token: UInt32) -> Int {
    Self.last(of: sentences.count, atOrBefore: token) { sentences[$0] } ?? 0
  }

  /// The last of some ascending starts that is not behind a token.
  private static func last(of count: Int, atOrBefore token: UInt32, start: (Int) -> UInt32) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if start(middle) <= token { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

extension DocumentStructure {
  package init(reading bytes: UnsafeRawBufferPointer) throws(StructureFault) {
    self.init()
    guard !bytes.isEmpty else { return }
    var cursor = ByteCursor(bytes)
    let flags = cursor.read(UInt8.self)
    let rest = cursor.varint32()
    self.rest = rest == 0 ? nil : rest - 1
    if flags & 1 != 0 {
      blocks = [Block(firstToken: 0, kind: 2, language: cursor.read(UInt8.self), page: 0, textStart: 0)]
    } else {
      readBlocks(&cursor)
    }
    var token: UInt32 = 0
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      token &+= cursor.varint32()
      sentences.append(token)
    }
    if flags & 2 != 0 { readPages(&cursor) }
    if flags & 4 != 0 { readSpellings(&cursor) }
    if cursor.failed { throw StructureFault() }
  }

  private mutating func readBlocks(_ cursor: inout ByteCursor) {
    var block = Block(firstToken: 0, kind: 0, language: 0, page: 0, textStart: 0)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      block.firstToken &+= cursor.varint32()
      block.kind = cursor.read(UInt8.self)
      block.language = cursor.read(UInt8.self)
      block.page &+= UInt32(truncatingIfNeeded: cursor.zigzag())
      block.textStart &+= cursor.varint32()
      blocks.append(block)
    }
  }

  private mutating func readPages(_ cursor: inout ByteCursor) {
    var start = PageStart(token: 0, page: 0)
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      start.token &+= cursor.varint32()
      start.page &+= UInt32(truncatingIfNeeded: cursor.zigzag())
      pages.append(start)
    }
  }

  private mutating func readSpellings(_ cursor: inout ByteCursor) {
    var token: UInt32 = 0
    for _ in 0..<cursor.varint(below: cursor.remaining + 1) {
      token &+= cursor.varint32()
      spellings.append(Spelling(token: token, bytes: Array(cursor.bytes(cursor.varint(below: cursor.remaining + 1)))))
    }
  }

  package func append(to buffer: inout ByteBuffer) {
    let plain =
      blocks.count == 1 && blocks[0].firstToken == 0 && blocks[0].kind == 2 && blocks[0].page == 0
      && blocks[0].textStart == 0
    buffer.append((plain ? 1 : 0) | (pages.isEmpty ? 0 : 2) | (spellings.isEmpty ? 0 : 4))
    buffer.append(varint: rest.map { Int($0) + 1 } ?? 0)
    if plain { buffer.append(blocks[0].language) } else { appendBlocks(to: &buffer) }
    buffer.append(varint: sentences.count)
    var token: UInt32 = 0
    for sentence in sentences {
      buffer.append(varint: sentence &- token)
      token = sentence
    }
    if !pages.isEmpty { appendPages(to: &buffer) }
    if !spellings.isEmpty { appendSpellings(to: &buffer) }
  }

  private func appendBlocks(to buffer: inout ByteBuffer) {
    buffer.append(varint: blocks.count)
    var last = Block(firstToken: 0, kind: 0, language: 0, page: 0, textStart: 0)
    for block in blocks {
      buffer.append(varint: block.firstToken &- last.firstToken)
      buffer.append(block.kind)
      buffer.append(block.language)
      buffer.append(zigzag: Int(block.page) - Int(last.page))
      buffer.append(varint: block.textStart &- last.textStart)
      last = block
    }
  }

  private func appendPages(to buffer: inout ByteBuffer) {
    buffer.append(varint: pages.count)
    var last = PageStart(token: 0, page: 0)
    for start in pages {
      buffer.append(varint: start.token &- last.token)
      buffer.append(zigzag: Int(start.page) - Int(last.page))
      last = start
    }
  }

  private func appendSpellings(to buffer: inout ByteBuffer) {
    buffer.append(varint: spellings.count)
    var token: UInt32 = 0
    for spelling in spellings {
      buffer.append(varint: spelling.token &- token)
      buffer.append(varint: spelling.bytes.count)
      buffer.append(spelling.bytes)
      token = spelling.token
    }
  }
}

/// A structure record that does not hold together.
package struct StructureFault: Error {}
