// SPDX-License-Identifier: Apache-2.0

/// Whether a page that writes 03/04/2015 means the third of April or the fourth of March.
enum DateOrder: Sendable {
  case dayFirst, monthFirst
  /// Nothing tells: of such a date only the year is certain.
  case unknown
}

/// The order in which a page writes dates: by the region of its language, the dates it shows that can be read one way
/// only, the country of its address, whichever tells first. Few pages need it, so it is found when it is asked for.
final class PageDateOrder {
  private let declared: Declarations
  private let page: PageBlocks

  init(_ declared: Declarations, page: PageBlocks) {
    (self.declared, self.page) = (declared, page)
  }

  private(set) lazy var value: DateOrder =
    Self.region(of: declared) ?? Self.shown(page) ?? Self.country(of: declared) ?? .unknown

  /// English of unknown region is written both ways, all other languages here with the day first.
  private static func region(of declared: Declarations) -> DateOrder? {
    let tag = declared.language ?? declared.first("content-language", "dc.language", "og:locale")
    guard let parts = tag?.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }), let language = parts.first
    else { return nil }
    guard language == "en" else { return (2...3).contains(language.count) ? .dayFirst : nil }
    guard parts.count > 1 else { return nil }
    return parts.dropFirst().contains { $0 == "us" || $0 == "ph" } ? .monthFirst : .dayFirst
  }

  /// By the short blocks of a page, where dates stand: `4/23/2015` or `23/4/2015`, `March 4, 2015` or `4 March 2015`.
  private static func shown(_ page: PageBlocks) -> DateOrder? {
    var (days, months) = (0, 0)
    for block in page.blocks.lazy.filter({ $0.words <= 20 && page.holdsYear($0) }).prefix(mostDates) {
      switch DateReader.order(in: page.text(block)) {
      case .dayFirst: days += 1
      case .monthFirst: months += 1
      case .unknown: break
      }
    }
    return days == months ? nil : days > months ? .dayFirst : .monthFirst
  }

  private static let mostDates = 500

  private static func country(of declared: Declarations) -> DateOrder? {
    guard let address = declared.canonicalURL ?? declared.first("og:url") ?? declared.otherURL else { return nil }
    let host = address.split(separator: "/").dropFirst().first?.split(separator: ":").first
    switch host?.split(separator: ".").last?.lowercased() {
    case "us", "gov", "mil", "edu": return .monthFirst
    case "com", "org", "net", "info", "io", "int", "co", "dev", "app", nil: return nil
    case .some(let end): return end.count == 2 ? .dayFirst : nil
    }
  }
}
