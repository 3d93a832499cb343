// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tagging
internal import Tokenizing

/// `syntop lexicon try`: the places in plain text where a pattern matches, with a lexicon's word classes and actors.
struct LexiconTryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try",
    abstract: "Show where a pattern matches in text.",
    discussion: """
      Reads plain text files, or standard input. The classes and actors are those of the lexicon.

      Example:
        echo 'Tenants have run the laundry since May.' |
          syntop lexicon try 'CIT>~run' --lexicon Lexicons/coproduction
      """)

  @Argument(help: "The pattern, in the spelling of a lexicon.") var pattern: String
  @Option(help: ArgumentHelp("The lexicon whose word classes and actors the pattern may use.", valueName: "dir"))
  var lexicon: String
  @Option(help: ArgumentHelp("The language of the text.", valueName: "code")) var language = "en"
  @Argument(help: "Plain text files; standard input if none is given.") var files: [String] = []

  func run() throws {
    let wanted = Language(tag: language)
    let tagger: Tagger
    let vocabulary = Vocabulary()
    do throws(LexiconError) {
      tagger = Tagger(
        try LexiconCompiler.compile(
          LexiconTrial.lexicon(try LexiconLoader.lexicon(at: lexicon), pattern: pattern, language: wanted)),
        vocabulary: vocabulary)
    } catch {
      throw CommandFailure("\(error)")
    }
    guard let number = tagger.lexicon.rules.firstIndex(where: { $0.id == LexiconTrial.rule }) else {
      throw CommandFailure("the lexicon has no words for language '\(language)'; give --language of one that it has")
    }
    var hits = 0
    if files.isEmpty {
      hits += show(standardInput(), nil, wanted, tagger, vocabulary, number)
    } else {
      let given = ArgumentBytes.all()
      for file in files {
        let lines = try FileLines.read(given[file] ?? Array(file.utf8))
        hits += show(
          String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self), file, wanted, tagger, vocabulary,
          number)
      }
    }
    if hits == 0 { throw ExitStatus.nothingFound }
  }

  private func standardInput() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }

  private func show(
    _ text: String, _ file: String?, _ language: Language, _ tagger: Tagger, _ vocabulary: Vocabulary, _ rule: Int
  ) -> Int {
    var tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: BlockKind.paragraph.rawValue)])
    tokens.read(as: language)
    let bytes = Array(text.utf8)
    let hits = tagger.tag(tokens).hits.filter { Int($0.rule) == rule }
    for hit in hits {
      let start = Int(tokens.starts[Int(hit.start)])
      let end = Int(tokens.ends[Int(hit.end) - 1])
      let before = String(String(decoding: bytes[..<start], as: UTF8.self).suffix(40))
      let after = String(String(decoding: bytes[end...].prefix(4 * 40), as: UTF8.self).prefix(40))
      let polarity = hit.polarity == .asserted ? "" : " (\(hit.polarity))"
      let line =
        "\(file.map { $0 + ": " } ?? "")\(before)[\(String(decoding: bytes[start..<end], as: UTF8.self))]\(after)\(polarity)"
      Output.write(line.split(separator: "\n").joined(separator: " ") + "\n")
    }
    return hits.count
  }
}
