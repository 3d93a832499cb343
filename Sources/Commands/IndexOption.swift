// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc

/// Which index a command works on: `--index DIR`, else the nearest `.syntop` upwards.
struct IndexOption: ParsableArguments {
  @Option(name: .customLong("index"), help: "The index (default: the nearest .syntop in this folder or above).")
  var directory: String?

  init() {}

  /// The directory of an index that exists.
  ///
  /// - Throws: `CommandFailure` that says what to do when there is none.
  func existing() throws -> String {
    if let directory {
      try ArgumentBytes.checkText([directory])
      guard IndexOption.isDirectory(directory) else {
        throw CommandFailure(
          "there is no index at \(directory); make one with 'syntop build --index \(directory) FOLDER'")
      }
      return directory
    }
    if let nearest = IndexOption.nearest() { return nearest }
    throw CommandFailure(
      "there is no .syntop in this folder or above; make one with 'syntop init' and 'syntop build FOLDER', "
        + "or name an index with --index DIR")
  }

  /// The directory a build writes to: the one named, the nearest existing one, or `.syntop` here.
  func forWriting() throws -> String {
    if let directory { try ArgumentBytes.checkText([directory]) }
    return directory ?? IndexOption.nearest() ?? ".syntop"
  }

  /// The nearest `.syntop` directory in the working directory or above it.
  static func nearest() -> String? {
    guard let pointer = getcwd(nil, 0) else { return nil }
    defer { free(pointer) }
    var folder = String(cString: pointer)
    while true {
      let candidate = folder == "/" ? "/.syntop" : folder + "/.syntop"
      if isDirectory(candidate) { return candidate }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  static func isDirectory(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }
}
