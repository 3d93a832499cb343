// SPDX-License-Identifier: Apache-2.0

/// The quotations within one block of text: what stands between “ and ”, „ and “ or ”, « and », » and «, or two straight
/// double marks.
///
/// Only balanced marks count. Single marks are left alone: they cannot be told from apostrophes. Up to three words between
/// marks are a term, a title or a word that the writer keeps at a distance, and no quotation.
package enum InlineQuotations {
  private static let mostWordsOfATerm = 3

  /// Ranges of code points, the marks not included, in ascending order. O(length of the text).
  package static func ranges(in text: some Sequence<Unicode.Scalar>) -> [Range<Int>] {
    var scan = Scan()
    for scalar in text { scan.take(scalar) }
    return scan.found
  }

  /// Whether a sign may open or close a quotation.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}": true
    default: false
    }
  }

  private struct Scan {
    private(set) var found: [Range<Int>] = []
    private var place = 0
    /// The mark that is open, where what follows it begins, and the words since.
    private var open: (mark: Unicode.Scalar, start: Int, words: Int)?
    /// A straight or turned mark behind white space, which opens if a word follows at once.
    private var pending: Unicode.Scalar?
    private var isInWord = false
    private var isBehindSpace = true

    mutating func take(_ scalar: Unicode.Scalar) {
      let isSpace = scalar.properties.isWhitespace
      if let mark = pending {
        pending = nil
        if !isSpace { open = (mark, place, 0) }
      }
      if let open, Self.closes(scalar, open.mark) {
        if open.words > mostWordsOfATerm { found.append(open.start..<place) }
        self.open = nil
      } else if open == nil {
        begin(with: scalar)
      }
      let isWord = !isSpace && (isInWord || scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isWord, !isInWord { open?.words += 1 }
      isInWord = isWord
      isBehindSpace = isSpace || "([{—–-".unicodeScalars.contains(scalar)
      place += 1
    }

    private mutating func begin(with scalar: Unicode.Scalar) {
      switch scalar {
      case "\u{201C}", "\u{201E}", "\u{00AB}": open = (scalar, place + 1, 0)
      case "\"", "\u{201D}", "\u{00BB}": if isBehindSpace { pending = scalar }
      default: break
      }
    }

    private static func closes(_ scalar: Unicode.Scalar, _ mark: Unicode.Scalar) -> Bool {
      switch mark {
      case "\u{201E}": scalar == "\u{201C}" || scalar == "\u{201D}"
      case "\u{201C}": scalar == "\u{201D}"
      case "\u{00AB}": scalar == "\u{00BB}"
      case "\u{00BB}": scalar == "\u{00AB}"
      default: scalar == mark
      }
    }
  }
}
