// SPDX-License-Identifier: Apache-2.0

/// The speakers of a transcript, known by the labels with which their turns begin.
struct Speakers {
  /// The labels without their colon; empty where the text is no transcript.
  private(set) var labels: Set<ArraySlice<UInt8>> = []

  static let none = Speakers()

  private init() {}

  /// A transcript has two speakers at least who speak twice at least, and their turns are a good part of its lines.
  init(_ text: TextLines) {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    var lines = 0
    for line in text.lines where !line.isBlank {
      lines += 1
      if let label = Self.label(text.content(line)) { counts[label, default: 0] += 1 }
    }
    let speakers = counts.filter { $0.value >= 2 }
    let turns = speakers.values.reduce(0, +)
    guard speakers.count >= 2, turns >= 6, turns * 8 >= lines else { return }
    labels = Set(speakers.keys)
  }

  func beginTurn(_ content: ArraySlice<UInt8>) -> Bool {
    !labels.isEmpty && Self.label(content).map { labels.contains($0) } ?? false
  }

  /// What stands before a colon at the start of a line, if it may be a name: "I", "DR. LEE", "Speaker 2".
  static func label(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let colon = content.prefix(32).firstIndex(of: UInt8(ascii: ":")), colon > content.startIndex,
      colon + 1 == content.endIndex || content[colon + 1] == 0x20 || content[colon + 1] == 0x09
    else { return nil }
    let label = content[..<colon]
    guard let first = String(decoding: label, as: UTF8.self).unicodeScalars.first, first.properties.isUppercase,
      label.split(separator: 0x20).count <= 4,
      !label.contains(UInt8(ascii: "."))
        || label.allSatisfy({ $0 != UInt8(ascii: ",") })
    else { return nil }
    return label
  }

  /// Whether the text is nothing but a time, such as "[00:03:10]".
  static func isTimestamp(_ text: String) -> Bool {
    text.utf8.count <= 16 && text.utf8.contains(0x3A)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || "[]():., ".utf8.contains($0) }
  }
}
