// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The C library's character set converter, from one encoding to UTF-8.
struct CharsetConverter: ~Copyable {
  private let handle: iconv_t

  /// A converter from the encoding named, or nil where the C library has none. The C function is `iconv_open`.
  init?(from name: String) {
    // The C library knows windows-874 by its code page only; a slash in a name would add options.
    guard !name.utf8.contains(0x2F),
      let handle = iconv_open("UTF-8", name == "windows-874" ? "CP874" : name),
      Int(bitPattern: handle) != -1
    else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The bytes as UTF-8, each byte without meaning as U+FFFD, and how many of these there were.
  borrowing func convert(_ bytes: [UInt8]) -> (utf8: [UInt8], replacements: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 2)
    var replacements = 0
    var consumed = 0
    _ = iconv(handle, nil, nil, nil, nil)
    while consumed < bytes.count {
      let (used, stopped) = convertRun(bytes, from: consumed, into: &utf8)
      consumed += used
      guard stopped, consumed < bytes.count else { continue }
      utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
      replacements += 1
      consumed += 1
      _ = iconv(handle, nil, nil, nil, nil)
    }
    // Some encodings hold a character back for composition (windows-1255, TCVN): a last call gives it.
    flush(into: &utf8)
    return (utf8, replacements)
  }

  /// Converts up to the next byte without meaning or a full buffer; says how many bytes were taken, and whether a byte
  /// stopped it.
  private borrowing func convertRun(
    _ bytes: [UInt8], from start: Int, into utf8: inout [UInt8]
  ) -> (used: Int, stopped: Bool) {
    // SAFETY: `iconv` reads only `inLeft` bytes from `source` and writes only `outLeft` bytes at `target`, both counted
    // from live buffers; it does not write to its input although its C signature allows it.
    bytes.withUnsafeBytes { source in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32_768) { target in
        let base = UnsafeMutableRawPointer(mutating: source.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var input = base.map { $0 + start }
        var inLeft = source.count - start
        var output = target.baseAddress
        var outLeft = target.count
        let status = iconv(handle, &input, &inLeft, &output, &outLeft)
        let code = errno
        utf8.append(contentsOf: UnsafeRawBufferPointer(target)[..<(target.count - outLeft)])
        let used = source.count - start - inLeft
        return (used, status == -1 && code != E2BIG)
      }
    }
  }

  private borrowing func flush(into utf8: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { target in
      var output = target.baseAddress
      var outLeft = target.count
      // SAFETY: no input is given, and at most `outLeft` bytes are written at `target`.
      _ = iconv(handle, nil, nil, &output, &outLeft)
      utf8.append(contentsOf: UnsafeRawBufferPointer(target)[..<(target.count - outLeft)])
    }
  }
}
