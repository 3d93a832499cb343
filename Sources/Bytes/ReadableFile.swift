// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// A file read piece by piece: unlike pages of a mapped file, what has been read counts as memory only while it is kept.

// The descriptor never changes after `init`, and reading at a place leaves no trace in it.
package final class ReadableFile: Sendable {
  /// A process may have a thousand files open, or few more.
  private static let mostKept = 400
  private static let kept = Atomic(0)
  package let path: String
  /// Negative where so many others are kept open that this one is opened for each reading.
  private let descriptor: Int32

  package init(path: String) throws(FileError) {
    self.path = path
    let found = try Self.opened(path)
    if Self.kept.add(1, ordering: .relaxed).newValue <= Self.mostKept {
      descriptor = found
    } else {
      Self.kept.subtract(1, ordering: .relaxed)
      close(found)
      descriptor = -1
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    Self.kept.subtract(1, ordering: .relaxed)
  }

  private static func opened(_ path: String) throws(FileError) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("open", path, code: errno) }
    return descriptor
  }

  /// Fills `memory` with the bytes that stand at `offset`. The corresponding C function is `pread`.
  package func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
    let own = descriptor < 0 ? try Self.opened(path) : descriptor
    defer { if descriptor < 0 { close(own) } }
    var done = 0
    while done < memory.count, let start = memory.baseAddress {
      let got = pread(own, start + done, memory.count - done, offset + done)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError("read", path, code: errno) }
      guard got > 0 else { throw FileError("read", path, reason: "it ends too early") }
      done += got
    }
  }
}
