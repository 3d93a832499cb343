// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments

/// Documents of the index before, by the bytes of the files they were read from: a file that was moved, renamed or copied,
/// or that another record of a metadata file is joined to, is not extracted again.
///
/// Texts, blocks and line boxes are read from the segments, what the file says of itself from the notebook, since segments
/// hold it joined with the records of metadata files.
struct StoredDocuments: Sendable {
  struct Place: Sendable {
    let segment: Int
    let document: UInt32
    let metadata: Metadata
    let hash: [UInt8]
  }
  private let previous: IndexReader
  private let catalogue: Catalogue
  /// Files of before by the hashes of their bytes, of the sizes that are wanted.
  private let files: [String: String]
  private let sizes: Set<Int>

  /// - Parameter wanted: the sizes of the files that are asked for.
  /// - Returns: nil where the index before holds no text, or was read otherwise.
  init?(_ previous: IndexReader, _ catalogue: Catalogue, ocr: String, wanted: Set<Int>) {
    guard previous.manifest["layers"] == "all", previous.manifest["ocr"] == ocr,
      previous.manifest["reading"].hasPrefix("\(BuildPlan.documentReading),")
    else { return nil }
    let rows = catalogue.rows().values.filter {
      wanted.contains($0.stamp.size) && !$0.hash.isEmpty && $0.failure == nil
    }
    (self.previous, self.catalogue, sizes) = (previous, catalogue, Set(rows.map(\.stamp.size)))
    // Of several files with the same bytes any will do, but always the same one.
    files = Dictionary(rows.map { ($0.hash, $0.id) }, uniquingKeysWith: min)
  }

  /// Whether a file of that size may be known.
  func mayHold(size: Int) -> Bool { sizes.contains(size) }

  /// Where the document of a file with those bytes is.
  func place(_ hash: [UInt8]) -> Place? {
    guard let file = files[Hexadecimal.string(hash)], let place = try? previous.document(file) else { return nil }
    let segment = previous.segments[place.segment]
    guard (try? segment.column("source")?.strings(place.document)) == [file],
      (try? segment.contentHash(place.document)) == hash, let metadata = catalogue.metadata(of: file)
    else { return nil }
    return Place(segment: place.segment, document: place.document, metadata: metadata, hash: hash)
  }

  /// The document as it was extracted; the id and the source are for the caller to set.
  func document(at place: Place) throws -> Document {
    let segment = previous.segments[place.segment]
    let format = try segment.column("format")?.strings(place.document).first.flatMap(DocumentFormat.init(rawValue:))
    guard let format else { throw StoredBlocks.damaged(segment) }
    let details = try segment.details(place.document)
    return Document(
      id: "", source: "", format: format, contentHash: Hexadecimal.string(place.hash), metadata: place.metadata,
      blocks: try StoredBlocks.blocks(of: place.document, details, in: segment), pageCount: details?.pageCount ?? 0,
      notes: details?.notes ?? [])
  }
}

/// Cuts the stored fields of a document into its blocks again.
enum StoredBlocks {
  static func blocks(of document: UInt32, _ details: DocumentDetails?, in segment: SegmentReader) throws -> [Block] {
    guard let details else { return [Block(kind: .paragraph, text: try segment.text(document))] }
    var rests: [Field: Substring.UTF8View] = [:]
    let blocks = try details.blocks.map { stored in
      guard let kind = BlockKind(rawValue: stored.kind) else { throw damaged(segment) }
      let field = Field.of(kind)
      var rest: Substring.UTF8View
      if let open = rests[field] {
        // A line feed stands between two blocks.
        guard open.first == 0x0A else { throw damaged(segment) }
        rest = open.dropFirst()
      } else {
        rest = try segment.text(document, field)[...].utf8
      }
      let text = rest.prefix(stored.bytes)
      guard text.count == stored.bytes else { throw damaged(segment) }
      rests[field] = rest[text.endIndex...]
      return Block(
        kind: kind, text: String(Substring(text)), page: stored.page, language: stored.language, level: stored.level,
        lines: stored.lines)
    }
    guard rests.values.allSatisfy(\.isEmpty) else { throw damaged(segment) }
    return blocks
  }

  static func damaged(_ segment: SegmentReader) -> IndexError {
    .damaged(path: segment.path, what: "a document's blocks are not those of its text")
  }
}
