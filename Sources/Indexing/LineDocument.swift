// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What a line of a JSON-lines file gives.
enum LineDocument {
  /// The line without the mark that may open a file.
  static func content(_ line: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> UnsafeBufferPointer<UInt8> {
    isFirst && line.starts(with: [0xef, 0xbb, 0xbf]) ? UnsafeBufferPointer(rebasing: line[3...]) : line
  }

  /// The document that the bytes of a line hold, nil for a blank line; throws why they hold none.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(FileFailure) -> Document? {
    guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
    guard bytes.count <= LineReader.longest else { throw FileFailure(.tooLarge, "is longer than 64 MiB") }
    guard (try? UTF8Span(validating: bytes.span)) != nil else { throw FileFailure(.undecodable, "is not UTF-8") }
    return try JSONLine.document(bytes.span, source: source)
  }

  /// The numbers, from 1, of the lines whose documents have one of the ids; none of a file that has no such lines.
  static func numbers(of ids: Set<String>, in file: CorpusFile) -> [String: [Int]] {
    guard case .lines = FileKind.of(file), let input = InputFile(path: file.path) else { return [:] }
    var (found, number) = ([String: [Int]](), 0)
    var reader = LineReader(input, 0..<file.size)
    try? reader.eachLine { line in
      number += 1
      guard let id = try? read(content(line, isFirst: number == 1), source: file.id)?.id, ids.contains(id) else {
        return
      }
      found[id, default: []].append(number)
    }
    return found
  }
}
