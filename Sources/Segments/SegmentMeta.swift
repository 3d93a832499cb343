// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// What a reader must know of a segment before anything else: sizes, fields, columns, layers.
///
///     Meta   --> Documents Layers FieldCount Field{FieldCount} ColumnCount Column{ColumnCount}
///     Layers --> one byte: 0 postings, 1 all
///     Field  --> Number (one byte) Tokens Documents     Documents that hold a token in the field
///     Column --> Name Kind (one byte) Width (one byte) Base (zigzag) Values
///
/// Integers are varints, strings have their length before them. A column's Kind is 0 text, 1 list, 2 integer, 3 number.
/// Postings alone leave out the forward index, structures beside barriers, details, stems and the fields beside body and
/// title; hashes stay until segments are merged.
package struct SegmentMeta: Sendable, Equatable {
  package struct FieldTotals: Sendable, Equatable {
    package var tokens: Int
    /// Documents that hold at least one token of the field.
    package var documents: Int

    package init(tokens: Int = 0, documents: Int = 0) { (self.tokens, self.documents) = (tokens, documents) }
  }

  package var documents = 0
  /// Whether the segment has the forward index, structures, details and stems.
  package var isComplete = true
  package var fields: [Field: FieldTotals] = [:]
  package var columns: [ColumnFormat] = []

  package init() {}

  init(reading section: Section) throws {
    var cursor = ByteCursor(try section.checked())
    documents = cursor.varint(below: 1 << 32)
    isComplete = cursor.read(UInt8.self) == 1
    for _ in 0..<cursor.varint(below: 256) {
      let field = Field(rawValue: cursor.read(UInt8.self))
      fields[field] = FieldTotals(tokens: cursor.varint(below: 1 << 32), documents: cursor.varint(below: 1 << 32))
    }
    for _ in 0..<cursor.varint(below: 1 << 20) where !cursor.failed {
      let name = cursor.string()
      guard let kind = ColumnFormat.Kind(rawValue: cursor.read(UInt8.self)) else {
        cursor.fail()
        break
      }
      let width = Int(cursor.read(UInt8.self))
      guard [0, 1, 2, 4, 8].contains(width) else {
        cursor.fail()
        break
      }
      columns.append(
        ColumnFormat(name: name, kind: kind, width: width, base: cursor.zigzag(), values: cursor.varint(below: 1 << 32))
      )
    }
    guard !cursor.failed else {
      throw IndexError.damaged(path: section.file.path, what: "its first section is ill-formed")
    }
  }

  func append(to buffer: inout ByteBuffer) {
    buffer.append(varint: documents)
    buffer.append(isComplete ? UInt8(1) : 0)
    buffer.append(varint: fields.count)
    for (field, totals) in fields.sorted(by: { $0.key < $1.key }) {
      buffer.append(field.rawValue)
      buffer.append(varint: totals.tokens)
      buffer.append(varint: totals.documents)
    }
    buffer.append(varint: columns.count)
    for column in columns {
      buffer.append(string: column.name)
      buffer.append(column.kind.rawValue)
      buffer.append(UInt8(column.width))
      buffer.append(zigzag: column.base)
      buffer.append(varint: column.values)
    }
  }
}

/// How a metadata column lies on disk; see `ColumnWriter`.
package struct ColumnFormat: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// One string a document.
    case text = 0
    /// Any number of strings a document.
    case list = 1
    /// One integer a document.
    case integer = 2
    /// One floating-point number a document.
    case number = 3
  }
  package var name: String
  package var kind: Kind
  /// Bytes for each document's code; 0 where all documents have the first value.
  package var width: Int
  /// What an integer's code 1 stands for.
  package var base: Int
  /// The number of distinct strings.
  package var values: Int

  package init(name: String, kind: Kind, width: Int, base: Int, values: Int) {
    (self.name, self.kind, self.width, self.base, self.values) = (name, kind, width, base, values)
  }
}
