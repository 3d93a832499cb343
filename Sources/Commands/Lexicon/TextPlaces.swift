// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents
internal import Tokenizing

/// Where the tokens of a text stand in it, in code points, and which of them are quoted.
struct TextPlaces {
  private let tokens: Tokens
  private let offsets: CodePointOffsets
  /// In code points, ascending.
  private let quotations: [Range<Int>]

  init(_ tokens: Tokens, in text: String) {
    self.tokens = tokens
    offsets = CodePointOffsets(text)
    quotations = Self.quotations(of: tokens, in: text, offsets)
  }

  /// The code points from the first to the last of some tokens.
  func range(_ tokens: Range<Int>) -> Range<Int> {
    offsets.codePoint(
      Int(self.tokens.starts[tokens.lowerBound]))..<offsets.codePoint(Int(self.tokens.ends[tokens.upperBound - 1]))
  }

  /// Whether a token stands in a block of quotation or between quotation marks.
  func isQuoted(_ token: Int) -> Bool {
    let block = tokens.blocks.last { Int($0.firstToken) <= token }
    if block?.kind == BlockKind.quote.rawValue { return true }
    let place = offsets.codePoint(Int(tokens.starts[token]))
    return quotations.contains { $0.contains(place) }
  }

  /// The quotations of each block, which reaches from the token before it to the one behind it.
  private static func quotations(of tokens: Tokens, in text: String, _ offsets: CodePointOffsets) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    return tokens.blocks.indices.flatMap { index -> [Range<Int>] in
      let own = tokens.range(ofBlock: index)
      let start = own.lowerBound > 0 ? Int(tokens.ends[own.lowerBound - 1]) : 0
      let end = own.upperBound < tokens.count ? Int(tokens.starts[own.upperBound]) : bytes.count
      let base = offsets.codePoint(start)
      return InlineQuotations.ranges(in: String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars).map {
        $0.lowerBound + base..<$0.upperBound + base
      }
    }
  }
}
