// SPDX-License-Identifier: Apache-2.0

/// Finds where a PDF begins in its file: other bytes may stand before it, such as the answer of a web server.
enum PDFHeader {
  private static let mark = Array("%PDF-".utf8)
  /// How far readers of PDF look for the header themselves.
  private static let usual = 1024
  private static let farthest = 1 << 16

  /// Where the header stands, if the file is a PDF. A page or a text that only speaks of PDF has something readable
  /// before it, so behind more than a few signs the rest must be a whole file and the larger part.
  static func start(_ bytes: [UInt8]) -> Int? {
    if bytes.starts(with: mark) { return 0 }
    guard let place = firstMark(bytes) else { return nil }
    let before = bytes[..<place]
    if place <= usual, before.contains(0) || before.lazy.filter({ (0x21..<0x7F).contains($0) }).prefix(64).count < 64 {
      return place
    }
    let isLine = place > 0 && (bytes[place - 1] == 0x0A || bytes[place - 1] == 0x0D)
    guard isLine, bytes.count - place > place, holds(" obj", bytes[place...].prefix(usual)),
      holds("%%EOF", bytes.suffix(usual))
    else { return nil }
    return place
  }

  /// The file from its header on, where that stands farther behind than readers look.
  static func withoutJunk(_ bytes: [UInt8]) -> [UInt8] {
    guard let start = start(bytes), start > usual else { return bytes }
    return Array(bytes[start...])
  }

  /// The first mark with the digit of a version behind it.
  private static func firstMark(_ bytes: [UInt8]) -> Int? {
    let head = bytes.prefix(farthest)
    return head.indices.first { place in
      head[place] == mark[0] && place + mark.count < bytes.count && bytes[place...].starts(with: mark)
        && (0x30...0x39).contains(bytes[place + mark.count])
    }
  }

  private static func holds(_ text: String, _ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.firstRange(of: Array(text.utf8)) != nil
  }
}
