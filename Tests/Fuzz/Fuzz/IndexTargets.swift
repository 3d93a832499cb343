// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Segments

/// The readers of index files on damaged bytes whose checksums hold, so that the damage reaches the parsers.
extension FuzzTarget {
  static let index: [FuzzTarget] = [
    FuzzTarget("segment", longest: 40_000) { read($0, IndexFileReading.segment) },
    FuzzTarget("concepts", longest: 12_000) { read($0, IndexFileReading.concepts) },
    FuzzTarget("deletes", longest: 4_000) { read($0, IndexFileReading.deletes) },
    FuzzTarget("manifest", longest: 2_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try? Manifest(text: text, path: "generation-1")
      // With a checksum that holds, whatever stands before it is read.
      guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("end\t") }) else { return }
      let body = Array(text[..<line.startIndex].utf8)
      let sum = String(body.withUnsafeBytes { CRC32C.of($0) }, radix: 16)
      let padded = String(repeating: "0", count: 8 - sum.count) + sum
      _ = try? Manifest(text: String(decoding: body, as: UTF8.self) + "end\t\(padded)\n", path: "generation-1")
    },
  ]

  private static func read(_ bytes: [UInt8], _ body: (String) throws -> Void) {
    var bytes = bytes
    SectionSums.repair(&bytes)
    ScratchFile.with(bytes) { path in try? body(path) }
  }
}

/// Reads all that an index file holds.
enum IndexFileReading {
  static func segment(_ path: String) throws {
    let segment = try SegmentReader(path: path)
    var terms = try segment.dictionary.cursor(from: [])
    var left = 2_000
    while try terms.next(), left > 0 {
      left -= 1
      let info = try terms.info
      _ = try segment.dictionary.relations(of: info)
      try walk(try segment.postings(info))
    }
    for document in 0..<min(UInt32(clamping: max(0, segment.documentCount)), 50) {
      _ = try? segment.text(document)
      _ = try? segment.structure(document)
      _ = try? segment.details(document)
      if let id = try? segment.ids.string(document) { _ = try? segment.ids.document(id) }
      _ = try? segment.barriers(document)
      for column in segment.meta.columns { _ = try? segment.column(column.name)?.strings(document) }
    }
    _ = segment.damages()
  }

  static func concepts(_ path: String) throws {
    let layer = try ConceptLayer(path: path, deletes: nil)
    for document in 0..<50 as Range<UInt32> { _ = try? layer.hits(of: document) }
    for concept in layer.names.concepts.prefix(20) {
      if let info = try layer.lookup(concept) { try walk(try layer.postings(info)) }
    }
  }

  static func deletes(_ path: String) throws {
    let deletes = try DeletedDocuments(path: path)
    for document in 0..<300 as Range<UInt32> { _ = deletes.contains(document) }
  }

  private static func walk(_ postings: PostingsCursor) throws {
    var cursor = postings
    var steps = 0
    while cursor.document != PostingsCursor.end, steps < 500 {
      _ = cursor.positions().count
      cursor.advance(to: cursor.document &+ UInt32(steps % 5) &+ 1)
      steps += 1
    }
  }
}

/// Makes the checksums of a section file hold, whatever it holds; see `SectionFile` for the format.
enum SectionSums {
  static func repair(_ bytes: inout [UInt8]) {
    let end = bytes.count - SectionFormat.footerLength
    guard end > 0 else { return }
    let start = bytes[end..<end + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard start > 0, start < UInt64(end) else { return }
    let checksums = Int(start)
    for (number, chunk) in stride(from: 0, to: checksums, by: SectionFormat.chunk).enumerated() {
      let part = Array(bytes[chunk..<min(chunk + SectionFormat.chunk, checksums)])
      put(part.withUnsafeBytes { CRC32C.of($0) }, at: checksums + 4 * number, &bytes)
    }
    let table = Array(bytes[checksums..<bytes.count - 12])
    put(table.withUnsafeBytes { CRC32C.of($0) }, at: bytes.count - 12, &bytes)
  }

  private static func put(_ value: UInt32, at place: Int, _ bytes: inout [UInt8]) {
    guard place + 4 <= bytes.count else { return }
    for shift in 0..<4 { bytes[place + shift] = UInt8(truncatingIfNeeded: value >> UInt32(8 * shift)) }
  }
}
