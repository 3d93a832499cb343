// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Block kinds by name and raw value, for those who know fields but not documents.
package enum BlockKindNames {
  /// The raw value of the kind with that name.
  package static func rawValue(_ name: String) -> UInt8? { BlockKind(name: name)?.rawValue }

  /// The name of the kind with that raw value; empty for none.
  package static func name(_ rawValue: UInt8) -> String { BlockKind(rawValue: rawValue)?.name ?? "" }

  /// The field that blocks of a kind belong to.
  package static func field(_ rawValue: UInt8) -> Field { BlockKind(rawValue: rawValue).map(Field.of) ?? .body }

  /// Raw values of the kinds that make up the body.
  package static let bodyKinds: [UInt8] = BlockKind.allCases.filter(\.isBody).map(\.rawValue)

  package static let all: [String] = BlockKind.allCases.map(\.name)
}
