// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// Text with its hits marked: coloured by concept on a terminal, in brackets with the concept's name elsewhere.
struct MarkedText {
  /// A stretch to be marked: code points of the body text, the name that closes it, the number that picks its colour.
  struct Mark {
    var range: Range<Int>
    var name: String
    var number: Int
  }

  /// By start.
  private let marks: [Mark]
  /// Code points of the longest.
  private let longest: Int
  private let style: TextStyle

  init(marks: [Mark], style: TextStyle) {
    let inOrder = marks.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    self.marks = inOrder.map(\.element)
    (longest, self.style) = (marks.reduce(0) { max($0, $1.range.count) }, style)
  }

  /// `text`, whose first code point stands at `start` of the body text, with the marks that touch it.
  func render(_ text: String, from start: Int) -> String {
    let scalars = Array(PrintableText.lines(text).unicodeScalars)
    let first = firstMark(from: start - longest)
    let own = marks[first...].prefix { $0.range.lowerBound < start + scalars.count }.compactMap { mark -> Mark? in
      let lower = max(mark.range.lowerBound, start)
      let upper = min(mark.range.upperBound, start + scalars.count)
      return lower < upper ? Mark(range: lower - start..<upper - start, name: mark.name, number: mark.number) : nil
    }
    return style.isOn ? coloured(scalars, own) : bracketed(scalars, own)
  }

  /// The number of the first mark that starts at a place or behind it.
  private func firstMark(from place: Int) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].range.lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Each code point takes the colour of the shortest mark that covers it.
  private func coloured(_ scalars: [Unicode.Scalar], _ marks: [Mark]) -> String {
    var colours = [Int?](repeating: nil, count: scalars.count)
    for mark in marks.sorted(by: { $0.range.count > $1.range.count }) {
      for index in mark.range { colours[index] = mark.number }
    }
    var out = ""
    var index = 0
    while index < scalars.count {
      let end = colours[index...].firstIndex { $0 != colours[index] } ?? scalars.count
      let piece = string(scalars[index..<end])
      out += colours[index].map { style.concept(piece, index: $0) } ?? piece
      index = end
    }
    return out
  }

  /// `[words]{concept}`; longer marks open first and close last.
  private func bracketed(_ scalars: [Unicode.Scalar], _ marks: [Mark]) -> String {
    let opening = Dictionary(grouping: marks, by: \.range.lowerBound)
    let closing = Dictionary(grouping: marks, by: \.range.upperBound)
    var out = ""
    for index in 0...scalars.count {
      for mark in (closing[index] ?? []).sorted(by: { $0.range.count < $1.range.count }) { out += "]{\(mark.name)}" }
      out += String(repeating: "[", count: opening[index]?.count ?? 0)
      if index < scalars.count { out.unicodeScalars.append(scalars[index]) }
    }
    return out
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
