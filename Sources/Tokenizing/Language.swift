// SPDX-License-Identifier: Apache-2.0

/// The languages that are stemmed and detected, and one value for all others. Raw values are written to
/// disk: 0 unknown, 1 English, 2 Dutch, 3 French, 4 German.
package enum Language: UInt8, CaseIterable, Sendable {
  case unknown = 0
  case english = 1
  case dutch = 2
  case french = 3
  case german = 4

  /// BCP 47 primary subtag; `und` for unknown.
  package var code: String {
    switch self {
    case .unknown: "und"
    case .english: "en"
    case .dutch: "nl"
    case .french: "fr"
    case .german: "de"
    }
  }

  /// The language of a BCP 47 tag such as `nl` or `nl-BE` or `EN_us`; `.unknown` for any other.
  package init(tag: some StringProtocol) {
    if tag.isEmpty {
      self = .unknown
      return
    }
    let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    self = Language.allCases.first { $0.code == primary } ?? .unknown
  }
}
