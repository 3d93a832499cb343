// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Glibc
import Segments
import Synchronization
import TestSupport
import Testing
import Tokenizing
@testable import Indexing

/// Builds of small corpora of JSON lines: the same bytes whatever the number of workers, the same answers whether built
/// at once or step by step, and a sound index wherever a build is stopped.
@Suite(.serialized) struct IndexBuildTests {
  /// A folder with a corpus and room for indices.
  final class Place {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      try Files.makeDirectory(path + "/corpus")
    }

    func write(_ name: String, _ lines: [String]) throws {
      try Files.replace(path + "/corpus/" + name, with: lines.map { $0 + "\n" }.joined())
    }

    func options(_ index: String, workers: Int = 1, batch: Int = 4000, merges: Bool = false) -> BuildOptions {
      var options = BuildOptions(directory: path + "/" + index, roots: [path + "/corpus"])
      (options.workers, options.batchBytes, options.merges) = (workers, batch, merges)
      return options
    }
  }

  static let words = [
    "public", "service", "Citizens", "own", "co-production", "the", "of", "delivery", "\u{E9}tat", "don't", "2019",
    "users",
  ]

  static func line(_ number: Int, version: Int = 0) -> String {
    let text = (0..<(5 + number % 40)).map { words[($0 * $0 * 7 + number * 3 + $0 + version) % words.count] }
    return
      #"{"id":"d\#(number)","year":\#(1990 + number % 9),"title":"Title \#(number)","text":"\#(text.joined(separator: number % 3 == 0 ? ", " : " "))."}"#
  }

  /// What queries see, whatever the segments: for each term its counts, for each id its text.
  static func answers(_ directory: String) throws -> [String] {
    let reader = try IndexReader.open(directory)
    var counts: [[UInt8]: (Int, Int)] = [:]
    var texts: [String: String] = [:]
    for segment in reader.segments {
      var terms = try segment.dictionary.cursor(from: [])
      while try terms.next() {
        let info = try terms.info
        let before = counts[terms.key] ?? (0, 0)
        if info.documents > 0 { counts[terms.key] = (before.0 + info.documents, before.1 + info.occurrences) }
      }
      for document in 0..<UInt32(segment.documentCount) where !segment.isDeleted(document) {
        let year = try segment.column("year")?.number(document) ?? 0
        texts[try segment.ids.string(document)] = "\(try segment.text(document)) \(year)"
      }
    }
    let totals = [Field.body, .title].map { "\(reader.totals($0))" }
    return counts.map { "\($0.key) \($0.value)" }.sorted() + texts.map { "\($0.key) \($0.value)" }.sorted() + totals + [
      reader.manifest["corpus_hash"], reader.manifest["content_digest"], "\(reader.documentCount)",
    ]
  }

  static func segmentFiles(_ directory: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try Files.names(in: directory) where name.hasPrefix("segment-") || name.hasPrefix("generation-") {
      files[name] = try Files.read(directory + "/" + name)
    }
    return files
  }

  @Test func sameBytesWhateverTheWorkers() throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<150).map { Self.line($0) })
    try place.write("b.jsonl", (150..<260).map { Self.line($0) })
    var found: [[String: [UInt8]]] = []
    for workers in 1...3 {
      let report = try IndexBuild(place.options("w\(workers)", workers: workers)).run()
      #expect(report.documents.total == 260)
      found.append(try Self.segmentFiles(place.path + "/w\(workers)"))
    }
    #expect(found[0].count > 5)
    #expect(found[0] == found[1] && found[0] == found[2])
    let merged = try IndexBuild(place.options("m", merges: true)).run()
    #expect(try IndexReader.open(place.path + "/m").segments.count == 1)
    #expect(try Self.answers(place.path + "/m") == Self.answers(place.path + "/w1"))
    #expect(merged.documents.added == 260)
  }

  /// A line with gaps that are as frequent as others, and with a field that is of another kind now and then.
  private static func mixedLine(_ number: Int, _ random: inout SeededGenerator) -> String {
    let gaps = [" ", " ", ", ", "; ", " - ", ": ", "-", "/"]
    let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in
      words.randomElement(using: &random)! + gaps.randomElement(using: &random)!
    }
    let values = [
      ["7", "\"7\"", "[8]"], ["\"7\"", "8", "[]"], ["[\"a\"]", "\"b\""],
      ["9.5", "\"x\"", "[\"y\"]", "[\"y\",\"z\"]"],
    ]
    let tag = values[number / 40 % 4].randomElement(using: &random)!
    let other = number % 40 == 5 ? "\"no\"" : "4"
    return #"{"id":"m\#(number)","tag":\#(tag),"n":\#(other),"text":"\#(text.joined())"}"#
  }

  @Test func sameBytesHoweverManyBatchesAreJoined() throws {
    var random = SeededGenerator(seed: 77)
    let place = try Place()
    var (count, last, older, single) = (0, [String](), 0, 0)
    // New files of several sizes, then one with so many ids twice that whole batches are left out, then that one without
    // these and with a further line.
    for (step, more) in [400, 30, 120, 90, 1, 250, 60].enumerated() {
      let new = (count..<count + more).map { Self.mixedLine($0, &random) }
      count += more
      try place.write(
        step == 4 ? "f3.jsonl" : "f\(step).jsonl", step == 3 ? new + new[..<80] : step == 4 ? last + new : new)
      last = new
      var found: [[String: [UInt8]]] = []
      for joined in 1...5 {
        var options = place.options("j\(joined)", workers: 1 + joined % 2, merges: true)
        options.batchesJoined = joined
        let report = try IndexBuild(options).run()
        #expect(report.quarantine.count == (step == 3 ? 80 : 0))
        #expect(report.documents.total == count)
        found.append(try Self.segmentFiles(place.path + "/j\(joined)"))
      }
      for (index, other) in found.enumerated() {
        // Not in one go: the bytes would be printed.
        let isSame = other == found[0]
        #expect(isSame, "step \(step), \(index + 1) joined: \(other.map { "\($0) \($1.count)" }.sorted())")
      }
      let segments = found[0].keys.count { $0.hasSuffix(".data") }
      (older, single) = (older + (segments > 1 ? 1 : 0), single + (segments == 1 ? 1 : 0))
    }
    #expect(older > 2 && single > 0)
    _ = try IndexBuild(place.options("fresh", merges: true)).run()
    #expect(try Self.answers(place.path + "/fresh") == Self.answers(place.path + "/j4"))
  }

  @Test func stepByStepIsAsAtOnce() throws {
    let place = try Place()
    let index = place.path + "/steps"
    try place.write("a.jsonl", (0..<60).map { Self.line($0) })
    try place.write("b.jsonl", (60..<90).map { Self.line($0) })
    _ = try IndexBuild(place.options("steps")).run()
    // One document changed, ten gone; another file gone, a third one new.
    try place.write("a.jsonl", (10..<60).map { Self.line($0, version: $0 == 33 ? 1 : 0) })
    unlink(place.path + "/corpus/b.jsonl")
    try place.write("c.jsonl", (200..<230).map { Self.line($0) })
    let report = try IndexBuild(place.options("steps")).run()
    #expect(report.documents.changed == 1)
    _ = try IndexBuild(place.options("fresh")).run()
    #expect(try Self.answers(index) == Self.answers(place.path + "/fresh"))
    #expect(try IndexReader.open(index).segments.contains { $0.deletes != nil })
    let merged = try IndexBuild(place.options("steps", merges: true)).run()
    #expect(merged.isUntouched)
    try place.write("d.jsonl", [Self.line(500)])
    _ = try IndexBuild(place.options("steps", merges: true)).run()
    _ = try IndexBuild(place.options("fresh2", merges: true)).run()
    #expect(try Self.answers(index) == Self.answers(place.path + "/fresh2"))
    #expect(IndexCheck.check(try IndexReader.open(index)).faults == [])
  }

  @Test func nothingChangedTouchesNothing() throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<20).map { Self.line($0) })
    _ = try IndexBuild(place.options("i")).run()
    let before = try Self.segmentFiles(place.path + "/i")
    let report = try IndexBuild(place.options("i")).run()
    #expect(report.isUntouched && report.documents.unchanged == 20 && report.generation == 1)
    #expect(try Self.segmentFiles(place.path + "/i") == before)
  }

  @Test(arguments: ["documents 0, tokens 1", ""])
  func whatAnEarlierProgramReadIsReadAnew(_ reading: String) throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<20).map { Self.line($0) })
    _ = try IndexBuild(place.options("ix")).run()
    var manifest = try IndexReader.open(place.path + "/ix").manifest
    let own = manifest["reading"]
    manifest.values["reading"] = reading.isEmpty ? nil : reading
    try Files.replace(place.path + "/ix/" + Manifest.fileName(manifest.generation), with: manifest.text)
    var options = place.options("ix")
    let notices = Mutex<[String]>([])
    options.notice = { text in notices.withLock { $0.append(text) } }
    let report = try IndexBuild(options).run()
    #expect(!report.isUntouched && report.generation == 2 && report.documents.total == 20)
    #expect(notices.withLock { $0.count == 1 && $0[0].hasSuffix("everything is read anew") })
    #expect(try IndexReader.open(place.path + "/ix").manifest["reading"] == own)
    #expect(try IndexBuild(options).run().isUntouched)
    #expect(notices.withLock { $0.count } == 1)
  }

  @Test func whichDocumentKeepsAnIDDoesNotDependOnHistory() throws {
    var random = SeededGenerator(seed: 12)
    let place = try Place()
    var (fewer, lost) = (0, 0)
    var files: [String: [Int]] = [:]
    for step in 0..<12 {
      for name in ["a", "b", "c", "d"].shuffled(using: &random).prefix(2) {
        files[name] = Array((0..<14).shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random)))
        try place.write(
          name + ".jsonl", files[name]!.map { Self.line($0, version: name.utf8.count + Int(name.utf8.first!)) })
      }
      let report = try IndexBuild(place.options("steps", merges: step % 3 == 2)).run()
      let fresh = try IndexBuild(place.options("fresh\(step)", merges: true)).run()
      #expect(try Self.answers(place.path + "/steps") == Self.answers(place.path + "/fresh\(step)"))
      #expect(report.quarantine == fresh.quarantine)
      let (counts, before) = (report.documents, fewer)
      #expect(counts.added + counts.changed + counts.unchanged == counts.total)
      #expect(step == 0 || counts.unchanged + counts.changed + counts.removed == before)
      fewer = counts.total
      lost += counts.quarantined
    }
    #expect(lost > 10)
  }

  @Test func theSameLineTwiceStaysQuarantined() throws {
    let place = try Place()
    try place.write("a.jsonl", [Self.line(1), Self.line(2), Self.line(2)])
    let first = try IndexBuild(place.options("i")).run()
    try place.write("a.jsonl", [Self.line(1), Self.line(2), Self.line(2), Self.line(3)])
    let second = try IndexBuild(place.options("i")).run()
    #expect(first.quarantine.count == 1 && second.quarantine == first.quarantine)
    #expect(second.documents.total == 3 && second.documents.unchanged == 2 && second.documents.added == 1)
  }

  @Test func stoppedAnywhereLeavesTheOldOrTheNewGeneration() throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<40).map { Self.line($0) })
    _ = try IndexBuild(place.options("i", merges: true)).run()
    let old = try Self.answers(place.path + "/i")
    try place.write("a.jsonl", (5..<45).map { Self.line($0) })
    _ = try IndexBuild(place.options("fresh", merges: true)).run()
    let new = try Self.answers(place.path + "/fresh")
    var (sawOld, sawNew, step) = (0, 0, 0)
    while true {
      var stopped = false
      FileFaults.failing(in: place.path, fromStep: step) {
        do { _ = try IndexBuild(place.options("i", merges: true)).run() } catch { stopped = true }
      }
      let now = try Self.answers(place.path + "/i")
      #expect(now == old || now == new)
      if now == old { sawOld += 1 } else { sawNew += 1 }
      if !stopped { break }
      step += 1
      if step > 400 { break }
    }
    #expect(sawOld > 5 && sawNew > 0)
    #expect(try Self.answers(place.path + "/i") == new)
  }

  /// Marks every token whose surface form is `word`.
  private final class WordTagger: ConceptTagger {
    private let vocabulary: Vocabulary
    private let word: String
    init(_ vocabulary: Vocabulary, _ word: String) { (self.vocabulary, self.word) = (vocabulary, word) }

    func hits(in document: DocumentBounds, of tokens: Tokens) -> [StoredHit] {
      document.tokens.filter { vocabulary.string(tokens.surfaces[$0]) == word }.map { place in
        let start = UInt32(place - document.tokens.lowerBound)
        return StoredHit(concept: 0, start: start, end: start + 1, rule: 0, strength: 0, polarity: 0)
      }
    }
  }

  private static func tagging(_ word: String) -> ConceptTagging {
    ConceptTagging(names: ConceptNames(lexiconHash: "hash of \(word)", concepts: [word], rules: ["r"], broader: [""])) {
      WordTagger($0, word)
    }
  }

  @Test func anotherLexiconTagsStoredTokensAsAFreshBuildDoes() throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<50).map { Self.line($0) })
    var options = place.options("i", merges: true)
    options.tagging = Self.tagging("public")
    _ = try IndexBuild(options).run()
    options.tagging = Self.tagging("Citizens")
    let report = try IndexBuild(options).run()
    #expect(report.documents.unchanged == 50 && report.generation == 2)
    var fresh = place.options("fresh")
    fresh.tagging = options.tagging
    let expected = try IndexBuild(fresh).run()
    #expect(report.contentDigest == expected.contentDigest)
    let layer = try #require(try IndexReader.open(place.path + "/i").segments[0].concepts)
    #expect(layer.names.concepts == ["Citizens"])
    #expect(try layer.lookup("Citizens")?.documents ?? 0 > 10)
    #expect(try layer.lookup("public") == nil)
    let counts = try (0..<50).reduce(0) { $0 + (try layer.hits(of: UInt32($1)).count) }
    #expect(try layer.lookup("Citizens")?.occurrences == counts)
  }

  @Test func aSecondBuilderIsRefused() throws {
    let place = try Place()
    try place.write("a.jsonl", [Self.line(1)])
    try Files.makeDirectory(place.path + "/i")
    let held = open(place.path + "/i/lock", O_RDWR | O_CREAT, 0o644)
    flock(held, LOCK_EX)
    #expect(throws: IndexError.busy(directory: place.path + "/i")) { try IndexBuild(place.options("i")).run() }
    close(held)
    #expect(try IndexBuild(place.options("i")).run().documents.total == 1)
  }

  @Test func readersKeepTheirGeneration() throws {
    let place = try Place()
    try place.write("a.jsonl", (0..<30).map { Self.line($0) })
    _ = try IndexBuild(place.options("i", merges: true)).run()
    let reader = try IndexReader.open(place.path + "/i")
    try place.write("a.jsonl", (0..<3).map { Self.line($0) })
    _ = try IndexBuild(place.options("i", merges: true)).run()
    #expect(reader.documentCount == 30)
    #expect(try reader.segments[0].text(29).isEmpty == false)
    #expect(try IndexReader.open(place.path + "/i").documentCount == 3)
    #expect(Files.exists(place.path + "/i/generation-1"))
  }
}
