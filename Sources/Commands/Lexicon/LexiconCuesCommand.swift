// SPDX-License-Identifier: Apache-2.0

/// `syntop lexicon cues`: what could be a weighted cue in hand-coded passages, for fitting the weights.
internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tagging
internal import Tokenizing

struct LexiconCuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cues",
    abstract: "List all that could be a weighted cue, by sentence.",
    discussion: """
      For each line {"id","text","lang"} of the files: {"id","scores","sentences":[{"start","end","cues":[...]}]}. Cues are
      spelled as in a lexicon; scores are the decision table's, so give a lexicon without cues.

      Example: the input of Scripts/fit-cues.py
        syntop lexicon cues --lexicon Lexicons/coproduction passages.jsonl > candidates.jsonl
      """)

  @Option(help: ArgumentHelp("A lexicon's folder.", valueName: "dir")) var lexicon: String
  @Argument(help: "Files of JSON lines.") var files: [String]

  func run() throws {
    let compiled: CompiledLexicon
    do throws(LexiconError) { compiled = try LexiconLoader.load(lexicon) } catch { throw CommandFailure("\(error)") }
    let vocabulary = Vocabulary()
    let tokenizer = Tokenizer(into: vocabulary)
    let tagger = Tagger(compiled, vocabulary: vocabulary)
    let given = ArgumentBytes.all()
    for file in files {
      for (index, line) in try FileLines.read(given[file] ?? Array(file.utf8)).enumerated() {
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONScanner.parse(line) } catch {
          throw CommandFailure("\(file):\(index + 1): \(error)")
        }
        guard let text = value["text"]?.string else { continue }
        let language = Language(tag: value["lang"]?.string ?? "")
        let tokens = tokenizer.tokenize([TextBlock(text, kind: BlockKind.paragraph.rawValue, language: language)])
        var json = JSONWriter()
        let offsets = CodePointOffsets(text)
        json.object { json in
          json.field("id", value["id"]?.scalarText ?? "\(file):\(index + 1)")
          write(tagger.tag(tokens).overall?.scores ?? [:], to: &json)
          json.arrayField("sentences") { json in
            for sentence in tagger.cueCandidates(in: tokens) { write(sentence, tokens, offsets, to: &json) }
          }
        }
        Output.writeLine(&json)
      }
    }
  }

  private func write(_ scores: [String: Double], to json: inout JSONWriter) {
    json.key("scores")
    json.object { json in
      for (name, value) in scores.sorted(by: { $0.key < $1.key }) { json.field(name, value, decimals: 4) }
    }
  }

  private func write(
    _ sentence: CueSentence, _ tokens: Tokens, _ offsets: CodePointOffsets, to json: inout JSONWriter
  ) {
    json.object { json in
      json.field("start", offsets.codePoint(Int(tokens.starts[sentence.start])))
      json.field("end", offsets.codePoint(Int(tokens.ends[sentence.end - 1])))
      json.field("cues", sentence.cues)
    }
  }
}
