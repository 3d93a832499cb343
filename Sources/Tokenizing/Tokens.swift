// SPDX-License-Identifier: Apache-2.0

/// The tokens of one field of one document, as parallel arrays: the form in which all later stages see text.
///
/// A field is the body, or all blocks of one kind beside it. Its text is its blocks' text joined by single line feeds, as
/// UTF-8. Token index = position in the index. `surfaces`, `gaps`, `starts` and `ends` have one entry per token.
package struct Tokens: Sendable, Equatable {
  /// Ids of the surface forms (NFC, case kept) in the `Vocabulary` the text was tokenized with.
  package var surfaces: [UInt32] = []
  /// `Gap` raw values: what stands before each token.
  package var gaps: [UInt8] = []
  /// Offset of each token's first byte in the field's text (UTF-8).
  package var starts: [UInt32] = []
  /// Offset behind each token's last byte in the field's text (UTF-8).
  package var ends: [UInt32] = []
  /// Index of the first token of each sentence, ascending; a block's first token always starts a sentence.
  package var sentences: [UInt32] = []
  /// The blocks of the field that hold at least one token, in order.
  package var blocks: [TokenBlock] = []

  package init() {}

  package var count: Int { surfaces.count }

  /// All tokens as one document's.
  package var whole: DocumentBounds { DocumentBounds(tokens: 0..<count, blocks: 0..<blocks.count) }

  /// The tokens of block `index`.
  package func range(ofBlock index: Int) -> Range<Int> {
    let end = index + 1 < blocks.count ? Int(blocks[index + 1].firstToken) : count
    return Int(blocks[index].firstToken)..<end
  }

  /// Adds the first `count` tokens of a room.
  mutating func append(_ room: TokenRoom, count: Int) {
    precondition(count <= room.capacity)
    surfaces.append(contentsOf: UnsafeBufferPointer(start: room.surfaces, count: count))
    gaps.append(contentsOf: UnsafeBufferPointer(start: room.gaps, count: count))
    starts.append(contentsOf: UnsafeBufferPointer(start: room.starts, count: count))
    ends.append(contentsOf: UnsafeBufferPointer(start: room.ends, count: count))
  }

  /// Empties all arrays and keeps their memory.
  package mutating func removeAll() {
    surfaces.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    sentences.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
  }
}

/// The tokens and blocks of one document among those of several.
package struct DocumentBounds: Sendable, Equatable {
  package var tokens: Range<Int>
  package var blocks: Range<Int>

  package init(tokens: Range<Int>, blocks: Range<Int>) { (self.tokens, self.blocks) = (tokens, blocks) }
}

/// Places for tokens that are being written: appending to four arrays token by token costs four checks for each.
final class TokenRoom {
  let capacity: Int
  let surfaces: UnsafeMutablePointer<UInt32>
  let gaps: UnsafeMutablePointer<UInt8>
  let starts: UnsafeMutablePointer<UInt32>
  let ends: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    self.capacity = capacity
    (surfaces, gaps) = (.allocate(capacity: capacity), .allocate(capacity: capacity))
    (starts, ends) = (.allocate(capacity: capacity), .allocate(capacity: capacity))
  }

  deinit {
    surfaces.deallocate()
    gaps.deallocate()
    starts.deallocate()
    ends.deallocate()
  }
}

/// One block as the token stream sees it.
package struct TokenBlock: Sendable, Equatable {
  /// Index of the block's first token.
  package var firstToken: UInt32
  /// Raw value of the document's block kind (`BlockKind`), opaque to this module.
  package var kind: UInt8
  /// Language of the block, declared or detected.
  package var language: Language
  /// Page the block starts on, from 1; 0 where there are no pages.
  package var page: UInt32
  /// Offset of the block's first byte in the field's text.
  package var textStart: UInt32

  package init(firstToken: UInt32, kind: UInt8, language: Language, page: UInt32, textStart: UInt32) {
    self.firstToken = firstToken
    self.kind = kind
    self.language = language
    self.page = page
    self.textStart = textStart
  }
}
