// SPDX-License-Identifier: Apache-2.0

import Documents
import Segments
import TestSupport
import Testing
@testable import Indexing

/// Annotated texts as plain values, and indexes of them in several segments with deletes.
struct AnnotatedText {
  struct Token: Equatable {
    var word: String
    var lemma: String
  }
  struct Block: Equatable {
    var kind: BlockKind
    var sentences: [[Token]]
  }
  var id: String
  var year: Int
  var blocks: [Block]

  var tokens: [Token] { blocks.flatMap { $0.sentences.joined() } }

  /// Index of the first token behind each sentence, each block, and each run of blocks of one kind.
  func borders(_ scope: String) -> Set<Int> {
    var (borders, token): (Set<Int>, Int) = ([], 0)
    for (index, block) in blocks.enumerated() {
      for sentence in block.sentences {
        token += sentence.count
        if scope == "s" { borders.insert(token) }
      }
      let changes = index + 1 == blocks.count || blocks[index + 1].kind != block.kind
      if scope == "p" || changes { borders.insert(token) }
    }
    return borders
  }
}

enum AnnotatedIndex {
  /// Segments of texts; those numbered in `deleted` (in each segment) are deleted.
  static func make(_ parts: [[AnnotatedText]], deleted: [[UInt32]] = []) throws -> [SegmentReader] {
    let folder = try TemporaryFolder()
    return try parts.enumerated().map { number, texts in
      let worker = WorkerWords(nil)
      worker.verticalWords.setColumns(["word", "lemma"])
      let indexer = DocumentIndexer(worker, isComplete: true, tagging: nil)
      let vertical = VerticalDocument(worker.verticalWords, worker.vocabulary)
      for text in texts {
        fill(vertical, text)
        var document = Document(id: text.id, source: "made", format: .vertical)
        document.metadata.fields["year"] = .number(Double(text.year))
        indexer.add(document, vertical, contentHash: [UInt8](repeating: 0, count: 32)) { _ in false }
      }
      let path = folder.path + "/segment\(number)"
      _ = try indexer.builder.write(to: path)
      guard number < deleted.count, !deleted[number].isEmpty else { return try SegmentReader(path: path) }
      _ = try DeletesWriter.write(deleted[number], of: try SegmentReader(path: path), to: path + ".deletes")
      return try SegmentReader(path: path, deletes: path + ".deletes")
    }
  }

  private static func fill(_ vertical: VerticalDocument, _ text: AnnotatedText) {
    vertical.startAfresh()
    for block in text.blocks {
      vertical.openBlock(block.kind)
      for sentence in block.sentences {
        vertical.startSentence()
        for token in sentence {
          let line = "\(token.word)\t\(token.lemma)"
          #expect(Array(line.utf8).withUnsafeBufferPointer { vertical.addToken($0) })
        }
      }
    }
  }
}

/// Random texts in several segments, some deleted.
struct AnnotatedSample {
  private static let words: [(word: String, lemmas: [String])] = [
    ("the", ["the"]), ("of", ["of"]), ("The", ["the"]), ("services", ["service"]), ("trust", ["trust", "Trust"]),
    ("service", ["service"]), ("left", ["leave", "left", "Left"]), ("citizen", ["citizen"]), ("citizens", ["citizen"]),
    ("Citizen", ["citizen"]), ("is", ["be"]), ("Éclat", ["éclat"]), ("rare", ["rare"]),
  ]
  var segments: [SegmentReader]
  /// The texts that are not deleted.
  var live: [AnnotatedText] = []

  init(texts count: Int, segments: Int, deleting: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var (parts, deleted) = ([[AnnotatedText]](), [[UInt32]]())
    for part in 0..<segments {
      var (texts, gone) = ([AnnotatedText](), [UInt32]())
      for number in 0..<count / segments {
        texts.append(Self.text("t\(part)-\(number)", &random))
        if Int.random(in: 0..<100, using: &random) < deleting {
          gone.append(UInt32(number))
        } else {
          live.append(texts[number])
        }
      }
      parts.append(texts)
      deleted.append(gone)
    }
    self.segments = try AnnotatedIndex.make(parts, deleted: deleted)
  }

  private static func text(_ id: String, _ random: inout SeededGenerator) -> AnnotatedText {
    // Some texts are longer than the tokens that are decoded at once.
    let isLong = Int.random(in: 0..<10, using: &random) == 0
    let blocks = (0..<Int.random(in: 1...(isLong ? 200 : 4), using: &random)).map { _ in
      AnnotatedText.Block(
        kind: Int.random(in: 0..<4, using: &random) == 0 ? .heading : .paragraph,
        sentences: (0..<Int.random(in: 1...4, using: &random)).map { _ in
          (0..<Int.random(in: 1...20, using: &random)).map { _ in
            let share = Double.random(in: 0..<1, using: &random)
            let (word, lemmas) = words[Int(Double(words.count) * share * share)]
            return AnnotatedText.Token(word: word, lemma: lemmas.randomElement(using: &random) ?? word)
          }
        })
    }
    return AnnotatedText(id: id, year: Int.random(in: 2000...2004, using: &random), blocks: blocks)
  }
}
