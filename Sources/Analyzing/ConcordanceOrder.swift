// SPDX-License-Identifier: Apache-2.0

/// The sort keys of a concordance, the most important first. Hits of equal keys stand by document id, then by
/// position.
package struct ConcordanceOrder: Sendable, Equatable {
  package enum Key: Sendable, Equatable {
    /// The document's id.
    case document
    /// The matched words, one after another.
    case node
    /// The word so many places to the left of the hit, from 1.
    case left(Int)
    case right(Int)
    /// A metadata field.
    case field(String)
  }
  package var keys: [Key]

  /// By the document's id, then by position.
  package static let position = ConcordanceOrder(keys: [])

  package init(keys: [Key]) { self.keys = keys }

  /// Words beyond this many do not decide where a whole side is asked for.
  private static let depth = 5

  /// The order with that name on the command line, keys parted by commas: `position`, `document`, `node`, `match` (node,
  /// then right), `left`, `right`, `L1` and on, `R1` and on; anything else is a metadata field.
  package init(name: String) {
    keys = name.split(separator: ",").flatMap { part -> [Key] in
      switch part {
      case "position": return []
      case "document", "id": return [.document]
      case "node": return [.node]
      case "match": return [.node] + (1...Self.depth).map { .right($0) }
      case "left": return (1...Self.depth).map { .left($0) }
      case "right": return (1...Self.depth).map { .right($0) }
      default: return [Self.place(part) ?? .field(String(part))]
      }
    }
  }

  private static func place(_ name: Substring) -> Key? {
    guard let number = Int(name.dropFirst()), (1...99).contains(number) else { return nil }
    switch name.first {
    case "L", "l": return .left(number)
    case "R", "r": return .right(number)
    default: return nil
    }
  }

  /// The metadata fields that it asks for.
  package var fields: [String] { keys.compactMap { if case .field(let name) = $0 { name } else { nil } } }
}
