// SPDX-License-Identifier: Apache-2.0

/// What is known about a document besides its text: the named fields of the design, and any further field by name.
package struct Metadata: Sendable, Equatable {
  package var title: String?
  package var authors: [String] = []
  /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; of a line of JSON or a `.vrt` text also what else stands there.
  package var date: String?
  /// BCP 47 primary language subtag of the whole document, lower case, as declared or detected.
  package var language: String?
  package var venue: String?
  package var doi: String?
  package var url: String?
  package var kind: String?
  /// Further fields by name, such as `year` of a JSON-lines document or a column of a metadata file.
  package var fields: [String: MetadataValue] = [:]

  package init() {}
}

/// The value of a further metadata field.
package enum MetadataValue: Sendable, Equatable {
  case text(String)
  case number(Double)
  case list([String])
}
