// SPDX-License-Identifier: Apache-2.0

/// A named character encoding: the labels that files use for it, brought to the one whose bytes they really hold.
///
/// Follows the WHATWG Encoding Standard where that differs from the registered meaning: what is labelled ISO-8859-1 or
/// ASCII is windows-1252, ISO-8859-9 is windows-1254, GB2312 is GB18030, Shift_JIS is code page 932, and so on.
struct Charset: Equatable {
  /// Lower-case name; the C library's converter knows it.
  let name: String

  var isUnicode: Bool { name.hasPrefix("utf-") }

  /// The encoding with that label, or nil where it is unknown.
  init?(label: String) {
    var key = ""
    for scalar in label.unicodeScalars where !" \t\r\n\"'".unicodeScalars.contains(scalar) {
      key.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
    }
    key = key.replacing("_", with: "-")
    guard !key.isEmpty, key.utf8.count < 40 else { return nil }
    if let alias = Charset.aliases[key] {
      name = alias
    } else if key.hasPrefix("cp125") || key.hasPrefix("win-125") || key.hasPrefix("x-cp125") {
      name = "windows-125" + key.suffix(1)
    } else if key.hasPrefix("iso8859-") {
      name = "iso-8859-" + key.dropFirst(8)
    } else if CharsetConverter(from: key) != nil {
      name = key
    } else {
      return nil
    }
  }

  private static let aliases: [String: String] = [
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "l1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252", "ansi": "windows-1252",
    "iso-8859-9": "windows-1254", "iso8859-9": "windows-1254", "latin5": "windows-1254",
    "iso-8859-11": "windows-874", "tis-620": "windows-874", "iso-8859-8-i": "iso-8859-8",
    "utf8": "utf-8", "utf-8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-16": "utf-16le", "ucs-2": "utf-16le",
    "unicode": "utf-16le", "utf-16le": "utf-16le", "utf-16be": "utf-16be", "utf-32": "utf-32le",
    "gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5-hkscs", "x-x-big5": "big5-hkscs", "cp950": "big5-hkscs",
    "shift-jis": "cp932", "shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms932": "cp932", "ks-c-5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949", "uhc": "cp949",
    "windows-949": "cp949", "macroman": "macintosh", "mac-roman": "macintosh", "x-mac-roman": "macintosh",
    "mac": "macintosh", "x-mac-cyrillic": "mac-cyrillic", "maccyrillic": "mac-cyrillic", "dos-862": "cp862",
    "koi8": "koi8-r", "koi": "koi8-r", "latin2": "iso-8859-2", "windows-874": "windows-874",
  ]

  /// Whether the bytes are ASCII with the escape sequences by which ISO-2022-JP changes its sets.
  static func hasISO2022Escapes(_ bytes: [UInt8]) -> Bool {
    var found = false
    for index in bytes.indices {
      if bytes[index] >= 0x80 { return false }
      guard bytes[index] == 0x1B, index + 2 < bytes.count else { continue }
      let pair = (bytes[index + 1], bytes[index + 2])
      // ESC $ B and ESC $ @ switch to JIS X 0208, ESC ( J to JIS X 0201.
      if pair.0 == 0x24, pair.1 == 0x42 || pair.1 == 0x40 { found = true }
    }
    return found
  }
}
