// SPDX-License-Identifier: Apache-2.0

/// The language of a document as its blocks tell it.
extension Tokens {
  /// The language that more than half of the tokens are in; nil where none is. O(blocks).
  package var mainLanguage: Language? {
    if blocks.count == 1 { return blocks[0].language == .unknown ? nil : blocks[0].language }
    var counts = [Int](repeating: 0, count: Language.allCases.count)
    for (index, block) in blocks.enumerated() { counts[Int(block.language.rawValue)] += range(ofBlock: index).count }
    return Language.allCases.first { $0 != .unknown && counts[Int($0.rawValue)] * 2 > count }
  }

  /// Takes all blocks for texts of one language, whatever their words tell.
  package mutating func read(as language: Language) {
    for index in blocks.indices { blocks[index].language = language }
  }
}
