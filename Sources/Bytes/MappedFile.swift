// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file mapped for reading. The mapping ends with the last reference to it.

// The bytes never change after `init`, so any thread may read them.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  /// Valid as long as this object lives.
  package let bytes: UnsafeRawBufferPointer

  /// Maps the whole of the regular file at `path`. The corresponding C function is `mmap`.
  package init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("open", path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("inspect", path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError("map", path, reason: "not a regular file") }
    let length = Int(status.st_size)
    var mapped = UnsafeRawBufferPointer(start: nil, count: 0)
    if length > 0 {
      guard let start = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
        throw FileError("map", path, code: errno)
      }
      mapped = UnsafeRawBufferPointer(start: start, count: length)
    }
    self.path = path
    bytes = mapped
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  package enum Advice: Sendable { case random, sequential, dontNeed }

  /// Tells the system how `range` will be read; never fails.
  package func advise(_ advice: Advice, _ range: Range<Int>) {
    guard let start = bytes.baseAddress, !range.isEmpty, range.upperBound <= bytes.count else { return }
    let page = 4096
    let from = range.lowerBound / page * page
    let flag =
      switch advice {
      case .random: MADV_RANDOM
      case .sequential: MADV_SEQUENTIAL
      case .dontNeed: MADV_DONTNEED
      }
    madvise(UnsafeMutableRawPointer(mutating: start + from), range.upperBound - from, flag)
  }
}
