// SPDX-License-Identifier: Apache-2.0

package import Querying
internal import Segments

/// The stretches of text in which two things are said to meet.
package enum MeetingUnit: Sendable {
  case sentence, paragraph, document
  /// Where the passages of a document's body end, as whoever knows what a passage is tells it.
  case passage(@Sendable (SegmentContext, UInt32) throws -> [Int])
  /// Every run of so many neighbouring tokens of one kind of block: S. Evert counts surface neighbours hit by hit, these
  /// windows are counted whole, as in M. Röder et al., "Exploring the space of topic coherence measures" (2015).
  case window(Int)

  /// How the body of a document is cut.
  func layout(of document: UInt32, count: Int, _ context: SegmentContext) throws -> UnitLayout {
    guard count > 0 else { return UnitLayout(ends: [], width: nil) }
    switch self {
    case .document: return UnitLayout(ends: [count], width: nil)
    case .sentence:
      return UnitLayout(ends: CountingScope.sentence.borders(of: document, count: count, context), width: nil)
    case .paragraph:
      return UnitLayout(ends: CountingScope.paragraph.borders(of: document, count: count, context), width: nil)
    case .passage(let ends): return UnitLayout(ends: try ends(context, document), width: nil)
    case .window(let width):
      return UnitLayout(ends: CountingScope.text.borders(of: document, count: count, context), width: width)
    }
  }

  /// Whether the structure of documents is needed.
  var needsStructure: Bool { if case .document = self { false } else { true } }
}

/// The units of one document, numbered in the order of the text: its pieces, or the windows that slide over them.
struct UnitLayout {
  /// Behind the last token of each piece.
  private let ends: [Int]
  private let width: Int?
  /// The number of the first unit of each piece, and of all units.
  private let firsts: [Int]

  init(ends: [Int], width: Int?) {
    (self.ends, self.width) = (ends, width)
    var (firsts, start) = ([0], 0)
    for end in ends {
      // A piece that is shorter than the window is one window.
      firsts.append((firsts.last ?? 0) + (width.map { max(end - start - $0 + 1, 1) } ?? 1))
      start = end
    }
    self.firsts = firsts
  }

  var count: Int { firsts[firsts.count - 1] }

  private func start(_ piece: Int) -> Int { piece > 0 ? ends[piece - 1] : 0 }

  /// The piece that holds a token.
  private func piece(of token: Int) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func piece(ofUnit unit: Int) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle + 1] <= unit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The units that hold any of some tokens.
  func units(holding tokens: Range<Int>) -> Range<Int> {
    // A damaged list may name positions behind the document's end.
    guard let end = ends.last, tokens.lowerBound < min(tokens.upperBound, end) else { return 0..<0 }
    let last = min(tokens.upperBound, end) - 1
    let (one, other) = (piece(of: tokens.lowerBound), piece(of: last))
    guard let width else { return one..<other + 1 }
    let first = firsts[one] + max(tokens.lowerBound - start(one) - width + 1, 0)
    let behind = min(firsts[other] + last - start(other) + 1, firsts[other + 1])
    return first..<max(behind, first)
  }

  /// The tokens of some neighbouring units: one stretch a piece.
  func stretches(of units: Range<Int>) -> [Range<Int>] {
    // The pieces that hold the first and the last unit.
    let (first, behind) = (self.piece(ofUnit: units.lowerBound), self.piece(ofUnit: units.upperBound - 1) + 1)
    return (first..<max(first, min(behind, ends.count))).compactMap { piece in
      let own = units.clamped(to: firsts[piece]..<firsts[piece + 1])
      guard !own.isEmpty else { return nil }
      guard let width else { return start(piece)..<ends[piece] }
      let first = start(piece) + own.lowerBound - firsts[piece]
      return first..<min(first + own.count - 1 + width, ends[piece])
    }
  }
}
