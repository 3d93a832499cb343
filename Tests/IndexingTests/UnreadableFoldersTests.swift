// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Glibc
import Segments
import Synchronization
import TestSupport
import Testing
@testable import Indexing

/// Folders whose listing fails, folders that are empty of a sudden, and files that the system does not give out: no document
/// leaves the index for that.
extension IndexBuildTests {
  /// A corpus of a file and a folder of two files, and an index of two generations.
  private func twice() throws -> (place: Place, index: String, answers: [String]) {
    let place = try Place()
    try Files.makeDirectory(place.path + "/corpus/sub")
    try place.write("a.jsonl", [Self.line(1), Self.line(2)])
    try place.write("sub/b.jsonl", [Self.line(3)])
    _ = try IndexBuild(place.options("i")).run()
    try place.write("sub/c.jsonl", [Self.line(4), Self.line(5)])
    #expect(try IndexBuild(place.options("i")).run().generation == 2)
    return (place, place.path + "/i", try Self.answers(place.path + "/i"))
  }

  @Test func anErrorInTheListingOfTheIndexFolderHarmsNoGeneration() throws {
    let (place, index, before) = try twice()
    try place.write("a.jsonl", [Self.line(1), Self.line(2), Self.line(6)])
    let names = try Files.names(in: index)
    var refused = 0
    for step in 0...names.count {
      FileFaults.failing("list", in: index, fromStep: step) {
        do { _ = try IndexBuild(place.options("i")).run() } catch { refused += 1 }
      }
      #expect(try Self.answers(index) == before)
      #expect(IndexCheck.check(try IndexReader.open(index)).faults == [])
      #expect(try Set(Files.names(in: index)).isSuperset(of: names))
    }
    #expect(refused == names.count + 1 && names.count > 4)
    #expect(try IndexBuild(place.options("i")).run().documents.total == 6)
  }

  @Test func anErrorInTheListingOfAFolderRemovesNothing() throws {
    let (place, index, before) = try twice()
    let told = Mutex<[String]>([])
    var options = place.options("i")
    options.notice = { text in told.withLock { $0.append(text) } }
    for step in 0..<4 {
      // The folder's two names, its end, and its dots.
      try FileFaults.failing("list", in: place.path + "/corpus/sub", fromStep: step) {
        let report = try IndexBuild(options).run()
        #expect(report.documents.removed == 0 && report.documents.total == 5)
        #expect(report.quarantine.map(\.source) == ["sub/"])
      }
      #expect(try Self.answers(index) == before)
    }
    #expect(told.withLock { $0.count { $0.contains("sub/ cannot be read") && $0.contains("files: 2") } } == 4)
    // What is read anew must be found.
    options.columns = ["word"]
    #expect(throws: BuildFailure.self) {
      try FileFaults.failing("list", in: place.path + "/corpus/sub", fromStep: 0) {
        _ = try IndexBuild(options).run()
      }
    }
    #expect(throws: BuildFailure.self) {
      try FileFaults.failing("list", in: place.path + "/corpus", fromStep: 1) {
        _ = try IndexBuild(place.options("i")).run()
      }
    }
    #expect(try Self.answers(index) == before)
    #expect(try IndexBuild(place.options("i")).run().quarantine.isEmpty)
  }

  @Test func aFolderWithoutAnyFileIsRefusedWhereItHadSome() throws {
    let (place, index, before) = try twice()
    rename(place.path + "/corpus", place.path + "/away")
    try Files.makeDirectory(place.path + "/corpus")
    let failure = #expect(throws: BuildFailure.self) { _ = try IndexBuild(place.options("i")).run() }
    #expect(failure?.description.contains("the index has 3") == true)
    #expect(try Self.answers(index) == before)
    // A further folder that is empty is told from the first one.
    var options = place.options("two")
    options.roots = [place.path + "/away", place.path + "/corpus"]
    #expect(try IndexBuild(options).run().documents.total == 5)
    options.roots.reverse()
    options.directory = place.path + "/three"
    #expect(try IndexBuild(options).run().documents.total == 5)
    rename(place.path + "/away", place.path + "/gone")
    try Files.makeDirectory(place.path + "/away")
    #expect(throws: BuildFailure.self) { _ = try IndexBuild(options).run() }
    options.allowsEmpty = true
    let report = try IndexBuild(options).run()
    #expect(report.documents.total == 0 && report.documents.removed == 5)
  }

  @Test func documentsOfAFileThatCannotBeReadStayAndItIsTriedAgain() throws {
    let place = try Place()
    try place.write("a.jsonl", [Self.line(1)])
    try place.write("b.jsonl", [Self.line(2), Self.line(3)])
    _ = try IndexBuild(place.options("i")).run()
    let file = place.path + "/corpus/b.jsonl"
    try place.write("a.jsonl", [Self.line(1, version: 1)])
    try place.write("b.jsonl", [Self.line(2, version: 1)])
    let told = Mutex<[String]>([])
    var options = place.options("i")
    options.notice = { text in told.withLock { $0.append(text) } }
    // A folder can be opened, but not read: the system gives an error.
    options.progress = { _ in
      if rename(file, file + ".away") == 0 { mkdir(file, 0o755) }
    }
    let report = try IndexBuild(options).run()
    let counts = report.documents
    #expect(counts.total == 3 && counts.changed == 1 && counts.unchanged == 2 && counts.removed == 0)
    #expect(report.quarantine.map(\.source) == ["b.jsonl"])
    #expect(told.withLock { $0.contains { $0.contains("such as b.jsonl") && $0.contains("stays in the index") } })
    rmdir(file)
    rename(file + ".away", file)
    let again = try IndexBuild(place.options("i")).run()
    #expect(again.quarantine.isEmpty && again.documents.changed == 1 && again.documents.removed == 1)
    _ = try IndexBuild(place.options("fresh")).run()
    #expect(try Self.answers(place.path + "/i") == Self.answers(place.path + "/fresh"))
  }

  @Test func whatMustNotBeOlderIsWrittenBeforeTheCommit() throws {
    struct Refused: Error {}
    let (place, index, before) = try twice()
    try place.write("a.jsonl", [Self.line(9)])
    let seen = Mutex<[Int]>([])
    var options = place.options("i")
    options.willCommit = {
      let newest = try Generations.list(index).last ?? 0
      seen.withLock { $0.append(newest) }
      throw Refused()
    }
    #expect(throws: Refused.self) { _ = try IndexBuild(options).run() }
    #expect(seen.withLock { $0 } == [2])
    #expect(try Self.answers(index) == before)
  }
}
