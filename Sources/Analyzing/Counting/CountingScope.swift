// SPDX-License-Identifier: Apache-2.0

internal import Querying
internal import Segments

/// What runs of tokens and windows around hits may not reach across, besides borders of block kinds.
package enum CountingScope: String, Sendable, CaseIterable {
  case sentence = "s"
  case paragraph = "p"
  case text
}

extension CountingScope {
  /// Where pieces of a document begin that nothing reaches across; the end of the document stands last.
  func borders(of document: UInt32, count: Int, _ context: SegmentContext) -> [Int] {
    // Most documents are one piece: a bit tells so.
    if self == .text, !context.hasBarriers(document, .body) { return [count] }
    let structure = context.structure(document, .body)
    var borders: [UInt32] =
      switch self {
      case .sentence: structure.sentences + structure.barriers
      case .paragraph: structure.blocks.map(\.firstToken)
      case .text: structure.barriers
      }
    if self == .sentence, context.hasBarriers(document, .body) { borders = Set(borders).sorted() }
    var result = borders.map(Int.init).filter { $0 > 0 && $0 < count }
    result.append(count)
    return result
  }
}
