// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Segments
internal import Synchronization

/// Counts marked tokens on a thread beside the one that marks them.
///
/// Unchecked: what is not behind the lock is the thread's alone from `init` to the end of `finish`.
final class CountingThread: @unchecked Sendable {
  /// More batches than this do not wait: whoever has them counts them itself.
  private static let mostWaiting = 2

  private struct State {
    var waiting: [TokenMarks] = []
    var hasEnded = false
    var failure: (any Error)?
  }
  private let state = Mutex(State())
  private let reader: TypeReader
  private let counts: TypeCounts
  private let signal = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  private var thread = pthread_t()

  /// Nil where the system gives no thread.
  ///
  /// - Parameter reader: used by nobody else.
  init?(_ reader: TypeReader) {
    (self.reader, counts) = (reader, TypeCounts(width: reader.typeCount))
    guard sem_init(signal, 0, 0) == 0 else { return nil }
    let own = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { argument in
        // SAFETY: the argument is the object retained for exactly this call.
        if let argument { Unmanaged<CountingThread>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, own.toOpaque())
    guard code == 0 else {
      own.release()
      return nil
    }
  }

  deinit {
    sem_destroy(signal)
    signal.deallocate()
  }

  private func run() {
    while true {
      while sem_wait(signal) != 0 {}
      let (batch, hasEnded) = state.withLock { ($0.waiting.popLast(), $0.hasEnded) }
      guard let batch else {
        if hasEnded { return }
        continue
      }
      do {
        try reader.count(batch, into: counts)
      } catch {
        state.withLock { $0.failure = error }
      }
    }
  }

  /// Whether the thread takes the marks, which then are its alone; false where it has enough to do.
  func take(_ marks: TokenMarks) -> Bool {
    let isTaken = state.withLock { state in
      guard state.waiting.count < Self.mostWaiting else { return false }
      state.waiting.append(marks)
      return true
    }
    if isTaken { sem_post(signal) }
    return isTaken
  }

  /// Lets the thread end by itself; what it has counted is lost.
  func abandon() {
    end()
    pthread_detach(thread)
  }

  private func end() {
    state.withLock { $0.hasEnded = true }
    sem_post(signal)
  }

  /// Waits until everything is counted and adds it to `total`.
  func finish(into total: TypeCounts) throws {
    end()
    pthread_join(thread, nil)
    if let failure = state.withLock({ $0.failure }) { throw failure }
    total.add(counts)
  }
}
