// SPDX-License-Identifier: Apache-2.0

package import Documents
package import Tokenizing

/// A document's block as the tokenizer takes it in: alike wherever documents are read.
extension TextBlock {
  /// - Parameter declared: the language that the document declares. A block that declares no other has none of its own:
  ///   pages hand theirs down to every block.
  package init(_ block: Block, of declared: Language) {
    let own = block.language.map { Language(tag: $0) } ?? .unknown
    self.init(
      block.text, kind: block.kind.rawValue, page: UInt32(clamping: block.page ?? 0),
      language: own == declared ? .unknown : own, linesStandAlone: block.kind == .table || block.kind == .code)
  }
}

/// The language of a document as its metadata give it.
extension Metadata {
  /// What is declared, or else the language of most words; where the words plainly tell another than is declared, that.
  ///
  /// - Parameters:
  ///   - spoken: the language that the tokenizer took the body for.
  ///   - body: its tokens.
  package func language(spoken: Language, in body: Tokens) -> String? {
    guard let language else { return body.mainLanguage?.code }
    let declared = Language(tag: language)
    return [.unknown, spoken].contains(declared) || spoken == .unknown ? language : spoken.code
  }
}
