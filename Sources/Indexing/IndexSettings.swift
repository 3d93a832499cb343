// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Glibc
internal import Segments

/// What an index is built from, as its `syntop.yml` records it.
///
///     # What this index is built from. Edit it and run: syntop build
///     roots:
///       - "../papers"
///     exclude:
///       - "*.css"
///     lexicons:
///       - "../Lexicons/coproduction"
///     metadata:
///       - "../papers.bib"
///     columns: "word pos lemma"
///     layers: all
///     ocr: "en,nl"
///
/// Paths are relative to the folder of the file, or absolute.
package struct IndexSettings: Sendable, Equatable {
  package var roots: [String] = []
  /// Patterns of what is left out below the roots, see `PathPattern`.
  package var exclude: [String] = []
  package var lexicons: [String] = []
  package var metadata: [String] = []
  /// The columns of `.vrt` files; empty where the files say so themselves.
  package var columns: [String] = []
  package var layers = "all"
  /// The languages in which scanned pages are read by tesseract, parted by commas; empty where they are not read.
  package var ocr = ""

  package static let fileName = IndexReader.settingsName

  package init() {}

  /// The settings of the index in `directory`; nil where it has none.
  package static func read(_ directory: String) throws -> IndexSettings? {
    let path = directory + "/" + fileName
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path)
    } catch {
      // Settings that cannot be read are not settings that are not there.
      if error.code == ENOENT || error.code == ENOTDIR { return nil }
      throw error
    }
    return try IndexSettings(text: String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Records the settings; leaves the file alone where it says the same already.
  package func write(_ directory: String) throws {
    if try IndexSettings.read(directory) == self { return }
    try Files.replace(directory + "/" + IndexSettings.fileName, with: text)
  }

  package init(text: String, path: String) throws {
    var section = ""
    // Only line feeds end a line here: other ends of lines, such as U+2028, may stand in the name of a folder.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() {
      let line = Substring(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
      let content = line.drop { $0 == " " }
      if content.isEmpty || content.hasPrefix("#") { continue }
      if content.hasPrefix("- ") {
        let value = Self.unquoted(content.dropFirst(2))
        switch section {
        case "roots": roots.append(value)
        case "exclude": exclude.append(value)
        case "lexicons": lexicons.append(value)
        case "metadata": metadata.append(value)
        default: throw Self.fault(path, number, "a list stands under '\(section)', which takes none")
        }
        continue
      }
      guard let colon = content.firstIndex(of: ":") else {
        throw Self.fault(path, number, "'name: value' or '- item' was expected")
      }
      section = String(content[..<colon])
      let value = Self.unquoted(content[content.index(after: colon)...])
      switch section {
      case "layers":
        guard ["all", "postings"].contains(value) else {
          throw Self.fault(path, number, "layers are 'all' or 'postings', not '\(value)'")
        }
        layers = value
      case "ocr": ocr = value
      case "columns": columns = value.split(separator: " ").map(String.init)
      case "roots", "exclude", "lexicons", "metadata":
        guard value.isEmpty || value == "[]" else { throw Self.fault(path, number, "write one '- item' a line") }
      default:
        throw Self.fault(
          path, number, "'\(section)' is not known; roots, exclude, lexicons, metadata, columns, layers and ocr are")
      }
    }
  }

  private static func fault(_ path: String, _ line: Int, _ what: String) -> BuildFailure {
    BuildFailure("\(path), line \(line + 1): \(what)")
  }

  private static func unquoted(_ value: Substring) -> String {
    var text = value.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    // By scalars: a mark may follow the quote, and make one character with it.
    let scalars = text.unicodeScalars
    guard scalars.count >= 2, scalars.first == "\"", scalars.last == "\"" else { return String(text) }
    var out = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in scalars.dropFirst().dropLast() {
      if !isEscaped, scalar == "\\" {
        isEscaped = true
        continue
      }
      out.append(isEscaped && scalar == "n" ? "\n" : isEscaped && scalar == "r" ? "\r" : scalar)
      isEscaped = false
    }
    return String(out)
  }

  /// A double-quoted scalar of YAML.
  private static func quoted(_ value: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\", "\"": out.append(contentsOf: ["\\", scalar])
      case "\n": out.append(contentsOf: ["\\", "n"])
      case "\r": out.append(contentsOf: ["\\", "r"])
      default: out.append(scalar)
      }
    }
    return "\"" + String(out) + "\""
  }

  package var text: String {
    func list(_ name: String, _ items: [String]) -> String {
      items.isEmpty ? "\(name): []\n" : "\(name):\n" + items.map { "  - \(Self.quoted($0))\n" }.joined()
    }
    let named = columns.isEmpty ? "" : "columns: \(Self.quoted(columns.joined(separator: " ")))\n"
    let left = exclude.isEmpty ? "" : list("exclude", exclude)
    return "# What this index is built from. Edit it and run: syntop build\n" + list("roots", roots) + left
      + list("lexicons", lexicons) + list("metadata", metadata) + named + "layers: \(layers)\n" + reading
  }

  private var reading: String { ocr.isEmpty ? "" : "ocr: \(Self.quoted(ocr))\n" }

  /// A path as typed in the working folder, made relative to the index where it lies below the index's own folder.
  package static func recorded(_ path: String, index directory: String) -> String {
    guard let target = real(path), let base = real(Files.parent(of: real(directory) ?? directory)) else { return path }
    if target == base { return ".." }
    let prefix = base == "/" ? "/" : base + "/"
    return target.hasPrefix(prefix) ? "../" + target.dropFirst(prefix.count) : target
  }

  /// A recorded path as the working folder sees it, written as short as it can be.
  package static func resolved(_ path: String, index directory: String) -> String {
    if path.hasPrefix("/") { return path }
    var (folder, rest) = (directory[...], path[...])
    while folder.count > 1, folder.last == "/" { folder.removeLast() }
    while rest.hasPrefix("../"), let parent = parent(of: folder) { (folder, rest) = (parent, rest.dropFirst(3)) }
    return folder.isEmpty ? String(rest) : (folder == "/" ? "/" : folder + "/") + rest
  }

  /// The folder that `..` leads to, empty for the working folder; nil where that must be left to the system.
  private static func parent(of folder: Substring) -> Substring? {
    let slash = folder.lastIndex(of: "/")
    let name = slash.map { folder[folder.index(after: $0)...] } ?? folder
    var status = stat()
    guard !name.isEmpty, name != ".", name != "..",
      lstat(String(folder), &status) != 0 || status.st_mode & S_IFMT == S_IFDIR
    else { return nil }
    return slash.map { $0 == folder.startIndex ? "/" : folder[..<$0] } ?? ""
  }

  static func real(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
