// SPDX-License-Identifier: Apache-2.0

import Bytes
import TestSupport
import Testing
@testable import Indexing
@testable import Tagging

/// Compiled lexicons are read from the cache where it holds them whole, else compiled; what is found is the same.
@Suite struct LexiconCacheTests {
  /// A lexicon large enough to be kept.
  private static func source(_ word: String, in folder: String) throws {
    try Files.makeDirectory(folder)
    try Files.replace(folder + "/scheme.yml", with: "name: many\nconcepts:\n  - {id: c}\n")
    var text = "language: en\nrules:\n  - id: r\n    concept: c\n    strength: named\n    patterns: |\n"
    let longWord = String(repeating: "long", count: 16)
    for number in 0..<1_000 { text += "      \(word) \(longWord) \(number)\n" }
    try Files.replace(folder + "/en.yml", with: text)
  }

  private static func names(_ folder: String) throws -> [String] {
    Files.isDirectory(folder) ? try Files.names(in: folder) : []
  }

  @Test func oneFileForEachContentAndItIsRead() throws {
    let folder = try TemporaryFolder()
    let cache = LexiconCache(directory: folder.path + "/a/b")
    try Self.source("phrase", in: folder.path + "/first")
    let sources = try LexiconSources(directories: [folder.path + "/first"])
    let compiled = try sources.compile(keptIn: LexiconCache(directory: nil))
    #expect(try sources.compile(keptIn: cache)[0].archived() == compiled[0].archived())
    let kept = try Self.names(folder.path + "/a/b")
    #expect(kept.count == 1)
    var isCompiled = false
    let read = try cache.lexicon(of: sources.lexicons[0]) {
      isCompiled = true
      return compiled[0]
    }
    #expect(!isCompiled && read.archived() == compiled[0].archived())

    // Other words, another file; the old one stays.
    try Self.source("other", in: folder.path + "/second")
    let others = try LexiconSources(directories: [folder.path + "/second"])
    _ = try others.compile(keptIn: cache)
    #expect(try Self.names(folder.path + "/a/b").count == 2)
    #expect(try others.compile(keptIn: cache)[0].contentHash != compiled[0].contentHash)
  }

  @Test func damageIsMendedInSilence() throws {
    let folder = try TemporaryFolder()
    let cache = LexiconCache(directory: folder.path + "/cache")
    try Self.source("phrase", in: folder.path + "/first")
    let files = try LexiconSources(directories: [folder.path + "/first"]).lexicons[0]
    var compiledHowOften = 0
    func load() throws -> [UInt8] {
      try cache.lexicon(of: files) {
        compiledHowOften += 1
        return try LexiconSources(directories: [folder.path + "/first"]).compile(keptIn: LexiconCache(directory: nil))[
          0]
      }.archived()
    }
    let wanted = try load()
    let path = folder.path + "/cache/" + (try Self.names(folder.path + "/cache")[0])
    let sound = try Files.read(path)
    var random = SeededGenerator(seed: 7)
    for round in 0..<30 {
      var bytes = sound
      switch round {
      case 0: bytes = []
      case 1: bytes = Array(bytes.dropLast())
      case 2: bytes = Array("nothing of the kind".utf8)
      default: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      try bytes.withUnsafeBytes { try Files.replace(path, with: $0) }
      #expect(try load() == wanted)
      #expect(compiledHowOften == round + 2)
      #expect(try Files.read(path) == sound)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNoError() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "in the way")
    try Self.source("phrase", in: folder.path + "/first")
    let sources = try LexiconSources(directories: [folder.path + "/first"])
    for path in [folder.path + "/file", folder.path + "/file/below", "/proc/none/syntop"] {
      #expect(try sources.compile(keptIn: LexiconCache(directory: path))[0].patternCount == 1_000)
    }
  }

  @Test func fewAreKeptAndSmallOnesNotAtAll() throws {
    let folder = try TemporaryFolder()
    let cache = LexiconCache(directory: folder.path + "/cache")
    for number in 0..<LexiconCache.most + 3 {
      try Self.source("phrase\(number)", in: folder.path + "/lexicon")
      _ = try LexiconSources(directories: [folder.path + "/lexicon"]).compile(keptIn: cache)
    }
    let kept = try Self.names(folder.path + "/cache")
    #expect(kept.count == LexiconCache.most && kept.allSatisfy { $0.hasSuffix(".lexicon") })
    try folder.write("scheme.yml", "name: few\nconcepts:\n  - {id: c}\n")
    try folder.write("en.yml", "language: en\nrules:\n  - {id: r, concept: c, patterns: word}\n")
    _ = try LexiconSources(directories: [folder.path]).compile(keptIn: cache)
    #expect(try Self.names(folder.path + "/cache") == kept)
  }
}
