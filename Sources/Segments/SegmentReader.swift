// SPDX-License-Identifier: Apache-2.0

package import Bytes
package import Documents

/// An open segment: everything that is known of a run of documents, numbered from 0.
///
/// Structures are opened when first asked for and then kept; bytes are checked when first touched. Safe to share between
/// threads; cursors are not.
package final class SegmentReader: Sendable {
  package let path: String
  package let meta: SegmentMeta
  package let dictionary: TermDictionary
  package let deletes: DeletedDocuments?
  /// The concepts of the lexicon the index was last built with, if any.
  package let concepts: ConceptLayer?
  let file: SectionFile
  let postingsSection: Section
  private let bodyLengths = MadeOnce<DocumentLengths>()
  private let lengthsByField = MadeByKey<Field, DocumentLengths>()
  private let classTables = MadeOnce<LengthClasses>()
  private let forwardByField = MadeByKey<Field, ForwardField>()
  private let columnsByName = MadeByKey<String, MetadataColumn>()
  private let tables = MadeOnce<SurfaceTable>()
  private let gapTables = MadeOnce<GapTable>()
  private let idTables = MadeOnce<DocumentIDs>()
  private let termsByField = MadeByKey<Field, FixedArray<UInt32>>()
  private let placesByField = MadeByKey<Field, PackedArray>()
  private let attributeLayers = MadeOnce<AttributeLayer?>()
  private let barrierCache = MadeOnce<FixedArray<UInt8>>()
  private let multilingualCache = MadeOnce<FixedArray<UInt8>>()
  private let multilingualDocuments = MadeOnce<MultilingualDocuments>()

  /// Opens a segment file with its delete file and concept file, where it has them.
  package init(path: String, deletes: String? = nil, concepts: String? = nil) throws {
    self.path = path
    file = try SectionFile(path: path, kind: .segment)
    meta = try SegmentMeta(reading: file.section(SegmentSection.meta))
    self.deletes = try deletes.map { try DeletedDocuments(path: $0) }
    self.concepts = try concepts.map { [deletes = self.deletes] in try ConceptLayer(path: $0, deletes: deletes) }
    dictionary = TermDictionary(
      terms: file.section(SegmentSection.terms), index: file.section(SegmentSection.termIndex), deletes: self.deletes)
    postingsSection = file.section(SegmentSection.postings)
  }

  /// Documents as written, deleted ones included; they are numbered 0 ..< documentCount.
  package var documentCount: Int { meta.documents }

  package var liveDocumentCount: Int { meta.documents - (deletes?.count ?? 0) }

  @inlinable package func isDeleted(_ document: UInt32) -> Bool { deletes?.contains(document) ?? false }

  /// Tokens of a field, and documents that hold any, among live documents.
  package func totals(_ field: Field) -> SegmentMeta.FieldTotals {
    var totals = meta.fields[field] ?? .init()
    if let loss = deletes?.losses[field] {
      totals.tokens = max(totals.tokens - loss.tokens, 0)
      totals.documents = max(totals.documents - loss.documents, 0)
    }
    return totals
  }

  // MARK: Terms

  /// The term with exactly that form; nil where no live document holds it.
  package func lookup(
    _ form: String.UTF8View, in field: Field = .body, _ namespace: TermNamespace = .word
  ) throws -> TermInfo? {
    try TermKey.withBytes(namespace, field, form) { try dictionary.lookup($0) }
  }

  /// As above, of a form in memory.
  package func lookup(
    _ form: Span<UInt8>, in field: Field = .body, _ namespace: TermNamespace = .word
  ) throws -> TermInfo? {
    try form.withUnsafeBufferPointer { form in
      try TermKey.withBytes(namespace, field, form) { try dictionary.lookup($0) }
    }
  }

  /// All terms of a namespace and field from `form` on; the walk goes on into later fields: compare `key`.
  package func terms(
    from form: some Sequence<UInt8>, in field: Field = .body, _ namespace: TermNamespace = .word
  ) throws -> TermCursor {
    try dictionary.cursor(from: TermKey.bytes(namespace, field, form))
  }

  /// The postings of a term of this segment.
  package func postings(_ info: TermInfo) throws -> PostingsCursor { try info.cursor(in: postingsSection) }

  // MARK: Documents

  package func lengths(_ field: Field = .body) throws -> DocumentLengths {
    let make = { try DocumentLengths(self.file.section(SegmentSection.lengths(field))) }
    return try field == .body ? bodyLengths.value(make) : lengthsByField.value(field, make)
  }

  /// The classes of the lengths of bodies.
  package var lengthClasses: LengthClasses {
    get throws { try classTables.value { LengthClasses(try self.lengths(.body)) } }
  }

  package var ids: DocumentIDs {
    get throws { try idTables.value { try DocumentIDs(self.file, documents: self.meta.documents) } }
  }

  package func column(_ name: String) throws -> MetadataColumn? {
    guard let number = meta.columns.firstIndex(where: { $0.name == name }) else { return nil }
    return try columnsByName.value(name) {
      try MetadataColumn(
        self.file, number: number, format: self.meta.columns[number], documents: self.meta.documents)
    }
  }

  /// The strings of a column; none where the segment has no such column.
  func columnStrings(_ name: String) throws -> StringBlocks {
    let number = meta.columns.firstIndex { $0.name == name } ?? meta.columns.count
    return try StringBlocks(column: number, file, count: number < meta.columns.count ? meta.columns[number].values : 0)
  }

  /// SHA-256 of the source bytes.
  package func contentHash(_ document: UInt32) throws -> [UInt8] {
    Array(try file.section(SegmentSection.contentHashes).checked(32 * Int(document)..<32 * Int(document) + 32))
  }

  /// The hashes of all documents, for walks over many of them.
  package func hashes() throws -> DocumentHashes {
    try DocumentHashes(
      content: file.section(SegmentSection.contentHashes), digests: file.section(SegmentSection.digests),
      documents: documentCount)
  }

  /// Whether the document's body has blocks of several kinds, so that `structure` has barriers.
  package func hasBarriers(_ document: UInt32) throws -> Bool {
    try barrierBits.hasBit(document)
  }

  /// A bit for each document that says whether its body has blocks of several kinds.
  package var barrierBits: FixedArray<UInt8> {
    get throws { try barrierCache.value { try FixedArray(self.file.section(SegmentSection.barriers)) } }
  }

  /// A bit for each document that says whether its body has blocks of several languages.
  var multilingualBits: FixedArray<UInt8> {
    get throws { try multilingualCache.value { try FixedArray(self.file.section(SegmentSection.multilingual)) } }
  }

  /// The documents whose body has blocks of several languages.
  package var multilingual: MultilingualDocuments {
    get throws {
      try multilingualDocuments.value {
        MultilingualDocuments(try self.multilingualBits.documents(below: self.documentCount))
      }
    }
  }

  /// Body tokens at which the kind of block changes.
  package func barriers(_ document: UInt32) throws -> [UInt32] {
    try hasBarriers(document) ? structure(document).barriers : []
  }

  // MARK: The text

  package var surfaces: SurfaceTable { get throws { try tables.value { try SurfaceTable(self.file) } } }
  package var gaps: GapTable {
    get throws { try gapTables.value { try GapTable(self.file.section(SegmentSection.gaps)) } }
  }

  /// For each surface form, the ordinal of its folded word in that field, `.max` where it does not occur there.
  package func termOfSurface(_ field: Field = .body) throws -> FixedArray<UInt32> {
    try requireAll("vocabulary")
    return try termsByField.value(field) {
      try SurfaceTable.terms(self.file.section(SegmentSection.surfaceTerms(field)))
    }
  }

  package func forward(_ field: Field = .body) throws -> ForwardField {
    try requireAll("forward index")
    return try forwardByField.value(field) {
      try ForwardField(
        self.file, field, lengths: self.lengths(field), surfaces: self.surfaces, gaps: self.gaps)
    }
  }

  /// The attributes of the body tokens; nil where they have none.
  package var attributes: AttributeLayer? {
    get throws { try attributeLayers.value { try AttributeLayer(self.file) } }
  }

  var hasAttributes: Bool { file.has(SegmentSection.attributeNames) }

  /// Blocks, sentences and pages of a field of a document.
  package func structure(_ document: UInt32, _ field: Field = .body) throws -> DocumentStructure {
    do {
      return try DocumentStructure(reading: structureRecord(document, field))
    } catch is StructureFault {
      throw IndexError.damaged(path: path, what: "the structure of document \(document) is ill-formed")
    }
  }

  func structureRecord(_ document: UInt32, _ field: Field) throws -> UnsafeRawBufferPointer {
    let places = try placesByField.value(field) {
      try PackedArray(self.file.section(SegmentSection.structurePlaces(field)))
    }
    guard places.count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let (start, end) = (Int(places[Int(document)]), Int(places[Int(document) + 1]))
    return try file.section(SegmentSection.structures(field)).checked(start..<max(start, end))
  }

  /// The whole text of a field of a document.
  package func text(_ document: UInt32, _ field: Field = .body) throws -> String {
    String(decoding: try textBytes(document, field), as: UTF8.self)
  }

  func textBytes(_ document: UInt32, _ field: Field) throws -> [UInt8] {
    let structure = try structure(document, field)
    let forward = try forward(field)
    var bytes: [UInt8] = []
    if structure.spellings.isEmpty {
      try forward.appendText(of: document, to: &bytes)
    } else {
      try appendText(document, forward, structure.spellings, to: &bytes)
    }
    if let rest = structure.rest { bytes.append(contentsOf: try gaps.utf8(rest)) }
    return bytes
  }

  private func appendText(
    _ document: UInt32, _ forward: ForwardField, _ spellings: [DocumentStructure.Spelling], to bytes: inout [UInt8]
  ) throws {
    let run = try forward.tokens(of: document, 0..<forward.count(document))
    let given = Dictionary(spellings.map { (Int($0.token), $0.bytes) }, uniquingKeysWith: { first, _ in first })
    for index in run.surfaces.indices {
      bytes.append(contentsOf: forward.gaps.utf8(run.gaps[index]))
      if let spelling = given[index] {
        bytes.append(contentsOf: spelling)
      } else {
        bytes.append(contentsOf: forward.surfaces.utf8(run.surfaces[index]))
      }
    }
  }

  /// Blocks in reading order with their lines, notes; nil where the body is one paragraph and nothing else.
  package func details(_ document: UInt32) throws -> DocumentDetails? {
    try requireAll("details")
    return try DetailsReader(file).details(document)
  }

  private func requireAll(_ structure: String) throws {
    guard meta.isComplete else { throw IndexError.layer(path: path, structure: structure) }
  }

  /// Lets the system take back the memory of the mapped file; later reads get it again.
  package func releasePages() {
    file.releasePages()
    concepts?.file.releasePages()
  }

  /// Also lets go of the structures that were opened: for walks over many segments.
  func forget() {
    bodyLengths.forget()
    lengthsByField.forget()
    forwardByField.forget()
    columnsByName.forget()
    tables.forget()
    gapTables.forget()
    idTables.forget()
    termsByField.forget()
    placesByField.forget()
    attributeLayers.forget()
    barrierCache.forget()
    multilingualCache.forget()
    multilingualDocuments.forget()
    releasePages()
  }

  /// Bytes of the file by structure.
  package var sizes: [String: Int] {
    Dictionary(file.sections.map { (SegmentSection.structure($0.identifier), $0.length) }, uniquingKeysWith: +)
  }

  /// Compares all checksums; the damaged chunks of each damaged file.
  package func damages() -> [IndexError] {
    ([file] + (concepts.map { [$0.file] } ?? [])).flatMap { file in
      file.damagedChunks().map { .damaged(path: file.path, what: "checksum of chunk \($0) differs") }
    }
  }
}
