// SPDX-License-Identifier: Apache-2.0

package import Tokenizing

/// Cuts a token stream into passages: paragraphs, short neighbours merged up to 40 words, long ones cut at a sentence by 150.
package enum Passages {
  static let shortest = 40
  static let longest = 150

  /// - Parameter headings: block kinds that no passage reaches across.
  package static func ranges(of tokens: Tokens, headings: Set<UInt8>) -> [Range<Int>] {
    ranges(of: tokens.whole, in: tokens, headings: headings)
  }

  /// The passages of one document, as ranges of the tokens that it is part of.
  static func ranges(of document: DocumentBounds, in tokens: Tokens, headings: Set<UInt8>) -> [Range<Int>] {
    if let single = single(document, in: tokens) { return [single] }
    var result: [Range<Int>] = []
    var open: Range<Int>?
    for index in document.blocks {
      let block = tokens.blocks[index]
      let start = Int(block.firstToken)
      let end =
        index + 1 < document.blocks.upperBound
        ? Int(tokens.blocks[index + 1].firstToken) : document.tokens.upperBound
      if headings.contains(block.kind) {
        if let last = open { result.append(last) }
        open = nil
        if start < end { result.append(start..<end) }
        continue
      }
      let language = index > document.blocks.lowerBound ? tokens.blocks[index - 1].language : block.language
      if let last = open, last.count < shortest, last.count + end - start <= longest, language == block.language {
        open = last.lowerBound..<end
      } else {
        if let last = open { result.append(last) }
        open = start..<end
      }
    }
    if let last = open { result.append(last) }
    return result.flatMap { cut($0, tokens) }
  }

  /// The passage that a document of one short block is, as most short texts are.
  static func single(_ document: DocumentBounds, in tokens: Tokens) -> Range<Int>? {
    guard document.blocks.count == 1, document.tokens.count <= longest,
      Int(tokens.blocks[document.blocks.lowerBound].firstToken) == document.tokens.lowerBound
    else {
      return nil
    }
    return document.tokens
  }

  private static func cut(_ range: Range<Int>, _ tokens: Tokens) -> [Range<Int>] {
    if range.count <= longest { return [range] }
    var result: [Range<Int>] = []
    var start = range.lowerBound
    var end = start
    var index = lowerBound(tokens.sentences, UInt32(start)) + 1
    while start < range.upperBound {
      let next = index < tokens.sentences.count ? min(Int(tokens.sentences[index]), range.upperBound) : range.upperBound
      if next - start > longest {
        // A single sentence of more than the limit is cut where it stands.
        let border = end > start ? end : min(start + longest, range.upperBound)
        result.append(start..<border)
        start = border
        end = border
        continue
      }
      end = next
      index += 1
      if next == range.upperBound {
        result.append(start..<next)
        break
      }
    }
    return result
  }

  static func lowerBound(_ values: [UInt32], _ wanted: UInt32) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
