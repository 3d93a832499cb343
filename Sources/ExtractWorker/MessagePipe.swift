// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The worker's end of the two pipes: whole messages in, whole messages out.
struct MessagePipe {
  /// The largest request taken; a path and the marks of one page need far less.
  static let largestRequest = 16 << 20

  let input: Int32
  let output: Int32

  /// Takes the standard streams for messages and puts `/dev/null` in their place, so that nothing a library prints or
  /// reads can come between.
  static func overStandardStreams() -> MessagePipe? {
    let input = dup(0)
    let output = dup(1)
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard input >= 0, output >= 0, null >= 0 else { return nil }
    dup2(null, 0)
    dup2(null, 1)
    return MessagePipe(input: input, output: output)
  }

  /// The next message, or nil when the other side has closed or sends nonsense.
  func receive() -> [UInt8]? {
    guard let head = read(count: 4) else { return nil }
    let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard length <= MessagePipe.largestRequest else { return nil }
    return read(count: length)
  }

  /// Whether the whole message was taken by the other side.
  func send(_ payload: [UInt8]) -> Bool {
    guard let length = UInt32(exactly: payload.count) else { return false }
    let head = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: length >> $0) }
    return write(head) && write(payload)
  }

  private func read(count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      // SAFETY: at most `count - filled` bytes are written from offset `filled` of a buffer of `count`.
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(input, $0.baseAddress.map { $0 + filled }, count - filled)
      }
      if got > 0 {
        filled += got
      } else if got == 0 || errno != EINTR {
        return nil
      }
    }
    return bytes
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      // SAFETY: reads at most the bytes from offset `sent` to the end of the live buffer.
      let put = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
      if put > 0 {
        sent += put
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
