// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Indexing
internal import Tagging
internal import Tokenizing

/// Tags running text with one or more lexicons and says where, in the text as given, each mention stands.
///
/// Paragraphs are cut at blank lines without touching the text, so that offsets are code points into what came in.
final class TextTagger {
  struct Tagged {
    var lexicon: CompiledLexicon
    var result: TaggedTokens
  }

  let lexicons: [CompiledLexicon]
  private let vocabulary = Vocabulary()
  private let tokenizer: Tokenizer
  private let taggers: [Tagger]
  /// The language tags that a remark has been made on.
  private var remarked: Set<String> = []
  static let headings: Set<UInt8> = [BlockKind.title.rawValue, BlockKind.heading.rawValue]

  convenience init(_ directories: [String]) throws {
    do { self.init(try LexiconSources(directories: directories).compile()) } catch let error as LexiconError {
      throw CommandFailure("\(error)")
    }
    for remark in SeveralLexicons.remarks(on: lexicons) { Output.note(remark) }
  }

  init(_ lexicons: [CompiledLexicon]) {
    self.lexicons = lexicons
    tokenizer = Tokenizer(into: vocabulary)
    let vocabulary = vocabulary
    taggers = lexicons.map { Tagger($0, vocabulary: vocabulary) }
  }

  /// The language that a line of a corpus declares, as an index takes it.
  static func language(of line: JSONValue) -> Language { Language(tag: tag(of: line)) }

  private static func tag(of line: JSONValue) -> String {
    (line["lang"] ?? line["language"])?.scalarText.map(LanguageName.code) ?? ""
  }

  /// As `language(of:)`; says once of each tag where a lexicon reads such texts by another language's rules.
  func remarkedLanguage(of line: JSONValue) -> Language {
    let tag = Self.tag(of: line)
    let language = Language(tag: tag)
    guard !tag.isEmpty, tag != "und", !remarked.contains(tag) else { return language }
    remarked.insert(tag)
    for lexicon in lexicons where lexicon.tables[language] == nil {
      let known = lexicon.tables.keys.map(\.code).sorted().joined(separator: ", ")
      Output.note(
        language == .unknown
          ? "the language '\(tag)' is not known: each text's own is found out; \(lexicon.name) has \(known)"
          : "\(lexicon.name) has no rules for the language '\(tag)', only for \(known); other rules are tried on it")
    }
    return language
  }

  /// By lexicon and language, the patterns that give hits in a text.
  func patterns(in text: String, language: Language) -> [[Language: Set<Int>]] {
    let blocks = Self.paragraphs(of: text).map { TextBlock($0.text, kind: BlockKind.paragraph.rawValue) }
    let tokens = tokenizer.tokenize(blocks, prior: language)
    return taggers.map { $0.patterns(in: tokens, headings: Self.headings) }
  }

  /// What the lexicons find in a text, and its tokens with offsets in UTF-8 bytes of the text as given.
  ///
  /// - Parameter language: what the text declares; its words may tell another.
  func tag(_ text: String, language: Language) -> (tokens: Tokens, tagged: [Tagged]) {
    let paragraphs = Self.paragraphs(of: text)
    let blocks = paragraphs.map { TextBlock($0.text, kind: BlockKind.paragraph.rawValue) }
    var tokens = tokenizer.tokenize(blocks, prior: language)
    shift(&tokens, paragraphs)
    return (tokens, zip(lexicons, taggers).map { Tagged(lexicon: $0, result: $1.tag(tokens, headings: Self.headings)) })
  }

  /// What the lexicons find in a document; offsets are into the document's text.
  func tag(_ document: Document) -> (tokens: Tokens, tagged: [Tagged]) {
    let declared = Language(tag: document.metadata.language ?? "")
    let blocks = document.blocks.filter(\.kind.isBody).map { TextBlock($0, of: declared) }
    let tokens = tokenizer.tokenize(blocks, prior: declared)
    return (tokens, zip(lexicons, taggers).map { Tagged(lexicon: $0, result: $1.tag(tokens, headings: Self.headings)) })
  }

  private static func paragraphs(of text: String) -> [(text: String, start: Int)] {
    var result: [(text: String, start: Int)] = []
    let bytes = Array(text.utf8)
    var start = 0
    var index = 0
    func finish(_ end: Int) {
      if end > start { result.append((String(decoding: bytes[start..<end], as: UTF8.self), start)) }
    }
    while index < bytes.count {
      guard bytes[index] == 0x0A else { index += 1; continue }
      var next = index + 1
      var feeds = 1
      while next < bytes.count, bytes[next] <= 0x20 {
        if bytes[next] == 0x0A { feeds += 1 }
        next += 1
      }
      if feeds > 1 {
        finish(index)
        start = next
      }
      index = next
    }
    finish(bytes.count)
    return result
  }

  /// From offsets into the blocks joined by line feeds to offsets into the text as given.
  private func shift(_ tokens: inout Tokens, _ paragraphs: [(text: String, start: Int)]) {
    var starts: [UInt32: Int] = [:]
    var joined = 0
    for paragraph in paragraphs {
      starts[UInt32(clamping: joined)] = paragraph.start
      joined += paragraph.text.utf8.count + 1
    }
    for (index, block) in tokens.blocks.enumerated() {
      let end = index + 1 < tokens.blocks.count ? Int(tokens.blocks[index + 1].firstToken) : tokens.count
      guard let start = starts[block.textStart] else { continue }
      for token in Int(block.firstToken)..<end {
        tokens.starts[token] = UInt32(clamping: Int(tokens.starts[token]) - Int(block.textStart) + start)
        tokens.ends[token] = UInt32(clamping: Int(tokens.ends[token]) - Int(block.textStart) + start)
      }
    }
  }
}

/// From UTF-8 offsets of a text to code points, for ascending or random access.
struct CodePointOffsets {
  private var marks: [Int] = []
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var count = 0
    for (index, byte) in bytes.enumerated() {
      if index & 63 == 0 { marks.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    marks.append(count)
  }

  func codePoint(_ offset: Int) -> Int {
    let offset = min(offset, bytes.count)
    var count = marks[min(offset >> 6, marks.count - 1)]
    var index = offset & ~63
    while index < offset {
      if bytes[index] & 0xC0 != 0x80 { count += 1 }
      index += 1
    }
    return count
  }
}
