// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Glibc
package import Tagging

/// Compiled lexicons, kept from one start of the program to the next: reading one takes less than a third of the time.
///
/// They lie in one folder of the user, each under a name that is the SHA-256 of its files and of the layout, so that a file
/// never goes stale: a changed lexicon, like another version of the program, has another name. A file that is missing,
/// damaged or of another layout is compiled and written anew; a folder that cannot be written is no error.
///
///     File --> "syntoplx" (8 bytes) CRC-32C of all behind it (4 bytes, little-endian) Key (32) Archive
///
/// `Archive` is specified in `Tagging/CompiledLexicon+Archive.swift`.
package struct LexiconCache: Sendable {
  private static let magic = Array("syntoplx".utf8)
  private static let headLength = 44
  private static let suffix = ".lexicon"
  /// Lexicons of fewer bytes are compiled each time: that takes no longer.
  static let smallest = 1 << 16
  /// Of more files than this the oldest are removed.
  static let most = 8

  /// Where the files lie; nil where nothing is kept.
  private let directory: String?

  package init(directory: String?) { self.directory = directory }

  /// The user's: `$SYNTOP_CACHE`, where `off` keeps nothing, else `$XDG_CACHE_HOME/syntop` or `~/.cache/syntop`.
  package static let ofUser = LexiconCache(directory: userDirectory())

  private static func userDirectory() -> String? {
    func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    if let own = value("SYNTOP_CACHE") { return own.isEmpty || own == "off" ? nil : own }
    // As the base directory specification has it, a path that is not absolute is ignored.
    if let base = value("XDG_CACHE_HOME"), base.hasPrefix("/") { return base + "/syntop" }
    return value("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache/syntop" : nil }
  }

  /// The lexicon of some files, compiled now or before.
  func lexicon(
    of files: [LexiconSources.File], compile: () throws -> CompiledLexicon
  ) rethrows -> CompiledLexicon {
    guard let directory, files.reduce(0, { $0 + $1.text.utf8.count }) >= Self.smallest else { return try compile() }
    let key = Self.key(of: files)
    let path = directory + "/" + Hexadecimal.string(key[..<16]) + Self.suffix
    if let known = Self.read(path, key) { return known }
    let lexicon = try compile()
    write(lexicon, key, to: path)
    return lexicon
  }

  private static func key(of files: [LexiconSources.File]) -> [UInt8] {
    var digest = SHA256()
    for text in [CompiledLexicon.archiveVersion] + files.flatMap({ [$0.name, $0.text] }) {
      digest.add("\(text.utf8.count) ")
      digest.add(text)
    }
    return digest.finish()
  }

  private static func read(_ path: String, _ key: [UInt8]) -> CompiledLexicon? {
    guard let bytes = try? Files.read(path), bytes.count > headLength, bytes.starts(with: magic),
      bytes[12..<headLength].elementsEqual(key)
    else { return nil }
    let isSound = bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw, at: 8)
      return cursor.read(UInt32.self) == CRC32C.of(UnsafeRawBufferPointer(rebasing: raw[12...]))
    }
    return isSound ? CompiledLexicon(archived: Array(bytes[headLength...])) : nil
  }

  /// Writes aside and renames, so that whoever reads meanwhile finds a whole file.
  private func write(_ lexicon: CompiledLexicon, _ key: [UInt8], to path: String) {
    guard let directory else { return }
    let content = key + lexicon.archived()
    var head = ByteBuffer()
    head.append(Self.magic)
    head.append(little: content.withUnsafeBytes { CRC32C.of($0) })
    let aside = "\(path).\(getpid()).new"
    do {
      try? Files.makeDirectory(Files.parent(of: directory))
      try Files.makeDirectory(directory)
      var writer = try FileWriter(path: aside)
      try writer.append(head.bytes)
      try content.withUnsafeBytes { try writer.append($0) }
      try writer.finish(syncs: false)
      try Files.rename(aside, to: path)
      removeOld(directory)
    } catch {
      unlink(aside)
    }
  }

  /// Removes the oldest files beyond the number that is kept.
  private func removeOld(_ directory: String) {
    let names = (try? Files.names(in: directory)) ?? []
    var found: [(path: String, time: Int)] = []
    for name in names where name.hasSuffix(Self.suffix) {
      var status = stat()
      let path = directory + "/" + name
      if stat(path, &status) == 0 { found.append((path, status.st_mtim.tv_sec)) }
    }
    for old in found.sorted(by: { $0.time > $1.time }).dropFirst(Self.most) { unlink(old.path) }
  }
}
