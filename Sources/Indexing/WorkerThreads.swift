// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Runs work on threads of the system: indexing computes and waits for pipes, which Swift's own pool is not meant for.
enum WorkerThreads {
  private final class Job: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Calls `body` with 0 ..< count, on up to `threads` threads, in order of arrival; returns when all are done. The first
  /// error (by number) is thrown, and no further work is begun after one.
  static func each(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let next = Mutex(0)
    let failure = Mutex<(number: Int, error: any Error)?>(nil)
    let loop: @Sendable () -> Void = {
      while true {
        let number = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard number < count, failure.withLock({ $0 == nil }) else { return }
        do {
          try body(number)
        } catch {
          failure.withLock { if $0.map({ number < $0.number }) ?? true { $0 = (number, error) } }
        }
      }
    }
    let others = (1..<max(min(threads, count), 1)).compactMap { _ in start(loop) }
    loop()
    for thread in others { pthread_join(thread, nil) }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let job = Unmanaged.passRetained(Job(body))
    let code = pthread_create(
      &thread, nil,
      { argument in
        // SAFETY: the argument is the job retained for exactly this call.
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, job.toOpaque())
    if code != 0 {
      job.release()
      return nil
    }
    return thread
  }
}
