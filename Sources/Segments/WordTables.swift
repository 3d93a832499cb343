// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// What a segment must know of the words it is given by number: their bytes, their folded forms, their stems.
package protocol WordTables: AnyObject {
  /// Surface forms, by the numbers that tokens carry.
  var surfaces: InternTable { get }
  /// Folded forms.
  var forms: InternTable { get }
  /// For each surface form, the number of its folded form.
  func formOfSurface() -> [UInt32]
  /// The number of a surface form's stem in `stems(language:)`; `language` is a `Language` raw value.
  func stem(of surface: UInt32, language: UInt8) -> UInt32
  func stems(language: UInt8) -> InternTable
  /// The readings of annotated tokens.
  var readings: ReadingTable { get }
}

/// The tokens of one field of a document on their way into a segment: numbers of the segment's `WordTables`.
package struct FieldTokens {
  package var field: Field
  /// One entry a token.
  package var surfaces: [UInt32]
  package var gaps: [UInt8]
  package var starts: [UInt32]
  package var ends: [UInt32]
  package var structure: DocumentStructure
  /// Numbers of the `ReadingTable`, one a token; empty where the text has no attributes. Only the body can have some.
  package var readings: [UInt32]

  package init(
    field: Field, surfaces: [UInt32], gaps: [UInt8], starts: [UInt32], ends: [UInt32], structure: DocumentStructure,
    readings: [UInt32] = []
  ) {
    (self.field, self.surfaces, self.gaps) = (field, surfaces, gaps)
    (self.starts, self.ends, self.structure, self.readings) = (starts, ends, structure, readings)
  }
}
