// SPDX-License-Identifier: Apache-2.0

/// What stands between a token and the one before it, as one code.
///
/// When several apply, page outranks block, block outranks line, line outranks punctuation, and punctuation outranks
/// white space; among punctuation the sentence mark wins, then the clause mark, quotes, bracket, comma, hyphen.
///
/// Raw values are written to disk: 0 none, 1 space, 2 hyphen, 3 comma, 4 clause, 5 sentence, 6 opening quote, 7 closing
/// quote, 8 bracket, 9 line, 10 block, 11 page, 12 other.
package enum Gap: UInt8, CaseIterable, Sendable {
  /// Nothing at all (two CJK tokens, or "3" and "km" in "3km" where the rules cut between them).
  case none = 0
  /// White space only.
  case space = 1
  /// A hyphen or dash that joins, without white space: U+002D, U+2010, U+2011, U+2013 between letters.
  case hyphen = 2
  /// A comma, alone or with white space.
  case comma = 3
  /// A clause mark: semicolon, colon, or a dash set off by white space; also an em dash.
  case clause = 4
  /// A sentence mark: full stop, question mark, exclamation mark, ellipsis.
  case sentence = 5
  /// An opening quotation mark (with or without other marks before it).
  case openQuote = 6
  /// A closing quotation mark.
  case closeQuote = 7
  /// A bracket of any kind.
  case bracket = 8
  /// A line feed within a block (table rows, verse, code).
  case line = 9
  /// The first token of a block.
  case block = 10
  /// The first token of a block that starts on another page than the block before it.
  case page = 11
  /// Any other symbols (slash, plus, currency ...).
  case other = 12
}
