// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Presenting
internal import Tagging
internal import Tokenizing

/// `syntop lexicon cues`: what could be a weighted cue in hand-coded passages, for fitting the weights.
struct LexiconCuesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cues",
    abstract: "List all that could be a weighted cue, by sentence.",
    discussion: """
      For each line {"id","text","lang"} of the files: {"id","signs":{sign:value},"sentences":[{"start","end","cues":[...]}]}. \
      Cues are spelled as in a lexicon; signs are those of the classification, where they were weighed and are not 0.

      Example (Scripts/fit-cues.py calls it so)
        syntop lexicon cues --lexicon Lexicons/coproduction passages.jsonl > cues.jsonl
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
      for (index, line) in try FileLines.read(given[file] ?? Array(file.utf8)).enumerated() where !line.isEmpty {
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONScanner.parse(line) } catch {
          throw CommandFailure("\(file):\(index + 1): \(error)")
        }
        guard let text = value["text"]?.string else { continue }
        let tokens = tokenizer.tokenize(
          [TextBlock(text, kind: BlockKind.paragraph.rawValue)], prior: TextTagger.language(of: value))
        var json = JSONWriter()
        let offsets = CodePointOffsets(text)
        json.object { json in
          json.field("id", value["id"]?.scalarText ?? "\(file):\(index + 1)")
          write(tagger.tag(tokens).overall, compiled, to: &json)
          json.arrayField("sentences") { json in
            for sentence in tagger.cueCandidates(in: tokens) { write(sentence, tokens, offsets, to: &json) }
          }
        }
        Output.writeLine(&json)
      }
    }
  }

  private func write(_ label: PassageLabel?, _ lexicon: CompiledLexicon, to json: inout JSONWriter) {
    json.key("signs")
    json.object { json in
      for (sign, value) in zip(lexicon.classification?.signs ?? [], label?.signs ?? []) where value != 0 {
        json.field(sign.text, value, decimals: 4)
      }
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
