// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Lists folders. An error in the middle of a listing is an error: taken for the folder's end, it would make the files
/// behind it look as if they had been removed.
extension Files {
  /// The names in a folder, sorted by their bytes, without `.` and `..`. The corresponding C function is `readdir`.
  package static func names(inFolder path: [UInt8]) throws(FileError) -> [[UInt8]] {
    let shown = String(decoding: path, as: UTF8.self)
    let handle = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { $0.baseAddress.flatMap(opendir) }
    guard let handle else { throw FileError("read directory", shown, code: errno) }
    defer { closedir(handle) }
    var names: [[UInt8]] = []
    while true {
      try FileFaults.pass("list", shown)
      // Only so is an error told from the end.
      errno = 0
      guard let entry = readdir(handle) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != dot && name != dot + dot { names.append(name) }
    }
    guard errno == 0 else { throw FileError("read directory", shown, code: errno) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static let dot = [UInt8(ascii: ".")]

  /// The same with names as text.
  package static func names(in directory: String) throws(FileError) -> [String] {
    try names(inFolder: Array(directory.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }
}
