// SPDX-License-Identifier: Apache-2.0

/// The syntax tree of a regular expression that must match a whole value, and its parser.
///
/// Known are literals, `.`, `[a-z]`, `[^...]`, `\d \w \s \D \W \S`, `\p{L} \p{Lu} \p{Ll} \p{N} \p{P}`, `\x{41}` and
/// `\u0041`, groups, `|`, and `* + ? {m} {m,} {m,n}`. There are no back references and no look-around, so every
/// expression is matched in one pass. `^` at the start and `$` at the end are allowed and change nothing.
package struct RegexSyntax: Sendable, Hashable {
  indirect enum Node: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, min: Int, max: Int?)
  }
  let root: Node

  /// - Throws: an error whose offset is into `text`.
  package init(parsing text: String) throws(PatternSyntaxError) {
    var parser = RegexParser(scanner: try PatternScanner(text))
    root = try parser.whole()
  }

  init(root: Node) { self.root = root }

  /// The text that is the only match, if the expression is a literal.
  package var literal: String? {
    let (prefix, whole) = root.literalPrefix
    return whole ? string(prefix) : nil
  }

  /// The expression with every literal replaced by what it folds to.
  func folded(by fold: (Unicode.Scalar) -> [Unicode.Scalar]) -> RegexSyntax { RegexSyntax(root: root.folded(by: fold)) }

  private func string(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension RegexSyntax.Node {
  /// The code points every match starts with, and whether they are all there is.
  var literalPrefix: ([Unicode.Scalar], Bool) {
    switch self {
    case .scalar(let scalar): return ([scalar], true)
    case .set, .choice: return ([], false)
    case .sequence(let parts):
      var prefix: [Unicode.Scalar] = []
      for part in parts {
        let (more, whole) = part.literalPrefix
        prefix += more
        if !whole { return (prefix, false) }
      }
      return (prefix, true)
    case .repeated(let part, let min, let max):
      guard min > 0 else { return ([], false) }
      let (one, whole) = part.literalPrefix
      guard whole, one.count * min <= 256 else { return (one, false) }
      return (Array(repeatElement(one, count: min).joined()), max == min)
    }
  }

  func folded(by fold: (Unicode.Scalar) -> [Unicode.Scalar]) -> RegexSyntax.Node {
    switch self {
    case .scalar(let scalar):
      let image = fold(scalar)
      return image.count == 1 ? .scalar(image[0]) : .sequence(image.map { .scalar($0) })
    case .set(let set): return .set(set.folded(by: fold))
    case .sequence(let parts): return .sequence(parts.map { $0.folded(by: fold) })
    case .choice(let parts): return .choice(parts.map { $0.folded(by: fold) })
    case .repeated(let part, let min, let max): return .repeated(part.folded(by: fold), min: min, max: max)
    }
  }
}
