// SPDX-License-Identifier: Apache-2.0

@testable internal import Patterns
internal import Tagging
internal import Tokenizing

/// The parsers of what people write: queries in both spellings, regular expressions, lexicons.
extension FuzzTarget {
  static let parsers: [FuzzTarget] = [
    FuzzTarget("query", longest: 300) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      _ = QuerySyntax(of: text)
      guard let query = try? PlainQuery(parsing: text) else { return }
      // What a query says of itself reads as the same query.
      let again = try? PlainQuery(parsing: "\(query)")
      if again != query { finding("'\(text)' is described as '\(query)', which is another query") }
    },
    FuzzTarget("cql", longest: 300) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      guard let query = try? SpanQuery(parsing: text) else { return }
      let again = try? SpanQuery(parsing: "\(query)")
      if again != query { finding("'\(text)' is described as '\(query)', which is another query") }
    },
    FuzzTarget("lexicon", longest: 4_000) { bytes in
      // The first line of percent signs parts the scheme from the English file.
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.split(separator: "\n%%\n", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return }
      let files = [(name: "scheme.yml", text: parts[0]), (name: "en.yml", text: parts[1])]
      guard let lexicon = try? LexiconReader.read(files: files), let compiled = try? LexiconCompiler.compile(lexicon)
      else { return }
      LexiconTrialText.tag(compiled)
    },
    FuzzTarget("compiled", longest: 4_000) { bytes in
      if let compiled = CompiledLexicon(archived: bytes) { LexiconTrialText.tag(compiled) }
    },
  ]
}

/// A text in which the rules of small lexicons find something.
enum LexiconTrialText {
  /// One paragraph.
  static let blocks = [
    TextBlock(
      "The residents started the scheme in 1998, not the council. Our parents run it; the housing association closed "
        + "the club after a nurse had set it up. We have not begun to take over co-production from them.", kind: 2)
  ]

  static func tag(_ lexicon: CompiledLexicon) {
    let vocabulary = Vocabulary()
    let tokens = Tokenizer(into: vocabulary).tokenize(blocks)
    let tagged = Tagger(lexicon, vocabulary: vocabulary).tag(tokens)
    for hit in tagged.hits where Int(hit.end) > tokens.count || hit.start > hit.end {
      finding("a hit beyond the text")
    }
  }
}
