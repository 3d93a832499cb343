// SPDX-License-Identifier: Apache-2.0

/// Texts in vertical format (`.vrt`): one token a line, its columns parted by TABs, structure as tags on lines of their
/// own.
///
/// ```
/// <text id="t1" title="On wells" year="1999">
/// <s>
/// The     DT      the
/// wells   NNS     well
/// </s>
/// </text>
/// ```
/// Tokens are as given and are never cut anew; `<g/>` says that no space stands between its neighbours. Attributes of
/// `<text>` are metadata, as the fields of a JSON line are.
package struct VerticalText: Sendable, Equatable {
  package struct Token: Sendable, Equatable {
    /// The columns, the word form first.
    package var columns: [String]
    /// Whether the token follows the one before without a space.
    package var isGlued: Bool

    package var word: String { columns.first ?? "" }
  }

  /// A run of tokens under one block, cut into sentences.
  package struct Passage: Sendable, Equatable {
    package var kind: BlockKind
    package var tokens: [Token] = []
    /// The index of each sentence's first token.
    package var sentenceStarts: [Int] = []
  }

  package var id: String
  package var metadata = Metadata()
  package var passages: [Passage] = []

  /// The text as a document: words joined by spaces, and without one where the file says so.
  package func document(source: String) -> Document {
    let blocks = passages.map { passage in
      Block(kind: passage.kind, text: ComposedText.compose(passage.text))
    }
    return Document(
      id: id, source: source, format: .vertical, metadata: metadata, blocks: blocks.filter { !$0.text.isEmpty })
  }
}

extension VerticalText.Passage {
  package var text: String {
    var text = ""
    for token in tokens {
      if !text.isEmpty, !token.isGlued { text += " " }
      text += token.word
    }
    return text
  }
}
