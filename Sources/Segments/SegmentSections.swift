// SPDX-License-Identifier: Apache-2.0

/// The numbers of a segment file's sections. Written to disk: numbers are never reused.
///
/// | number | section | layout in |
/// |---|---|---|
/// | 1 | Meta | `SegmentMeta` |
/// | 2, 3 | Terms, Index | `TermDictionary`, `TermBlock` |
/// | 4 | all lists of postings, in the order of the terms | `PostingsEncoder` |
/// | 5, 6, 8 | ids: Bytes, Places, Ranks | `DocumentIDs` |
/// | 9, 10 | surface forms: Bytes, Offsets | `SurfaceTable` |
/// | 11 | gap symbols | `SurfaceTable` |
/// | 12, 13 | ContentHashes, Digests | `DocumentHashes` |
/// | 14 | barriers | below |
/// | 15, 16 | Details, Index | `DocumentDetails` |
/// | 17 | multilingual | below |
/// | 100 + field | lengths of the documents in tokens | `FixedArray` |
/// | 200, 300, 400 + field | SurfaceIDs, GapRuns, Chunks | `ForwardEncoder` |
/// | 500, 600 + field | structure records, and where each begins | `DocumentStructure` |
/// | 700 + field | Terms of the surface forms | `SurfaceTable` |
/// | 800, 801, 802, 803 | Names, Starts, Runs, Places of readings | `AttributeLayer` |
/// | 810 + 4 a | Values of attribute a; + 1 Bytes, + 2 Offsets | `AttributeLayer` |
/// | 1000 + 4 c | Values of column c, in Meta's order; + 1 Places, + 2 Codes | `ColumnWriter` |
///
/// Numbers from 100 on are hexadecimal. A section with nothing in it may be absent. Fields are numbered as in `Field`,
/// block kinds as in `BlockKind`, languages as in `Language`, gap codes as in `Gap`: each of these says its numbers.
///
///     barriers --> one bit a document, the lowest of each byte first; set where the body has blocks of several kinds.
///     multilingual --> the same, set where the body has blocks of several languages. Bytes behind the last set bit may be
///                      left out, so that nothing stands where no document has any.
enum SegmentSection {
  static let meta: UInt32 = 1
  static let terms: UInt32 = 2
  static let termIndex: UInt32 = 3
  static let postings: UInt32 = 4
  static let idBytes: UInt32 = 5
  static let idPlaces: UInt32 = 6
  static let idRanks: UInt32 = 8
  static let surfaceBytes: UInt32 = 9
  static let surfaceOffsets: UInt32 = 10
  static let gaps: UInt32 = 11
  static let contentHashes: UInt32 = 12
  static let digests: UInt32 = 13
  static let barriers: UInt32 = 14
  static let details: UInt32 = 15
  static let detailIndex: UInt32 = 16
  static let multilingual: UInt32 = 17

  static let attributeNames: UInt32 = 0x800
  static let readingStarts: UInt32 = 0x801
  static let readingRuns: UInt32 = 0x802
  static let readingPlaces: UInt32 = 0x803

  /// Three sections an attribute: the value of each reading, the values, and where each value starts.
  static func attribute(_ number: Int) -> UInt32 { 0x810 + 4 * UInt32(number) }
  static func lengths(_ field: Field) -> UInt32 { 0x100 + UInt32(field.rawValue) }
  static func surfaceIDs(_ field: Field) -> UInt32 { 0x200 + UInt32(field.rawValue) }
  static func gapRuns(_ field: Field) -> UInt32 { 0x300 + UInt32(field.rawValue) }
  static func chunks(_ field: Field) -> UInt32 { 0x400 + UInt32(field.rawValue) }
  static func structures(_ field: Field) -> UInt32 { 0x500 + UInt32(field.rawValue) }
  static func structurePlaces(_ field: Field) -> UInt32 { 0x600 + UInt32(field.rawValue) }
  static func surfaceTerms(_ field: Field) -> UInt32 { 0x700 + UInt32(field.rawValue) }
  /// Three sections a column: its values, where their blocks start, and the value of each document.
  static func column(_ number: Int) -> UInt32 { 0x1000 + 4 * UInt32(number) }

  /// The structure a section counts as in `index_bytes`.
  static func structure(_ identifier: UInt32) -> String {
    switch identifier {
    case meta: "meta"
    case terms, termIndex: "dictionary"
    case postings: "postings"
    case idBytes...idRanks: "ids"
    case surfaceBytes, surfaceOffsets, 0x700..<0x800: "vocabulary"
    case contentHashes, digests: "hashes"
    case details, detailIndex: "details"
    case 0x100..<0x200: "lengths"
    case 0x200..<0x300, 0x400..<0x500: "tokens"
    case gaps, 0x300..<0x400: "gaps"
    case 0x800..<0x1000: "attributes"
    case barriers, multilingual, 0x500..<0x700: "structure"
    case 0x1000...: "columns"
    default: "other"
    }
  }
}
