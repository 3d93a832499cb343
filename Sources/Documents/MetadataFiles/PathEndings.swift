// SPDX-License-Identifier: Apache-2.0

/// Files by the ends of their paths, cut at slashes: which of them another path names from above or below their root.
struct PathEndings {
  enum Match: Equatable {
    /// A file has this very path.
    case whole
    case one(String)
    /// So many files end with it.
    case several(Int)
    case none
  }

  private let files: Set<String>
  /// For each end of a path that is not the whole of it: how many files have it, and the first of them.
  private var endings: [Substring: (count: Int, file: String)] = [:]

  /// - Complexity: O(folders in all paths), in time and memory.
  init(_ files: [String]) {
    self.files = Set(files)
    for file in files {
      Self.forEachEnding(of: file) { ending in
        endings[ending, default: (0, file)].count += 1
        return true
      }
    }
  }

  /// The file that `path` names: the one of that path; else the longest that `path` ends with; else the only one that
  /// ends with `path`.
  func match(_ path: String) -> Match {
    if files.contains(path) { return .whole }
    var above: String?
    Self.forEachEnding(of: path) { ending in
      guard files.contains(String(ending)) else { return true }
      above = String(ending)
      return false
    }
    if let above { return .one(above) }
    guard let below = endings[path[...]] else { return .none }
    return below.count == 1 ? .one(below.file) : .several(below.count)
  }

  /// What stands behind each slash, the longest first, until `body` gives false.
  private static func forEachEnding(of path: String, _ body: (Substring) -> Bool) {
    var rest = path[...]
    while let slash = rest.utf8.firstIndex(of: 0x2F) {
      rest = rest[rest.utf8.index(after: slash)...]
      if !rest.isEmpty, !body(rest) { return }
    }
  }
}
