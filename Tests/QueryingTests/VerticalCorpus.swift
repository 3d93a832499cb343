// SPDX-License-Identifier: Apache-2.0

import Documents
import Segments
import Tokenizing
import TestSupport
@testable import Indexing

/// Random annotated texts, an index of them in several segments with deletes, and their tokens as plain values.
enum VerticalCorpus {
  /// Words by falling frequency, each with the readings it may have.
  private static let words: [(word: String, readings: [(pos: String, lemma: String)])] = [
    ("the", [("DT", "the")]), ("of", [("IN", "of")]), ("is", [("VBZ", "be")]),
    ("public", [("JJ", "public"), ("NN", "public")]),
    ("The", [("DT", "the")]), (".", [("SENT", ".")]), ("services", [("NNS", "service"), ("VBZ", "service")]),
    ("are", [("VBP", "be")]), ("left", [("VBD", "leave"), ("JJ", "left"), ("NN", "left")]),
    ("service", [("NN", "service")]), ("trust", [("NN", "trust"), ("VB", "trust"), ("VBP", "Trust")]),
    ("citizen", [("NN", "citizen")]), ("co-production", [("NN", "co-production")]), ("been", [("VBN", "be")]),
    ("rarely", [("RB", "rarely")]), ("once", [("RB", "once")]),
  ]

  static func make(count: Int, segments: Int, deleting: Int, seed: UInt64) throws -> SampleCorpus {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    var corpus = SampleCorpus(segments: [], documents: [], deleted: 0)
    for part in 0..<segments {
      let worker = WorkerWords(nil)
      worker.verticalWords.setColumns(["word", "pos", "lemma"])
      let indexer = DocumentIndexer(worker, isComplete: true, tagging: nil)
      let vertical = VerticalDocument(worker.verticalWords, worker.vocabulary)
      var (deletes, number): (Set<UInt32>, UInt32) = ([], 0)
      for _ in 0..<count / segments {
        let (lines, plain) = text("v\(part)-\(number)", &random)
        vertical.startAfresh()
        var reader = VerticalReader(vertical, file: "v", start: 0)
        for line in lines { _ = Array(line.utf8).withUnsafeBufferPointer { reader.take($0) } }
        let document = Document(id: plain.id, source: "made", format: .vertical)
        indexer.add(document, vertical, contentHash: [UInt8](repeating: 0, count: 32)) { _ in false }
        if Int.random(in: 0..<100, using: &random) < deleting {
          deletes.insert(number)
        } else {
          corpus.documents.append(plain)
        }
        number += 1
      }
      corpus.deleted += deletes.count
      let path = folder.path + "/segment-\(part)"
      _ = try indexer.builder.write(to: path)
      if !deletes.isEmpty {
        try DeleteFile.write(deletes, of: try SegmentReader(path: path), to: path + ".deletes")
      }
      corpus.segments.append(try SegmentReader(path: path, deletes: deletes.isEmpty ? nil : path + ".deletes"))
    }
    return corpus
  }

  private static func text(_ id: String, _ random: inout SeededGenerator) -> ([String], PlainDocument) {
    var (lines, tokens, sentence) = ([String](), [PlainToken](), 0)
    // Some texts are longer than the 256 tokens that are decoded at once.
    let blocks = Int.random(in: 0..<12, using: &random) == 0 ? 15 : Int.random(in: 1...3, using: &random)
    for block in 0..<blocks {
      let kind: BlockKind = Int.random(in: 0..<5, using: &random) == 0 ? .heading : .paragraph
      lines.append(kind == .heading ? "<head>" : "<p>")
      let first = tokens.count
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        lines.append("<s>")
        sentence += 1
        for _ in 0..<Int.random(in: 1...15, using: &random) {
          let share = Double.random(in: 0..<1, using: &random)
          let (word, readings) = words[Int(Double(words.count) * share * share * share)]
          let reading = readings[Bool.random(using: &random) ? 0 : Int.random(in: 0..<readings.count, using: &random)]
          lines.append("\(word)\t\(reading.pos)\t\(reading.lemma)")
          tokens.append(
            PlainToken(
              surface: word, joinsLast: false, kind: kind, block: block, sentence: sentence, language: .unknown,
              attributes: [
                "pos": reading.pos, "lemma": reading.lemma, "pos-in-block": "\(tokens.count - first + 1)",
              ]))
        }
        lines.append("</s>")
      }
      lines.append(kind == .heading ? "</head>" : "</p>")
    }
    var plain = PlainDocument(id: id, source: "made")
    plain.fields[.body] = tokens
    return (lines, plain)
  }
}
