// SPDX-License-Identifier: Apache-2.0

package import Bytes
internal import Glibc

/// An open index: one generation with all its segments. Safe to share between threads.
package final class IndexReader: Sendable {
  package let directory: String
  package let manifest: Manifest
  /// In the order of their documents.
  package let segments: [SegmentReader]
  private let lock: ManifestLock
  /// The file that says what an index is built from; it is there before the first build ends.
  package static let settingsName = "syntop.yml"

  /// Opens the newest generation in `directory`.
  ///
  /// A newest generation that cannot be opened is a fault, although an older one may lie beside it: its answers would be
  /// those of an earlier corpus.
  package static func open(_ directory: String) throws -> IndexReader {
    var tried: Int?
    let isBegun = Files.exists(directory + "/" + settingsName)
    var fault: any Error = isBegun ? IndexError.unbuilt(directory: directory) : .missing(directory: directory)
    // A builder may commit a newer generation and remove this one between the listing and the opening.
    while let newest = try Generations.list(directory).last, newest != tried {
      do {
        return try IndexReader(directory: directory, generation: newest)
      } catch {
        (tried, fault) = (newest, error)
      }
    }
    throw fault
  }

  /// Opens the newest generation that holds together, for a builder that goes on from it.
  ///
  /// - Parameter passedOver: told of each newer generation that is damaged.
  /// - Throws: the newest generation's fault where none is sound, or where it is not damage.
  package static func openSound(_ directory: String, passedOver: (IndexError) -> Void) throws -> IndexReader {
    do {
      return try open(directory)
    } catch IndexError.damaged(let path, let what) {
      for generation in try Generations.list(directory).dropLast().reversed() {
        guard let reader = try? IndexReader(directory: directory, generation: generation) else { continue }
        passedOver(.damaged(path: path, what: what))
        return reader
      }
      throw IndexError.damaged(path: path, what: what)
    }
  }

  private init(directory: String, generation: Int) throws {
    let path = directory + "/" + Manifest.fileName(generation)
    lock = try ManifestLock(path: path)
    let manifest = try Manifest(text: String(decoding: try Files.read(path), as: UTF8.self), path: path)
    segments = try manifest.segments.map { segment in
      for file in segment.files {
        let found = try Files.length(of: directory + "/" + file.name)
        guard found == file.length else {
          let size = found.map { "\($0) bytes" } ?? "absent"
          throw IndexError.damaged(path: directory + "/" + file.name, what: "it is \(size), not \(file.length) bytes")
        }
      }
      func path(_ file: Manifest.File) -> String { directory + "/" + file.name }
      return try SegmentReader(
        path: path(segment.data), deletes: segment.deletes.map(path), concepts: segment.concepts.map(path))
    }
    (self.directory, self.manifest) = (directory, manifest)
  }

  /// An index of the given segments, for tests and tools.
  package init(directory: String, manifest: Manifest, segments: [SegmentReader]) {
    (self.directory, self.manifest, self.segments) = (directory, manifest, segments)
    lock = ManifestLock()
  }

  /// Live documents.
  package var documentCount: Int { segments.reduce(0) { $0 + $1.liveDocumentCount } }

  /// Tokens of a field, and documents that hold any, among live documents.
  package func totals(_ field: Field) -> SegmentMeta.FieldTotals {
    segments.reduce(into: SegmentMeta.FieldTotals()) { sum, segment in
      let own = segment.totals(field)
      sum.tokens += own.tokens
      sum.documents += own.documents
    }
  }

  /// Bytes of the index by structure.
  package var sizes: [String: Int] {
    var sizes: [String: Int] = [:]
    for (segment, entry) in zip(segments, manifest.segments) {
      sizes.merge(segment.sizes, uniquingKeysWith: +)
      if let file = entry.concepts { sizes["concepts", default: 0] += file.length }
      if let file = entry.deletes { sizes["deletes", default: 0] += file.length }
    }
    return sizes
  }

  /// The segment and number of the live document with that id.
  package func document(_ id: String) throws -> (segment: Int, document: UInt32)? {
    for (index, segment) in segments.enumerated() {
      if let document = try segment.ids.document(id, except: segment.isDeleted) { return (index, document) }
    }
    return nil
  }
}

/// The generations in an index directory.
package enum Generations {
  /// Ascending; none where there is no such directory.
  package static func list(_ directory: String) throws -> [Int] {
    var names: [String] = []
    do throws(FileError) {
      names = try Files.names(in: directory)
    } catch {
      // Any other error tells nothing of what is there.
      guard error.code == ENOENT || error.code == ENOTDIR else { throw error }
    }
    return names.compactMap { Manifest.generation(fileName: $0) }.sorted()
  }
}

/// A shared lock on a manifest, held as long as its generation is in use: a builder deletes only what it can lock alone.
package final class ManifestLock: Sendable {
  private let descriptor: Int32

  init() { descriptor = -1 }

  /// Takes a shared lock where the file system has locks; never waits.
  init(path: String) throws {
    let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError("open", path, code: errno) }
    descriptor = opened
    _ = flock(opened, LOCK_SH | LOCK_NB)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether no reader holds the manifest at `path`.
  package static func isFree(_ path: String) -> Bool {
    let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return errno == ENOENT }
    defer { close(opened) }
    return flock(opened, LOCK_EX | LOCK_NB) == 0
  }
}
