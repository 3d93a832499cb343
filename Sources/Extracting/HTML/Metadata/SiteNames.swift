// SPDX-License-Identifier: Apache-2.0

/// The names by which a page calls its site: those it declares, and its host.
struct SiteNames {
  private var names = Set<String>()
  /// The labels of the host that say something, without `www` and the top level.
  private var labels: [String] = []

  init(_ page: Declarations) {
    for name in [
      page.first("og:site_name", "application-name", "al:ios:app_name", "apple-mobile-web-app-title"),
      page.linkedData.first(of: ["website"]).flatMap { page.linkedData.names($0).first },
      page.linkedData.names(page.work?["publisher"]).first, page.first("citation_journal_title"),
    ] {
      if let name { names.insert(TitleChoice.folded(name)) }
    }
    names.remove("")
    if let host = (page.canonicalURL ?? page.first("og:url") ?? page.otherURL).flatMap(Self.host) {
      names.insert(TitleChoice.folded(host))
      let parts = host.split(separator: ".").map(String.init)
      labels = parts.dropLast().filter { $0 != "www" && $0.count > 3 }
      names.formUnion(labels)
    }
  }

  /// Whether a part of a title is the site's name and nothing else.
  func equals(_ part: String) -> Bool {
    let words = TitleChoice.folded(part)
    return names.contains { $0 == words || $0.filter { $0 != " " } == words.filter { $0 != " " } }
  }

  /// Whether a part of a title says no more than the site's name, perhaps with a word or two after it.
  func isNamed(by part: String) -> Bool {
    let words = TitleChoice.folded(part)
    let packed = words.filter { $0 != " " }
    let count = words.split(separator: " ").count
    if equals(part) { return true }
    guard count <= 4 else { return false }
    if names.contains(where: { words.hasPrefix($0 + " ") }) { return true }
    return labels.contains { label in
      let plain = label.filter { $0 != "-" }
      return packed.contains(plain) || packed.count > 4 && plain.contains(packed)
    }
  }

  private static func host(of url: String) -> String? {
    guard let slashes = url.firstRange(of: "//") else { return nil }
    return String(url[slashes.upperBound...].prefix { $0 != "/" && $0 != ":" && $0 != "?" }).lowercased()
  }
}
