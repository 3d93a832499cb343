// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Loads a lexicon from its folder: `scheme.yml` and one file a language.
package enum LexiconLoader {
  /// The largest lexicon file that is read.
  static let largestFile = 256 << 20

  /// Reads the files of a lexicon's folder.
  package static func lexicon(at directory: String) throws(LexiconError) -> Lexicon {
    let files = try files(in: directory)
    do throws(LexiconError) {
      var lexicon = try LexiconReader.read(files: files)
      lexicon.folder = directory
      return lexicon
    } catch {
      throw error.inside(directory)
    }
  }

  /// Reads and compiles a lexicon.
  package static func load(_ directory: String) throws(LexiconError) -> CompiledLexicon {
    try LexiconCompiler.compile(try lexicon(at: directory))
  }

  private static func failure(_ file: String, _ message: String) -> LexiconError {
    LexiconError(message: message, place: LexiconPlace(file: file, line: 1, column: 1))
  }

  /// The `.yml` files of a lexicon's folder and their texts.
  package static func files(in directory: String) throws(LexiconError) -> [(name: String, text: String)] {
    guard let handle = opendir(directory) else {
      throw failure(directory, "\(String(cString: strerror(errno))): wanted a lexicon's folder with scheme.yml in it")
    }
    defer { closedir(handle) }
    var names: [String] = []
    while true {
      // Only so is an error told from the folder's end, behind which rules would be missed.
      errno = 0
      guard let entry = readdir(handle) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".yml") || name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
    }
    guard errno == 0 else { throw failure(directory, String(cString: strerror(errno))) }
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
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LexiconError(message: "bytes that are not UTF-8; save the file as UTF-8", place: firstWrong(bytes, path))
    }
    return text
  }

  /// Where the first bytes stand that are not UTF-8.
  private static func firstWrong(_ bytes: [UInt8], _ path: String) -> LexiconPlace {
    var line = 1
    for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: piece, as: UTF8.self) == nil {
        let mended = String(decoding: piece, as: UTF8.self).unicodeScalars
        let column = zip(mended, mended.indices).first { $0.0 == "\u{FFFD}" }.map {
          mended.distance(from: mended.startIndex, to: $0.1)
        }
        return LexiconPlace(file: path, line: line, column: (column ?? 0) + 1)
      }
      line += 1
    }
    return LexiconPlace(file: path, line: 1, column: 1)
  }
}
