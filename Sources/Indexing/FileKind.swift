// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Which files are read line by line in this process: JSON lines, and the texts of `.vrt` files.
enum FileKind {
  case lines, texts, whole

  static func of(_ file: CorpusFile) -> FileKind { isVertical(file) ? .texts : isJSONLines(file) ? .lines : .whole }

  private static let suffixes = [".jsonl", ".ndjson", ".jsonlines"].map { Array($0.utf8) }

  private static let verticalSuffixes = [".vrt", ".vert", ".vertical"].map { Array($0.utf8) }

  private static func isVertical(_ file: CorpusFile) -> Bool {
    guard let input = InputFile(path: file.path) else { return false }
    let head = input.read(0..<min(file.size, 1 << 13))
    let isNamedSo = verticalSuffixes.contains { file.path.suffix($0.count).elementsEqual($0) }
    return VerticalFile.isVertical(head, isNamedSo: isNamedSo)
  }

  /// By its content: the first thing in it is an object on one line that has an id and a text; the suffix only decides
  /// where the first line is too long to look at, or empty.
  private static func isJSONLines(_ file: CorpusFile) -> Bool {
    let named = suffixes.contains { file.path.suffix($0.count).elementsEqual($0) }
    guard let input = InputFile(path: file.path) else { return named }
    let head = input.read(0..<min(file.size, 1 << 16))
    guard let first = head.first(where: { $0 > 0x20 && $0 < 0x80 }) else { return named }
    guard first == UInt8(ascii: "{") else { return named }
    if named { return true }
    let line = head.prefix { $0 != 0x0a }
    guard line.count < head.count || head.count == file.size else { return false }
    return (try? JSONScanner.parse(Array(line))).map { $0["id"] != nil && $0["text"]?.string != nil } ?? false
  }
}
