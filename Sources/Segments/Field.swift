// SPDX-License-Identifier: Apache-2.0

internal import Bytes
package import Documents

/// The fields of a document that have token positions of their own, and the keys of the term dictionary.
///
/// A stream of tokens of a document: its body, its metadata title, or all blocks of one kind beside the body.
/// Raw values are written to disk: 0 the body, 1 the title, else that of the block kind.
package struct Field: RawRepresentable, Hashable, Sendable, Comparable {
  package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package static var body: Field { Field(rawValue: 0) }
  /// The title of the metadata, whether or not the text shows one.
  @inlinable package static var title: Field { Field(rawValue: 1) }

  /// The field that blocks of `kind` belong to: the body, or a field of the kind's own (the kind's raw value, from 16).
  package static func of(_ kind: BlockKind) -> Field { kind.isBody ? .body : Field(rawValue: kind.rawValue) }

  /// The block kind of a field beside the body; nil for the body and the title.
  package var blockKind: BlockKind? { rawValue >= 16 ? BlockKind(rawValue: rawValue) : nil }

  /// `body`, `title`, or the name of the block kind.
  package var name: String { self == .body ? "body" : blockKind?.name ?? "title" }

  // Else it would be found by a call for any raw value.
  @inlinable package static func == (a: Field, b: Field) -> Bool { a.rawValue == b.rawValue }

  package static func < (a: Field, b: Field) -> Bool { a.rawValue < b.rawValue }
}

/// What a term of the dictionary is. Raw values are written to disk: 0 words, 2 to 4 joined forms of so many parts, 16 + the
/// language's raw value stems. The dictionary is sorted by them first.
package struct TermNamespace: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Folded words.
  @inlinable package static var word: TermNamespace { TermNamespace(rawValue: 0) }

  @inlinable package static func == (a: TermNamespace, b: TermNamespace) -> Bool { a.rawValue == b.rawValue }

  /// Runs of `parts` (2...4) tokens joined by hyphens, under the folded forms run together.
  package static func joined(parts: Int) -> TermNamespace { TermNamespace(rawValue: UInt8(clamping: parts)) }

  /// Stems of a language (`Language` raw value): documents and frequencies, no positions.
  package static func stem(language: UInt8) -> TermNamespace { TermNamespace(rawValue: 0x10 &+ language) }

  /// The number of parts of a namespace of joined forms, else nil.
  package var parts: Int? { (2...4).contains(rawValue) ? Int(rawValue) : nil }

  /// The language of a namespace of stems, else nil.
  package var stemLanguage: UInt8? { rawValue >= 0x10 ? rawValue - 0x10 : nil }

  /// Whether its terms have positions.
  package var hasPositions: Bool { rawValue < 0x10 }
}

/// Keys of the term dictionary: namespace byte, field byte, then the form's UTF-8 bytes; compared as bytes.
package enum TermKey {
  package static func bytes(_ namespace: TermNamespace, _ field: Field, _ form: some Sequence<UInt8>) -> [UInt8] {
    var key = [namespace.rawValue, field.rawValue]
    key.append(contentsOf: form)
    return key
  }

  /// Puts the key of a string of a table in place of what `key` holds.
  static func write(
    _ namespace: TermNamespace, _ field: Field, _ table: InternTable, _ number: UInt32, to key: inout [UInt8]
  ) {
    key.removeAll(keepingCapacity: true)
    key.append(namespace.rawValue)
    key.append(field.rawValue)
    table.withBytes(of: number) { bytes in bytes.withUnsafeBufferPointer { key.append(contentsOf: $0) } }
  }

  /// A key on the stack, valid while `body` runs.
  static func withBytes<Result>(
    _ namespace: TermNamespace, _ field: Field, _ form: some Collection<UInt8>,
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(byteCount: form.count + 2, alignment: 1) { key in
      (key[0], key[1]) = (namespace.rawValue, field.rawValue)
      UnsafeMutableRawBufferPointer(rebasing: key[2...]).copyBytes(from: form)
      return try body(UnsafeRawBufferPointer(key))
    }
  }
}
