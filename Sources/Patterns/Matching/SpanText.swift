// SPDX-License-Identifier: Apache-2.0
package import Tokenizing

/// One field of one document as a span matcher sees it: the tokens' arrays, and beside them columns and concept hits.
package struct SpanText: Sendable {
  /// Numbers of surface forms.
  package var surfaces: [UInt32]
  /// `Gap` raw values.
  package var gaps: [UInt8]
  /// First token of each sentence, ascending.
  package var sentences: [UInt32]
  /// The blocks, in order; none stands for one block of kind 0.
  package var blocks: [TokenBlock]
  /// First token of each page, ascending; nil takes the pages of the blocks.
  package var pages: [UInt32]?
  /// Hits of concepts, ascending by start.
  package var concepts: [ConceptSpan]
  /// Further columns of a `.vrt` corpus: one number per token.
  package var columns: [String: [UInt32]]

  package init(
    surfaces: [UInt32], gaps: [UInt8], sentences: [UInt32] = [], blocks: [TokenBlock] = [], pages: [UInt32]? = nil,
    concepts: [ConceptSpan] = [], columns: [String: [UInt32]] = [:]
  ) {
    self.surfaces = surfaces
    self.gaps = gaps
    self.sentences = sentences
    self.blocks = blocks
    self.pages = pages
    self.concepts = concepts
    self.columns = columns
  }

  package init(_ tokens: Tokens, concepts: [ConceptSpan] = []) {
    self.init(
      surfaces: tokens.surfaces, gaps: tokens.gaps, sentences: tokens.sentences, blocks: tokens.blocks,
      concepts: concepts)
  }

  package var count: Int { surfaces.count }

  /// First tokens of the blocks whose kind differs from that of the block before: no hit crosses these.
  var barriers: [Int] {
    zip(blocks, blocks.dropFirst()).compactMap { $0.kind == $1.kind ? nil : Int($1.firstToken) }
  }

  /// Where regions of a scope begin; none where the scope has no inner borders.
  func borders(of scope: SpanScope) -> [Int] {
    switch scope {
    case .sentence: sentences.map(Int.init)
    case .paragraph, .block: blocks.map { Int($0.firstToken) }
    case .page:
      pages.map { $0.map(Int.init) }
        ?? zip(blocks, blocks.dropFirst()).compactMap { $0.page == $1.page ? nil : Int($1.firstToken) }
    case .document, .tokens: []
    }
  }
}

/// One hit of a concept in a token stream.
package struct ConceptSpan: Sendable, Hashable {
  package var concept: UInt16
  package var start: UInt32
  package var end: UInt32

  package init(concept: UInt16, start: UInt32, end: UInt32) {
    self.concept = concept
    self.start = start
    self.end = end
  }
}

/// One hit of a span pattern: its tokens, and those of each capture, in the order of `SpanMatcher.captureNames`.
package struct SpanHit: Sendable, Hashable {
  package var start: Int
  package var end: Int
  /// Nil where the capture took no part.
  package var captures: [Range<Int>?]

  package init(start: Int, end: Int, captures: [Range<Int>?] = []) {
    self.start = start
    self.end = end
    self.captures = captures
  }
}

/// Why a pattern is refused, and what to write instead.
package struct SpanPatternProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  package var suggestion: String
  package var description: String { "\(message). \(suggestion)" }
}
