// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Glibc

/// One file and the workers it is given to: a second, fresh one when the first dies, and then the reason.
extension ExtractorPool {
  /// Has the file read by `worker`, which is started or replaced as needed.
  ///
  /// A worker that dies or eats memory may have been spoilt by the files before, and one that starves by its
  /// neighbours: the file is tried again alone in a new one. Processor time spent is spent by this file alone and would
  /// be again.
  func extract(_ path: [UInt8], with worker: inout WorkerProcess?, isCancelled: () -> Bool) -> Result {
    let request = WorkerRequest.extract(path: path, limits.file)
    let size = FileSize.bytes(of: path)
    var failure = FileFailure(.cancelled, "not done")
    for attempt in 0..<2 {
      if isCancelled() { return .failure(FileFailure(.cancelled, "the work was stopped")) }
      if attempt > 0 { worker = nil }
      switch ask(request, with: &worker, size: size, isCancelled) {
      case .success(.reply(.document(let frame))): return document(frame)
      case .success(.reply(.failure(let found))): return .failure(found)
      case .success(let outcome):
        failure = Self.failure(outcome, limits: limits)
        if case .outOfTime = outcome { return .failure(failure) }
        if case .cancelled = outcome { return .failure(failure) }
      case .failure(let found): failure = found
      }
    }
    return .failure(failure)
  }

  func draw(_ request: DrawingRequest, with worker: inout WorkerProcess?) -> Swift.Result<[UInt8], FileFailure> {
    let size = FileSize.bytes(of: request.path)
    switch ask(.draw(request), with: &worker, size: size, { self.isCancelled }) {
    case .success(.reply(.picture(let bytes))): return .success(bytes)
    case .success(.reply(.failure(let found))): return .failure(found)
    case .success(let outcome): return .failure(Self.failure(outcome, limits: limits))
    case .failure(let found): return .failure(found)
    }
  }

  private func ask(
    _ request: WorkerRequest, with worker: inout WorkerProcess?, size: Int, _ isCancelled: () -> Bool
  ) -> Swift.Result<WorkerProcess.Outcome, FileFailure> {
    do throws(FileFailure) {
      let process = try ready(&worker)
      let outcome = process.ask(request, limits: limits, size: size, isCancelled: isCancelled)
      // What readers leave behind adds up over thousands of files: a worker is replaced before that matters.
      if !process.isAlive || process.residentBytes > limits.memoryBytes / 4 { worker = nil }
      return .success(outcome)
    } catch {
      return .failure(error)
    }
  }

  private func ready(_ worker: inout WorkerProcess?) throws(FileFailure) -> WorkerProcess {
    if let worker, worker.isAlive { return worker }
    let process = try WorkerProcess(program: program, limits: limits)
    record(confinement: process.confinement)
    worker = process
    return process
  }

  private func document(_ frame: [UInt8]) -> Result {
    do throws(DamagedFrame) {
      return .success(try DocumentCodec.decode(frame))
    } catch {
      return .failure(FileFailure(.crashed, "the reader's answer is damaged: wanted \(error.wanted)"))
    }
  }

  static func failure(_ outcome: WorkerProcess.Outcome, limits: WorkerLimits) -> FileFailure {
    switch outcome {
    case .died(SIGKILL, _):
      FileFailure(.starved, "the reader was killed from outside (SIGKILL), as when memory runs short")
    case .died(let signal, _) where signal != 0:
      FileFailure(.crashed, "the reader crashed on it (signal \(signal), \(signalName(signal)))")
    case .died(_, let status): FileFailure(.crashed, "the reader ended on it with status \(status)")
    case .outOfTime(let seconds):
      FileFailure(
        .timedOut, "took more than \(Int(seconds.rounded())) s of processor time")
    case .starved(let seconds):
      FileFailure(.starved, "was not read within \(Int(seconds.rounded())) s: its reader got little processor time")
    case .outOfMemory: FileFailure(.outOfMemory, "took more than \(limits.memoryBytes >> 20) MiB of memory to read")
    case .tooMuchOutput(let bytes):
      FileFailure(.tooMuchOutput, "gave \(bytes) bytes of text and boxes; at most \(limits.replyBytes) are taken")
    case .damagedReply: FileFailure(.crashed, "the reader's answer is damaged")
    case .cancelled: FileFailure(.cancelled, "the work was stopped")
    case .reply: FileFailure(.crashed, "the reader answered another question")
    }
  }

  private static func signalName(_ signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGABRT: "SIGABRT", SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGFPE: "SIGFPE",
      SIGKILL: "SIGKILL", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM",
    ]
    return names[signal] ?? "unknown"
  }
}

enum FileSize {
  /// The size of the file at `path`, 0 when it cannot be asked.
  static func bytes(of path: [UInt8]) -> Int {
    var status = stat()
    let found = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { name in
      name.baseAddress.map { stat($0, &status) == 0 } ?? false
    }
    return found && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}
