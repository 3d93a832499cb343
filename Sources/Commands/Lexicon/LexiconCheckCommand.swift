// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Indexing
internal import Presenting
internal import Segments
internal import Tagging
internal import Tokenizing

/// `syntop lexicon check`: what is wrong with a lexicon, with file, line and column.
struct LexiconCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report errors, failing examples, and lines that can do nothing.",
    discussion: """
      Findings: example (an example fails; the only error), repeated (a line stands twice in a rule), unused (a class that \
      no pattern asks for), shadowed (another rule matches the same words and wins), alike (another rule matches the same \
      words, and both are reported), covered (another line of the rule matches all of it), impossible (it asks for a class \
      or actor without members), costly (too many ways through its gaps), silent (no hit in the corpus given).

      Example:
        syntop lexicon check Lexicons/coproduction

      Example: which lines find nothing in an index, or in files of JSON lines?
        syntop lexicon check Lexicons/coproduction --index .syntop
        syntop lexicon check Lexicons/coproduction --corpus passages.jsonl --json
      """)

  @Argument(help: "The lexicon's folder.") var directory: String
  @Option(help: ArgumentHelp("Report the lines without a hit in the documents of this index.", valueName: "dir"))
  var index: String?
  @Option(help: ArgumentHelp("Report the lines without a hit in this file of JSON lines.", valueName: "file"))
  var corpus: [String] = []
  @OptionGroup var output: ReportOptions

  func run() throws {
    let lexicon: Lexicon
    let compiled: CompiledLexicon
    do throws(LexiconError) {
      lexicon = try LexiconLoader.lexicon(at: directory)
      compiled = try LexiconCompiler.compile(lexicon)
    } catch {
      throw CommandFailure("\(error)")
    }
    var checker = LexiconChecker(lexicon, compiled)
    if index != nil || !corpus.isEmpty { checker.addSilent(compiled, fired: try patternsFiring(compiled)) }
    if output.json {
      write(checker, compiled)
    } else {
      show(checker, compiled)
    }
    if checker.findings.contains(where: \.isError) { throw ExitStatus.trouble }
  }

  private func patternsFiring(_ compiled: CompiledLexicon) throws -> [Language: Set<Int>] {
    var fired: [Language: Set<Int>] = [:]
    func note(_ found: [Language: Set<Int>]) { fired.merge(found) { $0.union($1) } }
    if index != nil {
      var option = IndexOption()
      option.directory = index
      for segment in try IndexReader.open(option.existing()).segments {
        let tagger = Tagger(compiled, vocabulary: try StoredTokens.vocabulary(of: segment))
        for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
          note(tagger.patterns(in: try StoredTokens.tokens(of: document, in: segment), headings: TextTagger.headings))
        }
      }
    }
    let given = ArgumentBytes.all()
    let texts = corpus.isEmpty ? nil : TextTagger([compiled])
    for file in corpus {
      var skipped = SkippedLines(file)
      for (index, line) in try FileLines.read(given[file] ?? Array(file.utf8)).enumerated() where !line.isEmpty {
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONScanner.parse(line) } catch {
          skipped.add(index + 1, "\(error)")
          continue
        }
        guard let text = value["text"]?.string else {
          skipped.add(index + 1, "no \"text\" that is a string")
          continue
        }
        for found in texts?.patterns(in: text, language: TextTagger.language(of: value)) ?? [] { note(found) }
      }
      skipped.tell()
    }
    return fired
  }

  private func show(_ checker: LexiconChecker, _ compiled: CompiledLexicon) {
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    for finding in checker.findings {
      let place = finding.place
      Output.write(
        "\(folder)\(place.file):\(place.line):\(place.column): \(finding.isError ? "error" : "note"): \(finding.message)\n"
      )
    }
    Output.write(
      "\(compiled.name) \(compiled.version): \(compiled.concepts.count) concepts, \(compiled.rules.count) rules, "
        + "\(compiled.patternCount) patterns, \(checker.examples) examples; hash \(compiled.contentHash)\n")
  }

  private func write(_ checker: LexiconChecker, _ compiled: CompiledLexicon) {
    var json = JSONWriter()
    json.object { json in
      json.field("ok", !checker.findings.contains(where: \.isError))
      json.field("lexicon", compiled.name)
      json.field("hash", compiled.contentHash)
      json.field("concepts", compiled.concepts.count)
      json.field("rules", compiled.rules.count)
      json.field("patterns", compiled.patternCount)
      json.field("examples", checker.examples)
      json.arrayField("findings") { json in
        for finding in checker.findings {
          json.object { json in
            json.field("kind", finding.kind.rawValue)
            json.field("error", finding.isError)
            json.field("file", finding.place.file)
            json.field("line", finding.place.line)
            json.field("column", finding.place.column)
            json.field("message", finding.message)
          }
        }
      }
    }
    Output.writeLine(&json)
  }
}

/// The lines of a file that are passed over: the first few are told with the reason, the others by their number.
private struct SkippedLines {
  private static let mostTold = 5
  private let file: String
  private var count = 0

  init(_ file: String) { self.file = file }

  mutating func add(_ line: Int, _ reason: String) {
    count += 1
    if count <= Self.mostTold { Output.note("\(file):\(line): \(reason); the line is passed over") }
  }

  func tell() { if count > Self.mostTold { Output.note("\(file): \(count) lines in all are passed over") } }
}
