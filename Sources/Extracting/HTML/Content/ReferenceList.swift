// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Sets aside the works that a page lists under a heading such as "References".
enum ReferenceList {
  /// Gives the entries of such lists their kind: from the heading to the next of its rank, where at least half of what
  /// stands there names a year. Manuals head lists of related pages so too.
  static func mark(_ blocks: inout [Block]) {
    for index in blocks.indices where blocks[index].kind == .heading && ReferenceHeadings.contain(blocks[index].text) {
      let level = blocks[index].level ?? 1
      let section = blocks[(index + 1)...].prefix { $0.kind != .heading || ($0.level ?? 1) > level }.indices
      let entries = section.filter { [.paragraph, .listItem, .footnote].contains(blocks[$0].kind) }
      guard !entries.isEmpty, entries.count(where: { namesYear(blocks[$0].text) }) * 2 >= entries.count else {
        continue
      }
      for entry in entries { blocks[entry].kind = .reference }
    }
  }

  private static func namesYear(_ text: String) -> Bool {
    text.utf8.split { !(0x30...0x39).contains($0) }.contains { digits in
      digits.count == 4 && (digits.starts(with: "1".utf8) || digits.starts(with: "20".utf8))
    }
  }
}
