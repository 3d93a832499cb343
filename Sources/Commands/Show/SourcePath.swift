// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Indexing

/// Where on disk the file of a document lies: its id below one of the recorded roots.
enum SourcePath {
  /// The path of the file a document came from; nil where it is no longer there.
  ///
  /// The first root's files go by their path below it; a further root's have the root's name in front; a root that is
  /// a file goes by its own name.
  static func find(_ source: String, index directory: String) throws -> String? {
    let roots = try IndexSettings.read(directory)?.roots ?? []
    for (number, recorded) in roots.enumerated() {
      let root = IndexSettings.resolved(recorded, index: directory)
      let name = root.split(separator: "/").last.map(String.init) ?? root
      let candidate: String
      if !Files.isDirectory(root) {
        candidate = source == name ? root : ""
      } else if number == 0 {
        candidate = root + "/" + source
      } else {
        candidate = source.hasPrefix(name + "/") ? root + "/" + source.dropFirst(name.count + 1) : ""
      }
      if !candidate.isEmpty, Files.exists(candidate), !Files.isDirectory(candidate) { return candidate }
    }
    return nil
  }
}
