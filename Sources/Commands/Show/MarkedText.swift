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

  var marks: [Mark]
  var style: TextStyle

  /// `text`, whose first code point stands at `start` of the body text, with the marks that touch it.
  func render(_ text: String, from start: Int) -> String {
    let scalars = Array(PrintableText.lines(text).unicodeScalars)
    let own = marks.compactMap { mark -> Mark? in
      let lower = max(mark.range.lowerBound, start)
      let upper = min(mark.range.upperBound, start + scalars.count)
      return lower < upper ? Mark(range: lower - start..<upper - start, name: mark.name, number: mark.number) : nil
    }
    return style.isOn ? coloured(scalars, own) : bracketed(scalars, own)
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
