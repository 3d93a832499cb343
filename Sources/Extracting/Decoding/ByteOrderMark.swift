// SPDX-License-Identifier: Apache-2.0

/// A byte order mark at the start of a file; it outranks every declaration.
struct ByteOrderMark: Equatable {
  enum Encoding: Equatable {
    case utf8
    case wide(WideEncoding)
  }
  var encoding: Encoding
  /// How many bytes the mark takes.
  var length: Int

  init?(_ bytes: [UInt8]) {
    // FF FE 00 00 is asked before FF FE: a UTF-16 text does not begin with U+0000.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
      self.init(.wide(.utf32LittleEndian), 4)
    } else if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      self.init(.wide(.utf32BigEndian), 4)
    } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self.init(.utf8, 3)
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self.init(.wide(.utf16LittleEndian), 2)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self.init(.wide(.utf16BigEndian), 2)
    } else {
      return nil
    }
  }

  private init(_ encoding: Encoding, _ length: Int) {
    (self.encoding, self.length) = (encoding, length)
  }
}
