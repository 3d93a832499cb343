// SPDX-License-Identifier: Apache-2.0

internal import Bytes
package import Segments

/// The list of what a generation could not index: a file of lines `source TAB kind TAB reason`, named by the manifest.
package enum QuarantineFile {
  static func write(_ entries: [QuarantineEntry], _ directory: String, _ manifest: inout Manifest) throws {
    guard !entries.isEmpty else { return }
    let name = SegmentNames.quarantine(manifest.generation)
    let lines = text(entries)
    try Files.replace(directory + "/" + name, with: lines)
    manifest.setFile("quarantine", name, Array(lines.utf8))
  }

  static func text(_ entries: [QuarantineEntry]) -> String {
    entries.map { "\(plain($0.source))\t\($0.kind)\t\(plain($0.reason))\n" }.joined()
  }

  /// Control characters would break the lines.
  static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? "\u{FFFD}" : $0 }))
  }

  /// The list of a generation; empty where it has none or the file is gone.
  package static func read(_ directory: String, _ manifest: Manifest) -> [QuarantineEntry] {
    let name = manifest["quarantine"]
    guard !name.isEmpty, !name.contains("/"), let bytes = try? Files.read(directory + "/" + name) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      return fields.count == 3 ? QuarantineEntry(source: fields[0], kind: fields[1], reason: fields[2]) : nil
    }
  }
}
