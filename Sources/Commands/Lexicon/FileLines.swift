// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The lines of a file as bytes.
enum FileLines {
  static func read(_ path: [UInt8]) throws -> [[UInt8]] {
    let name = String(decoding: path, as: UTF8.self)
    let handle = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { pointer in
      pointer.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1
    }
    guard handle >= 0 else { throw CommandFailure("\(name): \(String(cString: strerror(errno)))") }
    defer { close(handle) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = Glibc.read(handle, &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw CommandFailure("\(name): \(String(cString: strerror(errno)))") }
      if got == 0 { break }
      bytes.append(contentsOf: buffer[..<got])
    }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
  }
}
