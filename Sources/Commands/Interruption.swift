// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Segments

/// What a build says when it is stopped by Ctrl-C (SIGINT) or SIGTERM: in one line, which generation the index has.
///
/// The words are made beforehand, since a signal handler may neither allocate nor lock: it asks the system whether the
/// next generation's manifest is in place, writes one of two lines, and has the signal end the program as it would have
/// done unhandled, so that the caller's shell sees status 130 or 143 and stops too.
enum Interruption {
  /// Written once before the handler is installed, read only by it.
  nonisolated(unsafe) private static var before: StaticLine?
  nonisolated(unsafe) private static var after: StaticLine?
  /// The path of the manifest whose coming into place is the commit, ended by a NUL.
  nonisolated(unsafe) private static var next: UnsafeMutablePointer<CChar>?

  /// Bytes that are never freed.
  private struct StaticLine {
    let bytes: UnsafePointer<CChar>
    let count: Int

    init?(_ text: String) {
      guard let copy = strdup(text) else { return nil }
      (bytes, count) = (UnsafePointer(copy), strlen(copy))
    }
  }

  /// From now on, stopping the process tells the state of the index in `directory`.
  static func tellState(of directory: String) {
    guard next == nil else { return }
    let generation = (try? Generations.list(directory))?.last ?? 0
    let start = (Terminal.isErrorTerminal ? "\r\u{1B}[K" : "") + "syntop: stopped; "
    let kept =
      generation > 0
      ? "\(directory) is as it was, at generation \(generation)"
      : "nothing was committed to \(directory) yet"
    before = StaticLine(start + kept + "; the same command starts over\n")
    after = StaticLine(start + "generation \(generation + 1) of \(directory) is complete\n")
    next = strdup(directory + "/" + Manifest.fileName(generation + 1))
    for number in [SIGINT, SIGTERM] where !isIgnored(number) {
      signal(number) { Interruption.end($0) }
      unblock(number)
    }
  }

  /// A program started from a thread of a pool may have every signal blocked, and could not be stopped.
  private static func unblock(_ number: Int32) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Whether the caller had the signal ignored, as shells do for commands in the background: then it stays so.
  private static func isIgnored(_ number: Int32) -> Bool {
    let before = signal(number, SIG_IGN)
    signal(number, before)
    return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func end(_ number: Int32) {
    let isCommitted = next.map { access($0, F_OK) == 0 } ?? false
    if let line = isCommitted ? after : before { _ = write(STDERR_FILENO, line.bytes, line.count) }
    signal(number, SIG_DFL)
    raise(number)
  }
}
