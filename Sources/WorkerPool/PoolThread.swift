// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A thread of the system for work that blocks on pipes, which would starve the few threads of Swift's own pool.
struct PoolThread {
  private let handle: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body`, or gives nil when the system has no more threads.
  init?(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let error = pthread_create(
      &handle, nil,
      { pointer in
        guard let pointer else { return nil }
        // A worker that dies while it is written to must not end the program: the write fails instead.
        var pipes = sigset_t()
        sigemptyset(&pipes)
        sigaddset(&pipes, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipes, nil)
        // SAFETY: the pointer is the box retained above, taken over here exactly once.
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard error == 0 else {
      box.release()
      return nil
    }
    self.handle = handle
  }

  func join() { pthread_join(handle, nil) }
}
