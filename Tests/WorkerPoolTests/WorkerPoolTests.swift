// SPDX-License-Identifier: Apache-2.0

import Documents
import Foundation
import Synchronization
import Testing
@testable import WorkerPool

/// Tests of the pool with real workers: order, replacement after planted faults, limits, cancellation.
@Suite struct ExtractorPoolTests {
  /// The built `syntop-extract`, which lies beside the test bundle.
  static let program: String = {
    // One setting for all tests of the process: the suffixes keep them apart.
    setenv("SYNTOP_TEST_FAULT", "crash:.crash,hang:.hang,sleep:.sleep,grow:.grow,exit:.exit,kill:.kill", 1)
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<5 {
      folder.deleteLastPathComponent()
      let program = folder.appendingPathComponent("syntop-extract").path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
    }
    return "syntop-extract"
  }()

  final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("syntop-pool-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, _ name: String) throws -> [UInt8] {
      let file = url.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return Array(file.path.utf8)
    }
  }

  static func pool(workers: Int = 2, _ adjust: (inout WorkerLimits) -> Void = { _ in }) throws -> ExtractorPool {
    var limits = WorkerLimits()
    adjust(&limits)
    return try ExtractorPool(workers: workers, limits: limits, program: program)
  }

  static func kinds(_ pool: ExtractorPool, _ paths: [[UInt8]]) -> [String] {
    var kinds: [String] = []
    pool.extract(paths) { index, result in
      #expect(index == kinds.count)
      switch result {
      case .success(let document): kinds.append(document.text)
      case .failure(let failure): kinds.append(failure.kind.rawValue)
      }
    }
    return kinds
  }

  @Test(arguments: [1, 2, 5]) func resultsComeInOrderWhateverTheNumberOfWorkers(workers: Int) throws {
    let folder = try Folder()
    let paths = try (0..<60).map { number in
      try folder.write(String(repeating: "words of \(number) ", count: number % 7 * 200 + 1), "\(number).txt")
    }
    let pool = try Self.pool(workers: workers)
    let texts = Self.kinds(pool, paths)
    #expect(texts.count == 60)
    for (number, text) in texts.enumerated() { #expect(text.hasPrefix("words of \(number)")) }
    // A second call uses the same workers.
    #expect(Self.kinds(pool, paths) == texts)
  }

  @Test func crashesCostOnlyTheFileAndAreNamed() throws {
    let folder = try Folder()
    var paths: [[UInt8]] = []
    for number in 0..<12 {
      paths.append(try folder.write("text \(number)", number % 3 == 1 ? "\(number).crash" : "\(number).txt"))
    }
    let pool = try Self.pool()
    var failures: [FileFailure] = []
    var read = 0
    pool.extract(paths) { _, result in
      switch result {
      case .success: read += 1
      case .failure(let failure): failures.append(failure)
      }
    }
    #expect(read == 8)
    #expect(failures.count == 4)
    for failure in failures {
      #expect(failure.kind == .crashed)
      #expect(failure.reason == "the reader crashed on it (signal 6, SIGABRT)")
    }
  }

  @Test func aWorkerThatLeavesIsReplaced() throws {
    let folder = try Folder()
    let paths = [
      try folder.write("one", "a.txt"), try folder.write("two", "b.exit"), try folder.write("three", "c.txt"),
    ]
    #expect(Self.kinds(try Self.pool(workers: 1), paths) == ["one", "crashed", "three"])
  }

  @Test func limitsOfTimeAndMemoryEndAWorker() throws {
    let folder = try Folder()
    let paths = [
      try folder.write("one", "a.txt"), try folder.write("two", "b.hang"), try folder.write("three", "c.sleep"),
      try folder.write("four", "d.txt"),
    ]
    let pool = try Self.pool {
      $0.seconds = 0.3
      $0.patience = 20
    }
    #expect(Self.kinds(pool, paths) == ["one", "timed-out", "starved", "four"])
  }

  @Test func aLimitOfMemoryEndsAWorker() throws {
    let folder = try Folder()
    let paths = [try folder.write("one", "a.grow"), try folder.write("two", "b.txt")]
    let pool = try Self.pool { $0.memoryBytes = 256 << 20 }
    #expect(Self.kinds(pool, paths) == ["out-of-memory", "two"])
  }

  @Test func whatTheSystemKilledIsNotTheFilesFault() throws {
    let folder = try Folder()
    guard case .failure(let failure) = try Self.pool().extract(try folder.write("one", "a.kill")) else {
      Issue.record("a killed worker gave a document")
      return
    }
    #expect(failure.kind == .starved && failure.kind.isOfTheSystem && failure.kind.isPassing)
    #expect(failure.reason.contains("SIGKILL"))
  }

  /// A program that says that it is ready, and then what it likes.
  private func impostor(_ folder: Folder, saying script: String) throws -> String {
    let reply = WorkerReply.ready(version: WorkerReply.protocolVersion, confinement: []).encoded()
    let head = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: reply.count >> $0) }
    let ready = folder.url.appendingPathComponent("ready")
    try Data(head + reply).write(to: ready)
    let path = try folder.write("#!/bin/sh\ncat '\(ready.path)'\n\(script)\n", "impostor")
    let program = String(decoding: path, as: UTF8.self)
    chmod(program, 0o755)
    return program
  }

  @Test func aReplyThatIsNoneIsCalledDamaged() throws {
    let folder = try Folder()
    let program = try impostor(folder, saying: #"printf '\004\000\000\000what'; cat > /dev/null"#)
    let pool = try ExtractorPool(workers: 1, program: program)
    guard case .failure(let failure) = pool.extract(try folder.write("text", "a.txt")) else {
      Issue.record("nonsense gave a document")
      return
    }
    #expect(failure == FileFailure(.crashed, "the reader's answer is damaged"))
  }

  /// A million bytes are announced and come one at a time, always sooner than the reader would be looked at.
  @Test func aReplyThatTricklesIsLimited() throws {
    let folder = try Folder()
    let program = try impostor(
      folder, saying: #"printf '\100\102\017\000'; while :; do printf .; sleep 0.005; done"#)
    var limits = WorkerLimits()
    (limits.seconds, limits.patience) = (0.5, 2)
    let pool = try ExtractorPool(workers: 1, limits: limits, program: program)
    guard case .failure(let failure) = pool.extract(try folder.write("text", "a.txt")) else {
      Issue.record("dots gave a document")
      return
    }
    #expect([.starved, .timedOut].contains(failure.kind))
  }

  @Test func textBeyondTheLimitIsRefused() throws {
    let folder = try Folder()
    let paths = [try folder.write(String(repeating: "words ", count: 1000), "a.txt"), try folder.write("x", "b.txt")]
    let pool = try Self.pool { $0.file.textBytes = 1000 }
    #expect(Self.kinds(pool, paths) == ["too-large", "x"])
    let small = try Self.pool { $0.file.inputBytes = 1000 }
    #expect(Self.kinds(small, paths) == ["too-large", "x"])
  }

  @Test func whatIsNoRegularFileIsRefusedByName() throws {
    let folder = try Folder()
    let pipe = folder.url.appendingPathComponent("pipe").path
    mkfifo(pipe, 0o600)
    let loop = folder.url.appendingPathComponent("loop").path
    symlink(loop, loop)
    let sparse = folder.url.appendingPathComponent("sparse").path
    _ = FileManager.default.createFile(atPath: sparse, contents: nil)
    truncate(sparse, 2 << 30)
    let paths = [folder.url.path, pipe, loop, sparse, "/dev/zero", folder.url.path + "/none"].map { Array($0.utf8) }
    let pool = try Self.pool()
    var reasons: [String] = []
    pool.extract(paths + [try folder.write("", "empty")]) { _, result in
      if case .failure(let failure) = result { reasons.append(failure.reason) }
    }
    #expect(
      reasons == [
        "is a directory; give the files in it", "is a named pipe, not a regular file",
        "too many levels of symbolic links", "has 2147483648 bytes; at most 268435456 are read",
        "is a device or socket, not a regular file", "no such file or directory", "is empty: 0 bytes",
      ])
  }

  @Test func anErrorOfTheReceiverEndsTheWork() throws {
    struct Enough: Error {}
    let folder = try Folder()
    let paths = try (0..<40).map { try folder.write("text \($0)", "\($0).txt") }
    let pool = try Self.pool()
    var delivered = 0
    #expect(throws: Enough.self) {
      try pool.extract(paths) { _, _ in
        delivered += 1
        if delivered == 5 { throw Enough() }
      }
    }
    #expect(delivered == 5)
    #expect(Self.kinds(pool, Array(paths.prefix(2))) == ["text 0", "text 1"])
  }

  @Test func cancellingEndsAFileThatHangs() throws {
    let folder = try Folder()
    let paths = try (0..<6).map { try folder.write("text", "\($0).sleep") }
    let pool = try Self.pool()
    let started = ContinuousClock.now
    let canceller = Thread {
      // The first worker has said how it is confined, and is asked for its file next.
      for _ in 0..<60_000 where pool.confinement == nil { usleep(1000) }
      pool.cancel()
    }
    canceller.start()
    #expect(Self.kinds(pool, paths) == [String](repeating: "cancelled", count: 6))
    #expect(ContinuousClock.now - started < .seconds(60))
  }

  @Test func confinementIsRecorded() throws {
    let folder = try Folder()
    let pool = try Self.pool()
    #expect(pool.confinement == nil)
    _ = pool.extract(try folder.write("text", "a.txt"))
    let confinement = try #require(pool.confinement)
    for word in ["parent-death", "no-core", "memory", "no-files", "no-privileges"] {
      #expect(confinement.contains(word))
    }
  }

  @Test func aProgramThatIsNoWorkerIsNamed() throws {
    let missing = try ExtractorPool(workers: 1, program: "/nonexistent/syntop-extract")
    guard case .failure(let failure) = missing.extract(Array("/dev/null".utf8)) else {
      Issue.record("a missing program gave a document")
      return
    }
    #expect(failure.kind == .noWorker)
    #expect(failure.reason.contains("/nonexistent/syntop-extract cannot be started"))
    let other = try ExtractorPool(workers: 1, program: "/bin/true")
    guard case .failure(let mismatch) = other.extract(Array("/dev/null".utf8)) else {
      Issue.record("another program gave a document")
      return
    }
    #expect(mismatch.reason.contains("does not speak as this version does"))
  }
}
