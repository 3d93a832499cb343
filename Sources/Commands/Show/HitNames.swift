// SPDX-License-Identifier: Apache-2.0

internal import Tagging

/// The words for what the concept layer stores as numbers.
enum HitNames {
  /// A concept, rule or role by its number; the number where a damaged layer names none.
  static func name(_ names: [String], _ number: UInt32) -> String {
    Int(number) < names.count ? names[Int(number)] : "\(number)"
  }

  static func strength(_ raw: UInt8) -> String { Strength(rawValue: raw).map { "\($0)" } ?? "unknown" }
  static func polarity(_ raw: UInt8) -> String { Polarity(rawValue: raw).map { "\($0)" } ?? "unknown" }
}
