// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Segments

/// Removes files of an index directory that no generation in use names: those of unfinished builds, and generations that
/// no reader holds any more.
enum Housekeeping {
  static func sweep(_ directory: String) {
    guard let generations = try? Generations.list(directory) else { return }
    let newest = generations.last ?? 0
    // A listing that leaves out a generation which is there tells nothing of what is in use.
    guard Files.size(directory + "/" + Manifest.fileName(newest + 1)) == nil else { return }
    var named: Set<String> = []
    for generation in generations {
      let name = Manifest.fileName(generation)
      let path = directory + "/" + name
      if generation != newest, ManifestLock.isFree(path) {
        try? Files.remove(path)
        continue
      }
      guard let bytes = try? Files.read(path),
        let manifest = try? Manifest(text: String(decoding: bytes, as: UTF8.self), path: path)
      else { return }
      named.formUnion(manifest.segments.flatMap { $0.files.map(\.name) })
      named.formUnion([manifest["quarantine"], manifest["lexicon"]])
    }
    for name in (try? Files.names(in: directory)) ?? [] where isOurs(name) && !named.contains(name) {
      try? Files.remove(directory + "/" + name)
    }
  }

  /// Removes every generation and all their files; readers that hold them open keep what they have.
  static func removeAll(_ directory: String) {
    for name in (try? Files.names(in: directory)) ?? [] {
      guard isOurs(name) || Manifest.generation(fileName: name) != nil else { continue }
      try? Files.remove(directory + "/" + name)
    }
  }

  private static func isOurs(_ name: String) -> Bool {
    name.hasPrefix("segment-") || name.hasPrefix("quarantine-") || name.hasPrefix("lexicon-") || name.hasSuffix(".new")
  }
}
