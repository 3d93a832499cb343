// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import Documents
internal import Glibc

/// One running `syntop-extract`, seen from the thread that feeds it.
final class WorkerProcess {
  /// How a request ended.
  enum Outcome {
    case reply(WorkerReply)
    case died(signal: Int32, status: Int32)
    case outOfTime(processorSeconds: Double)
    /// The clock ran out although the worker had used little processor time.
    case starved(seconds: Double)
    case outOfMemory(bytes: Int)
    case tooMuchOutput(bytes: Int)
    /// A reply that is none.
    case damagedReply
    /// The pool was told to stop.
    case cancelled
  }

  private var child: syntop_child
  private(set) var confinement: [String] = []
  /// What it died of; set too as long as nothing runs, so that no process number is ever signalled that is not a worker.
  private var ended: (signal: Int32, status: Int32)? = (0, 0)

  /// Starts a worker and waits until it is ready and confined.
  init(program: String, limits: WorkerLimits) throws(FileFailure) {
    child = syntop_child()
    let error = syntop_spawn(program, &child)
    guard error == 0 else {
      throw FileFailure(.noWorker, "\(program) cannot be started: \(SystemError.text(error))")
    }
    ended = nil
    // Address space is the backstop for what grows between two looks at the resident memory.
    let configure = WorkerRequest.configure(addressBytes: 2 * limits.memoryBytes + (2 << 30))
    let outcome = ask(configure, limits: limits, size: 0, isCancelled: { false })
    guard case .reply(.ready(WorkerReply.protocolVersion, let confinement)) = outcome else {
      end()
      throw FileFailure(.noWorker, "\(program) does not speak as this version does: install both programs together")
    }
    self.confinement = confinement
  }

  deinit { end() }

  /// Whether the worker can be asked again.
  var isAlive: Bool { ended == nil }

  /// Bytes of resident memory, 0 when unknown.
  var residentBytes: Int { ProcessMemory.residentBytes(of: child.pid) }

  /// Sends a request and waits for its reply within the limits; the worker is ended in every outcome but a reply.
  func ask(
    _ request: WorkerRequest, limits: WorkerLimits, size: Int, isCancelled: () -> Bool
  ) -> Outcome {
    if let ended { return .died(signal: ended.signal, status: ended.status) }
    var watch = Watch(process: child.pid, limits: limits, size: size)
    let outcome = send(request.encoded()) ? receive(&watch, isCancelled) : deathOutcome()
    if case .reply = outcome { return outcome }
    end()
    return outcome
  }

  /// Kills the worker if it runs, reaps it and closes the pipes.
  func end() {
    guard ended == nil else { return }
    kill(child.pid, SIGKILL)
    ended = reap()
    close(child.to_child)
    close(child.from_child)
  }

  private func reap() -> (signal: Int32, status: Int32) {
    var (signal, status): (Int32, Int32) = (0, 0)
    while syntop_reap(child.pid, &signal, &status) == 0 { usleep(500) }
    return (signal, status)
  }

  /// The pipe is closed: what the worker died of. It may take a moment to be dead.
  private func deathOutcome() -> Outcome {
    var (signal, status): (Int32, Int32) = (0, 0)
    for _ in 0..<2000 {
      if syntop_reap(child.pid, &signal, &status) != 0 {
        ended = (signal, status)
        close(child.to_child)
        close(child.from_child)
        return .died(signal: signal, status: status)
      }
      usleep(500)
    }
    return .died(signal: 0, status: 0)
  }

  // MARK: Messages

  private func send(_ payload: [UInt8]) -> Bool {
    let head = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: payload.count >> $0) }
    let bytes = head + payload
    var sent = 0
    while sent < bytes.count {
      // SAFETY: reads at most the bytes from offset `sent` to the end of the live buffer.
      let put = bytes.withUnsafeBytes { write(child.to_child, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
      if put > 0 {
        sent += put
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// How long a worker goes unwatched.
  private static let patience = Duration.milliseconds(20)

  private func receive(_ watch: inout Watch, _ isCancelled: () -> Bool) -> Outcome {
    var head: [UInt8] = []
    if let stopped = fill(&head, to: 4, &watch, isCancelled) { return stopped }
    let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard length <= watch.limits.replyBytes else { return .tooMuchOutput(bytes: length) }
    var payload: [UInt8] = []
    payload.reserveCapacity(length)
    if let stopped = fill(&payload, to: length, &watch, isCancelled) { return stopped }
    guard let reply = try? WorkerReply(decoding: payload) else { return .damagedReply }
    return .reply(reply)
  }

  /// Reads until `bytes` holds `count`; nil then, else why it never will.
  private func fill(
    _ bytes: inout [UInt8], to count: Int, _ watch: inout Watch, _ isCancelled: () -> Bool
  ) -> Outcome? {
    // A worker that sends a byte now and then is looked at as one that sends none.
    var nextLook = ContinuousClock.now + Self.patience
    while bytes.count < count {
      var waiting = pollfd(fd: child.from_child, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 20)
      let isInterrupted = ready < 0 && errno == EINTR
      if ready == 0 || ContinuousClock.now >= nextLook {
        if isCancelled() { return .cancelled }
        if let stopped = watch.look() { return stopped }
        nextLook = ContinuousClock.now + Self.patience
      }
      if ready == 0 || isInterrupted { continue }
      let got = withUnsafeTemporaryAllocation(byteCount: min(count - bytes.count, 1 << 18), alignment: 1) { buffer in
        // SAFETY: at most `count` bytes are written to the buffer and only those counted are taken.
        let got = read(child.from_child, buffer.baseAddress, buffer.count)
        if got > 0 { bytes.append(contentsOf: buffer[..<got]) }
        return got
      }
      if got == 0 { return deathOutcome() }
      if got < 0, errno != EINTR { return deathOutcome() }
    }
    return nil
  }
}
