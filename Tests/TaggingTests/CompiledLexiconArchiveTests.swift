// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Tokenizing
@testable import Tagging

/// A lexicon that was archived and read again is the same; bytes that nobody vouches for are refused or harmless.
@Suite struct CompiledLexiconArchiveTests {
  private static func small() throws -> CompiledLexicon {
    try LexiconCompiler.compile(
      LexiconReader.read(files: [
        (
          "scheme.yml",
          """
          name: strikes
          actors:
            WORKERS: {opposite: EMPLOYER}
            EMPLOYER: {opposite: WORKERS, counts-as: WORKERS}
          concepts:
            - {id: stoppage, labels: {en: stoppage of work}, definition: Work rests.}
            - {id: strike, broader: stoppage}
            - {id: lockout, broader: stoppage}
            - {id: strike_cue, internal: true}
          classification:
            labels: [strike, lockout, none]
            otherwise: none
            define: |
              both = min(strike, lockout)
            decision: |
              strike told: strike - lockout
              lockout told: if(not both, lockout, 0.5) - after(strike, lockout)
            weigh:
              when: strike + lockout + strike_cue >= 1
              signs: |
                min(3, strike, 2) :: strike 0.8, lockout -0.3
                strike_cue :: strike 1
            subtype: |
              long strike: last(strike) > first(strike)
            roles:
              who: |
                workers: strike
            attributes:
              mood: |
                case: strike
                other: 1
          """
        ),
        (
          "en.yml",
          """
          language: en
          grammar:
            prepositions: for, with
            determiners: the, a
            and: and
            verbs: "*ed, ~go"
            be: is, was, were
            by: by
          classes:
            WORKERS: ~worker, ~miner, ~nurse, staff member, union*
            EMPLOYER: ~company, ~owner
            WALKOUT: ~strike, ~walk+out, go on strike, went on strike
          rules:
            - id: en.strike
              concept: strike
              patterns: |
                WORKERS>{WALKOUT}
                2 :: (strike|walk-out) (by|of) ..3 <WORKERS>
                {WORKERS}-led? strike
              except: |
                strike a deal
            - id: en.lockout
              concept: lockout
              strength: named
              denied-as: strike
              patterns: |
                EMPLOYER>~lock+out
                lock-out
                <EMPLOYER's> lockout
            - id: en.speaker
              speaker: WORKERS
              patterns: our union
          triggers:
            - polarity: denied
              window: 6
              phrases: (not|never|no)
              stop: but
              pseudo: not only
          cues: |
            picket :: strike_cue 0.61
            <WORKERS> refused :: strike_cue 1.4, strike 1.5
            EMPLOYER>locked :: lockout 0.74, strike_cue -0.35
          """
        ),
      ]))
  }

  private static let texts = [
    "The miners went on strike in May, and the company locked out the staff members.",
    "The nurses did not strike; the workers refused. A lock-out followed, not only a walkout of the miners.",
    "Our union was led by owners. The union-led strike ended: the picket refused, the company's lockout went on.",
    "", "and but not by", "The workers strike a deal. Workers refused.",
  ]

  /// What a lexicon makes of the texts, in words.
  private static func findings(_ lexicon: CompiledLexicon, _ texts: [String], _ language: Language) -> [String] {
    let vocabulary = Vocabulary()
    let tagger = Tagger(lexicon, vocabulary: vocabulary)
    return texts.map { text in
      let tokens = Tokenizer(into: vocabulary).tokenize([TextBlock(text, kind: 2, language: language)])
      let found = tagger.tag(tokens)
      let labels = (found.passages + [found.overall].compactMap { $0 }).map {
        "\($0.label) \($0.subtype ?? "-") \($0.confidence) \($0.scores.sorted { $0.key < $1.key }) \($0.signs) "
          + "\($0.roles.sorted { $0.key < $1.key }) \($0.attributes.sorted { $0.key < $1.key })"
      }
      return "\(found.hits) \(labels)"
    }
  }

  @Test func theSameIsReadAsWasWritten() throws {
    let lexicon = try Self.small()
    let bytes = lexicon.archived()
    let read = try #require(CompiledLexicon(archived: bytes))
    #expect(read.archived() == bytes)
    #expect(read.contentHash == lexicon.contentHash && read.concepts == lexicon.concepts && read.rules == lexicon.rules)
    #expect(read.conceptIndex == lexicon.conceptIndex && read.patternCount == lexicon.patternCount)
    #expect(read.actors == lexicon.actors && read.actorMasks == lexicon.actorMasks)
    let found = Self.findings(lexicon, Self.texts, .english)
    #expect(found == Self.findings(read, Self.texts, .english))
    #expect(found.count { $0.hasPrefix("[Tagging.Hit") } >= 4)
    #expect(
      Self.findings(lexicon.forHits(), Self.texts, .english) == Self.findings(read.forHits(), Self.texts, .english))
  }

  @Test func shortenedOrLengthenedIsRefused() throws {
    let bytes = try Self.small().archived()
    for length in 0..<bytes.count { #expect(CompiledLexicon(archived: Array(bytes[..<length])) == nil) }
    #expect(CompiledLexicon(archived: bytes + [0]) == nil)
  }

  /// Whatever is read can be used.
  @Test func flippedBitsNeverTrap() throws {
    let sound = try Self.small().archived()
    var random = SeededGenerator(seed: 31)
    var (refused, read) = (0, 0)
    for round in 0..<1_000 {
      var bytes = sound
      for _ in 0...round % 3 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard let lexicon = CompiledLexicon(archived: bytes) else {
        refused += 1
        continue
      }
      read += 1
      for language in lexicon.tables.keys { _ = Self.findings(lexicon, Self.texts, language) }
      _ = Self.findings(lexicon.forHits(), Self.texts, .english)
      _ = lexicon.archived()
    }
    #expect(refused > 150 && read > 150, "\(refused) \(read)")
  }
}
