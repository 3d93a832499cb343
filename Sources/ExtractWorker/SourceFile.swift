// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Glibc

/// Reads a file that may be a directory, a pipe, a device, too large, or changing while it is read.
struct SourceFile {
  var bytes: [UInt8]
  /// Set when the file's size or time of change was another after reading than before.
  var changedWhileRead: Bool

  /// The bytes of the regular file at `path`, at most `limit` of them.
  static func read(_ path: [UInt8], limit: Int) throws(FileFailure) -> SourceFile {
    guard !path.contains(0) else { throw FileFailure(.unreadable, "the path holds a NUL byte") }
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    let handle = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
      $0.baseAddress.map { open($0, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) } ?? -1
    }
    guard handle >= 0 else { throw FileFailure(errno == ENOENT ? .vanished : .unreadable, message(errno)) }
    defer { close(handle) }
    let before = try status(handle)
    try check(before, limit: limit)
    let bytes = try contents(handle, expected: Int(before.st_size), limit: limit)
    let after = try status(handle)
    let changed =
      after.st_size != before.st_size || bytes.count != Int(before.st_size)
      || after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_mtim.tv_nsec != before.st_mtim.tv_nsec
    return SourceFile(bytes: bytes, changedWhileRead: changed)
  }

  private static func status(_ handle: Int32) throws(FileFailure) -> stat {
    var status = stat()
    guard fstat(handle, &status) == 0 else { throw FileFailure(.unreadable, message(errno)) }
    return status
  }

  private static func check(_ status: stat, limit: Int) throws(FileFailure) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileFailure(.unreadable, "is a directory; give the files in it")
    case S_IFIFO: throw FileFailure(.unreadable, "is a named pipe, not a regular file")
    default: throw FileFailure(.unreadable, "is a device or socket, not a regular file")
    }
    if status.st_size == 0 { throw FileFailure(.empty, "is empty: 0 bytes") }
    if Int(status.st_size) > limit {
      throw FileFailure(.tooLarge, "has \(status.st_size) bytes; at most \(limit) are read")
    }
  }

  private static func contents(_ handle: Int32, expected: Int, limit: Int) throws(FileFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: expected + 1)
    var filled = 0
    while true {
      if filled == bytes.count {
        guard filled <= limit else { throw FileFailure(.tooLarge, "grew beyond \(limit) bytes while it was read") }
        bytes.append(contentsOf: repeatElement(0, count: max(65_536, filled / 2)))
      }
      // SAFETY: at most the bytes from offset `filled` to the end of the live buffer are written.
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(handle, $0.baseAddress.map { $0 + filled }, $0.count - filled)
      }
      if got > 0 {
        filled += got
      } else if got == 0 {
        break
      } else if errno != EINTR {
        throw FileFailure(.unreadable, message(errno))
      }
    }
    bytes.removeLast(bytes.count - filled)
    if bytes.isEmpty { throw FileFailure(.empty, "is empty: 0 bytes") }
    return bytes
  }

  /// The system's words for an error, such as "no such file or directory".
  private static func message(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) }?.lowercased() ?? "error \(code)"
  }
}
