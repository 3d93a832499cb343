// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Loads a lexicon from its folder: `scheme.yml` and one file a language.
package enum LexiconLoader {
  /// The largest lexicon file that is read.
  static let largestFile = 256 << 20

  /// Reads the files of a lexicon's folder.
  package static func lexicon(at directory: String) throws(LexiconError) -> Lexicon {
    try LexiconReader.read(files: try files(in: directory))
  }

  /// Reads and compiles a lexicon.
  package static func load(_ directory: String) throws(LexiconError) -> CompiledLexicon {
    try LexiconCompiler.compile(try lexicon(at: directory))
  }

  private static func failure(_ file: String, _ message: String) -> LexiconError {
    LexiconError(message: message, place: LexiconPlace(file: file, line: 1, column: 1))
  }

  private static func files(in directory: String) throws(LexiconError) -> [(name: String, text: String)] {
    guard let handle = opendir(directory) else {
      throw failure(directory, "\(String(cString: strerror(errno))): wanted a lexicon's folder with scheme.yml in it")
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".yml") || name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
    }
    guard names.contains("scheme.yml") else {
      throw failure(directory, "no scheme.yml in this folder; is it a lexicon?")
    }
    var result: [(name: String, text: String)] = []
    for name in names.sorted() { result.append((name, try text(of: directory + "/" + name))) }
    return result
  }

  private static func text(of path: String) throws(LexiconError) -> String {
    let handle = open(path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw failure(path, String(cString: strerror(errno))) }
    defer { close(handle) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = Glibc.read(handle, &buffer, buffer.count)
      if got < 0 { throw failure(path, String(cString: strerror(errno))) }
      if got == 0 { break }
      bytes.append(contentsOf: buffer[..<got])
      if bytes.count > largestFile { throw failure(path, "larger than \(largestFile >> 20) MiB") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
