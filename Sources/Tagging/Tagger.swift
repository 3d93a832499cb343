// SPDX-License-Identifier: Apache-2.0
package import Tokenizing

/// Runs a compiled lexicon over token streams that share one vocabulary.
///
/// Not safe to share between threads: each worker has its own, as it has its own vocabulary.
package final class Tagger {
  package let lexicon: CompiledLexicon
  private let vocabulary: Vocabulary
  private var forms: [Language: FormTable] = [:]
  private var words = PassageWords()

  package init(_ lexicon: CompiledLexicon, vocabulary: Vocabulary) {
    self.lexicon = lexicon
    self.vocabulary = vocabulary
    for (language, tables) in lexicon.tables { forms[language] = FormTable(tables) }
  }

  /// The hits and passage labels of one field of a document.
  ///
  /// - Parameter headings: raw values of the block kinds that no passage reaches across.
  package func tag(_ tokens: Tokens, headings: Set<UInt8> = []) -> TaggedTokens {
    var result = TaggedTokens()
    var pooled = Evidence()
    var position = 0
    var block = 0
    for range in Passages.ranges(of: tokens, headings: headings) {
      while block + 1 < tokens.blocks.count, Int(tokens.blocks[block + 1].firstToken) <= range.lowerBound { block += 1 }
      guard let table = forms[tokens.blocks[block].language] ?? forms[.english] ?? forms.values.first else { continue }
      load(tokens, range, table)
      let first = result.hits.count
      let finder = PassageTagger(words: words, lexicon: lexicon, tables: table.tables)
      let found = finder.run()
      result.hits += found.hits
      if let classification = lexicon.classification {
        let label = Decision.decide(found.evidence, classification, tokens: range, hits: first..<result.hits.count)
        result.passages.append(label)
        pooled.items += found.evidence.items.map {
          var item = $0
          item.position += position
          return item
        }
      }
      position += words.count
    }
    if let classification = lexicon.classification {
      result.overall =
        result.passages.count == 1
        ? result.passages[0]
        : Decision.decide(pooled, classification, tokens: 0..<tokens.count, hits: 0..<result.hits.count)
    }
    return result
  }

  /// The rules of which any pattern matches, denied or not: what a rule's examples are checked by.
  package func rules(in tokens: Tokens) -> Set<Int> {
    var result: Set<Int> = []
    for range in Passages.ranges(of: tokens, headings: []) {
      guard let block = tokens.blocks.first, let table = forms[block.language] else { continue }
      load(tokens, range, table)
      result.formUnion(PassageTagger(words: words, lexicon: lexicon, tables: table.tables).run().evidence.rules)
    }
    return result
  }

  /// Fills `words` with the words of a passage.
  private func load(_ tokens: Tokens, _ range: Range<Int>, _ table: FormTable) {
    words.clear()
    var sentence = Passages.lowerBound(tokens.sentences, UInt32(range.lowerBound))
    if sentence == tokens.sentences.count || tokens.sentences[sentence] > UInt32(range.lowerBound) { sentence -= 1 }
    let base = sentence
    for token in range {
      while sentence + 1 < tokens.sentences.count, Int(tokens.sentences[sentence + 1]) <= token { sentence += 1 }
      let parts = table.range(of: tokens.surfaces[token]) { vocabulary.string($0) }
      for part in parts {
        words.append(
          table.word(part), gap: part == parts.lowerBound ? tokens.gaps[token] : Gap.none.rawValue, token: token,
          sentence: sentence - base + 1)
      }
    }
    joinHyphens(tokens, table)
  }

  /// Adds the words that hyphen-joined runs make up when written as one.
  private func joinHyphens(_ tokens: Tokens, _ table: FormTable) {
    for index in 0..<words.count where index > 0 && words.gaps[index] == Gap.hyphen.rawValue {
      var joined = ""
      var start = index - 1
      var pieces = [WordForms.fold(vocabulary.string(tokens.surfaces[Int(words.tokens[index])]))]
      while start >= 0, pieces.count < 4 {
        pieces.insert(WordForms.fold(vocabulary.string(tokens.surfaces[Int(words.tokens[start])])), at: 0)
        joined = pieces.joined()
        let word = table.describe(joined)
        if word.literal >= 0 || !word.classes.isEmpty {
          words.addSpan(start, index + 1, literal: word.literal, classes: word.classes)
        }
        if words.gaps[start] != Gap.hyphen.rawValue { break }
        start -= 1
      }
    }
  }
}
