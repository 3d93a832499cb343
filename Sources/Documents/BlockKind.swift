// SPDX-License-Identifier: Apache-2.0

/// What a block of a document is: part of the body that is counted, or something kept beside it.
///
/// Body kinds are counted, searched, tagged and measured. The others are kept as fields of their own, with positions of
/// their own, and take part only when a query asks for them (`block:KIND`, `--include KIND`).
///
/// Raw values are written to disk: 0 title, 1 heading, 2 paragraph, 3 list-item, 4 table, 5 caption, 6 footnote, 7 quote,
/// 8 code; beside the body 16 reference, 17 comment, 18 furniture, 19 page-header, 20 page-footer, 21 page-number,
/// 22 sidebar. New kinds are appended, none is ever renumbered.
package enum BlockKind: UInt8, CaseIterable, Sendable {
  // Body.
  case title = 0
  case heading = 1
  case paragraph = 2
  case listItem = 3
  case table = 4
  case caption = 5
  case footnote = 6
  case quote = 7
  case code = 8
  // Not body.
  case reference = 16
  case comment = 17
  case furniture = 18
  case pageHeader = 19
  case pageFooter = 20
  case pageNumber = 21
  case sidebar = 22

  /// Whether blocks of this kind belong to the body text.
  @inlinable package var isBody: Bool { rawValue < 16 }

  /// The name used on the command line and in JSON, such as `list-item`.
  package var name: String {
    switch self {
    case .title: "title"
    case .heading: "heading"
    case .paragraph: "paragraph"
    case .listItem: "list-item"
    case .table: "table"
    case .caption: "caption"
    case .footnote: "footnote"
    case .quote: "quote"
    case .code: "code"
    case .reference: "reference"
    case .comment: "comment"
    case .furniture: "furniture"
    case .pageHeader: "page-header"
    case .pageFooter: "page-footer"
    case .pageNumber: "page-number"
    case .sidebar: "sidebar"
    }
  }

  /// The kind with that command-line name, or nil.
  package init?(name: some StringProtocol) {
    guard let kind = BlockKind.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// The kinds that are not body, in the order of their raw values.
  package static let besideBody: [BlockKind] = allCases.filter { !$0.isBody }
}
