// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Presenting

/// Standard output and standard error as commands use them: results on the one, everything else on the other.
enum Output {
  /// Writes all bytes to standard output; a closed pipe ends the program quietly, as `head` expects; a full disk is an
  /// error with status 2.
  static func write(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes[offset...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written >= 0 {
        offset += written
      } else if errno == EPIPE {
        exit(0)
      } else if errno != EINTR {
        note("standard output: \(String(cString: strerror(errno)))")
        exit(2)
      }
    }
  }

  static func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes what the writer holds as one line, and empties it.
  static func writeLine(_ json: inout JSONWriter) {
    json.endLine()
    write(json.bytes)
    json.removeAll()
  }

  /// A remark for the person at the terminal: `syntop: text` on standard error.
  static func note(_ text: String) {
    let line = Array("syntop: \(PrintableText.lines(text))\n".utf8)
    _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
