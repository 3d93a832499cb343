// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Glibc

/// Finds the files of a corpus: everything below its roots, in one order whatever the file system gives.

/// A file of a corpus as it stands on disk.
package struct CorpusFile: Sendable, Equatable {
  /// Path relative to its root; a further root's name comes before. Bytes that are not UTF-8 are written `\xNN`.
  package var id: String
  /// The path as bytes, as the system wants it.
  package var path: [UInt8]
  package var stamp: FileStamp
  package var size: Int { stamp.size }

  package init(id: String, path: [UInt8], stamp: FileStamp) { (self.id, self.path, self.stamp) = (id, path, stamp) }
}

/// What tells without reading a file that it has not changed; times in nanoseconds since 1970.
package struct FileStamp: Sendable, Equatable {
  package var size: Int
  /// Time of the last change of the content, which tools that copy files set as they please.
  package var modified: Int
  /// Time of the last change of anything, which only the system sets, and the file's number: a file put in the place of
  /// another one may have its size and time. Nil in notebooks of before.
  package var changed: Int?
  package var inode: Int?

  package init(size: Int, modified: Int, changed: Int? = nil, inode: Int? = nil) {
    (self.size, self.modified, self.changed, self.inode) = (size, modified, changed, inode)
  }

  /// Whether a file that had the other stamp need not be read again.
  package func isSame(as other: FileStamp) -> Bool {
    size == other.size && modified == other.modified && (changed == other.changed || other.changed == nil)
      && (inode == other.inode || other.inode == nil)
  }
}

