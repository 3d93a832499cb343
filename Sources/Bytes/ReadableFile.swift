// SPDX-License-Identifier: Apache-2.0

/// A file read piece by piece: unlike pages of a mapped file, what has been read counts as memory only while it is kept.
internal import Glibc

// The descriptor never changes after `init`, and reading at a place leaves no trace in it.
package final class ReadableFile: Sendable {
  package let path: String
  private let descriptor: Int32

  package init(path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("open", path, code: errno) }
    self.path = path
  }

  deinit { close(descriptor) }

  /// Fills `memory` with the bytes that stand at `offset`. The corresponding C function is `pread`.
  package func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
    var done = 0
    while done < memory.count, let start = memory.baseAddress {
      let got = pread(descriptor, start + done, memory.count - done, offset + done)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError("read", path, code: errno) }
      guard got > 0 else { throw FileError("read", path, reason: "it ends too early") }
      done += got
    }
  }
}
