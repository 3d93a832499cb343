// SPDX-License-Identifier: Apache-2.0

/// One block of a field as the tokenizer takes it in.
package struct TextBlock: Sendable, Equatable {
  package var text: String
  /// Raw value of the document's block kind, kept with the tokens.
  package var kind: UInt8
  /// Page the block starts on, from 1; 0 where there are no pages.
  package var page: UInt32
  /// The language that the block itself declares, which its words may overrule; `.unknown` where it declares none.
  package var language: Language
  /// Whether each line stands alone (a table's rows, code) and so ends a sentence, rather than lines being a matter of
  /// how the text was wrapped.
  package var linesStandAlone: Bool

  package init(
    _ text: String, kind: UInt8, page: UInt32 = 0, language: Language = .unknown, linesStandAlone: Bool = false
  ) {
    self.text = text
    self.kind = kind
    self.page = page
    self.language = language
    self.linesStandAlone = linesStandAlone
  }
}