package enum CorpusRoots {
  package struct Listing: Sendable {
    /// By the bytes of their ids.
    package var files: [CorpusFile] = []
    package var failures: [Failure] = []
    /// Roots below which there is no file.
    package var empty: [EmptyRoot] = []
  }

  /// A folder or file that could not be read.
  package struct Failure: Sendable {
    /// The id it has or would have, a folder's with a slash at its end; a root's path.
    package var id: String
    package var reason: String
    /// Whether the system gave an error, so that nobody knows what is there; else it is known to be no file.
    package var isUnknown = true
    package var isRoot = false

    /// Whether a file of that id may be there all the same.
    package func mayHide(_ file: String) -> Bool {
      isUnknown && !isRoot && (id.hasSuffix("/") ? file.hasPrefix(id) : file == id)
    }
  }

  package struct EmptyRoot: Sendable {
    package var path: String
    /// What the ids of its files begin with; empty for the first root.
    package var prefix: String
  }

  /// Walks the roots. Symbolic links are followed; a folder that was entered before is not entered again, which ends
  /// every loop, and a file that another root has listed is not listed again. Names that begin with a dot are passed over,
  /// and so are the folders and files in `excluding`, and below the roots what one of the patterns fits.
  package static func list(_ roots: [String], excluding: [String] = [], patterns: [PathPattern] = []) -> Listing {
    var walk = Walk(patterns: patterns)
    for path in excluding {
      if let identity = Walk.identity(Array(path.utf8)) { walk.entered.insert(identity.key) }
    }
    for (number, root) in roots.enumerated() {
      let bytes = Array(root.utf8)
      guard let found = Walk.identity(bytes) else {
        walk.listing.failures.append(Failure(id: root, reason: Walk.reason(), isRoot: true))
        continue
      }
      let name = Walk.lastComponent(bytes)
      walk.root = number
      if found.isDirectory {
        let prefix = number == 0 ? "" : prefix(ofFurther: root)
        let before = walk.listing.files.count
        walk.enter(bytes, id: prefix, found)
        if walk.listing.files.count == before { walk.listing.empty.append(EmptyRoot(path: root, prefix: prefix)) }
      } else {
        walk.add(bytes, id: readable(name), found)
      }
    }
    walk.listing.files.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return walk.listing
  }

  /// What the ids of the files in a second or later root begin with.
  package static func prefix(ofFurther root: String) -> String {
    readable(Walk.lastComponent(Array(root.utf8))) + "/"
  }

  /// UTF-8 as it is, other bytes as `\xNN`.
  package static func readable(_ name: some Collection<UInt8>) -> String {
    if let text = String(validating: name, as: UTF8.self) { return text }
    return name.reduce(into: "") { text, byte in
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
  }
}

private struct Walk {
  struct Identity {
    var key: Key
    var isDirectory: Bool
    var isRegular: Bool
    var stamp: FileStamp
  }
  struct Key: Hashable {
    var device: UInt
    var inode: UInt
  }

  let patterns: [PathPattern]
  var listing = CorpusRoots.Listing()
  /// The number of the root that is being walked.
  var root = 0
  /// Folders entered so far, and what is not to be entered or listed.
  var entered: Set<Key> = []
  private var ids: Set<String> = []
  /// By which root a file was listed.
  private var listed: [Key: Int] = [:]

  init(patterns: [PathPattern]) { self.patterns = patterns }

  static func identity(_ path: [UInt8]) -> Identity? {
    var status = stat()
    guard path.withCPath({ stat($0, &status) }) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return Identity(
      key: Key(device: UInt(status.st_dev), inode: UInt(status.st_ino)), isDirectory: kind == S_IFDIR,
      isRegular: kind == S_IFREG,
      stamp: FileStamp(
        size: Int(status.st_size), modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim),
        inode: Int(truncatingIfNeeded: status.st_ino)))
  }

  private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }

  static func lastComponent(_ path: [UInt8]) -> ArraySlice<UInt8> {
    path.split(separator: UInt8(ascii: "/")).last ?? []
  }

  static func reason() -> String { strerror(errno).map { String(cString: $0) } ?? "cannot be read" }

  /// A link that leads nowhere, or in a circle, is known to be no file.
  private static let absences = [ENOENT, ENOTDIR, ELOOP]

  /// Walks folders from a list of those still to enter, so that depth costs no stack.
  mutating func enter(_ root: [UInt8], id rootID: String, _ identity: Identity) {
    var pending = [(path: root, id: rootID, key: identity.key)]
    while let folder = pending.popLast() {
      guard entered.insert(folder.key).inserted else { continue }
      let names: [[UInt8]]
      do throws(FileError) {
        names = try Files.names(inFolder: folder.path)
      } catch {
        let isRoot = folder.id == rootID
        listing.failures.append(
          .init(
            id: isRoot ? CorpusRoots.readable(folder.path) : folder.id, reason: error.reason,
            isUnknown: !Self.absences.contains(error.code), isRoot: isRoot))
        continue
      }
      for name in names where name.first != UInt8(ascii: ".") {
        let path = folder.path + (folder.path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name
        let id = folder.id + CorpusRoots.readable(name)
        let below = id.dropFirst(rootID.count)
        if patterns.contains(where: { $0.fits(below, isFolder: false) }) { continue }
        guard let found = Self.identity(path) else {
          let isUnknown = !Self.absences.contains(errno)
          listing.failures.append(.init(id: id, reason: Self.reason(), isUnknown: isUnknown))
          continue
        }
        if found.isDirectory {
          if patterns.contains(where: { $0.fits(below, isFolder: true) }) { continue }
          pending.append((path, id + "/", found.key))
        } else {
          add(path, id: id, found)
        }
      }
    }
  }

  /// Adds a file; one whose id is taken (two roots of one name) gets a number.
  mutating func add(_ path: [UInt8], id: String, _ identity: Identity) {
    guard !entered.contains(identity.key) else { return }
    guard identity.isRegular else {
      listing.failures.append(.init(id: id, reason: "not a regular file", isUnknown: false))
      return
    }
    // Links to one file within a root are files of their own, as their names are.
    guard listed[identity.key, default: root] == root else { return }
    listed[identity.key] = root
    var unique = id
    var number = 2
    while !ids.insert(unique).inserted {
      unique = "\(id)~\(number)"
      number += 1
    }
    listing.files.append(CorpusFile(id: unique, path: path, stamp: identity.stamp))
  }
}

extension [UInt8] {
  fileprivate func withCPath<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
    (map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      // SAFETY: the buffer holds at least its final NUL.
      body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
