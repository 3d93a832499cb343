// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// Runs the built `syntop` in a folder of its own, as a user's shell would, and keeps what it printed.
struct BuiltProgram {
  /// What one run left behind.
  struct Run {
    /// As a shell gives it: 128 more than the signal for a process that a signal ended.
    var status: Int32
    var output: String
    var errors: String

    /// Standard output's lines, each read as a JSON object.
    var objects: [[String: Any]] {
      output.split(separator: "\n").compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
  }

  /// The working folder of the runs; removed by `remove()`.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("syntop-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The folder that holds the built programs: that of the test bundle.
  static var programs: URL {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<4 {
      if FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("syntop").path) { return folder }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".build/debug")
  }

  /// The root of the source tree, for `Corpus/` and `Lexicons/`.
  static var sourceRoot: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  @discardableResult
  func write(_ text: String, to path: String) throws -> URL { try write(Data(text.utf8), to: path) }

  @discardableResult
  func write(_ data: Data, to path: String) throws -> URL {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return url
  }

  /// Writes a file whose name may be any bytes.
  func writeRaw(_ text: String, toName name: [UInt8], in parent: String) throws {
    let path = Array(folder.appendingPathComponent(parent).path.utf8) + [0x2F] + name + [0]
    let descriptor = path.withUnsafeBytes {
      open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o600)
    }
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let bytes = Array(text.utf8)
    let written = Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
    guard written == bytes.count else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Waits until a program has started a worker, and so has its list of files and answers signals.
  func waitForWorker(of process: pid_t) throws {
    let children = "/proc/\(process)/task"
    for _ in 0..<6000 {
      let threads = try FileManager.default.contentsOfDirectory(atPath: children)
      let started = threads.compactMap { try? String(contentsOfFile: "\(children)/\($0)/children", encoding: .utf8) }
      if started.contains(where: { !$0.isEmpty }) { return }
      usleep(10_000)
    }
    Issue.record("no worker was started within a minute")
  }

  @discardableResult
  func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Run {
    try run(arguments, input: input, environment: environment)
  }

  /// Runs a line of the shell, whose arguments may be any bytes.
  func run(shell line: String) throws -> Run {
    try run(["-c", line], program: URL(fileURLWithPath: "/bin/sh"))
  }

  /// - Parameter during: called with the process number once the program has been started.
  @discardableResult
  func run(
    _ arguments: [String], program: URL = BuiltProgram.programs.appendingPathComponent("syntop"), input: String = "",
    environment: [String: String] = [:],
    during: (pid_t) throws -> Void = { _ in }
  ) throws -> Run {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let outputFile = folder.appendingPathComponent(".out-\(UUID().uuidString)")
    let errorFile = folder.appendingPathComponent(".err-\(UUID().uuidString)")
    let inputFile = folder.appendingPathComponent(".in-\(UUID().uuidString)")
    try Data(input.utf8).write(to: inputFile)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    try during(process.processIdentifier)
    process.waitUntilExit()
    defer { for file in [outputFile, errorFile, inputFile] { try? FileManager.default.removeItem(at: file) } }
    return Run(
      status: process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0),
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }
}
