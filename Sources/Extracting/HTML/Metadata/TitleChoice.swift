// SPDX-License-Identifier: Apache-2.0

/// The title of a work, from what the page declares and what it shows.
///
/// A page's `<title>` and `og:title` hold the title with the site's name and other parts around it; a shown main heading
/// that equals such a part confirms which part is the title. Where none does, the parts that name the site are dropped.
enum TitleChoice {
  static func title(_ page: Declarations, headings: [String]) -> String? {
    if let exact = page.first("citation_title", "dc.title", "dcterms.title") { return exact }
    let site = siteNames(page)
    let declared = [page.first("og:title", "twitter:title"), page.documentTitle].compactMap { $0 }
    for whole in declared {
      let parts = parts(of: whole)
      for heading in headings {
        if let match = confirmed(heading, parts: parts), !site.contains(folded(match)) || parts.count == 1 {
          return match
        }
      }
    }
    for whole in declared {
      let title = withoutSite(parts(of: whole), site: site)
      if !folded(title).isEmpty, !isGeneric(title) { return title }
    }
    return headings.first ?? page.work?["headline"]?.string ?? page.documentTitle
  }

  /// A heading's spelling in the declared title: the run of parts that has the same words.
  private static func confirmed(_ heading: String, parts: [Part]) -> String? {
    let wanted = folded(heading)
    guard !wanted.isEmpty else { return nil }
    for start in parts.indices {
      for end in parts.indices[start...] where folded(joined(parts[start...end])) == wanted {
        return joined(parts[start...end])
      }
    }
    return nil
  }

  private static func withoutSite(_ parts: [Part], site: Set<String>) -> String {
    var parts = parts[...]
    while parts.count > 1, let last = parts.last, names(last.text, site) { parts.removeLast() }
    if parts.count > 1, let first = parts.first, names(first.text, site) { parts.removeFirst() }
    return joined(parts)
  }

  /// Whether a part names the site: it says no more than a site name, or the site name begins it.
  private static func names(_ part: String, _ site: Set<String>) -> Bool {
    let words = folded(part)
    let packed = words.filter { $0 != " " }
    return site.contains { name in
      name == words || name.filter { $0 != " " } == packed
        || words.hasPrefix(name + " ") && words.split(separator: " ").count <= 4
    }
  }

  private static func isGeneric(_ title: String) -> Bool {
    ["home", "homepage", "home page", "index", "untitled", "untitled document", "welcome"].contains(folded(title))
  }

  /// The names of the site the page declares, and the labels of its host.
  private static func siteNames(_ page: Declarations) -> Set<String> {
    var names = Set<String>()
    for name in [
      page.first("og:site_name", "application-name", "al:ios:app_name"),
      page.linkedData.first(of: ["website"]).flatMap { page.linkedData.names($0).first },
      page.linkedData.names(page.work?["publisher"]).first, page.first("citation_journal_title"),
    ] {
      if let name { names.insert(folded(name)) }
    }
    if let url = page.canonicalURL ?? page.first("og:url"), let host = host(of: url) {
      names.insert(folded(host))
      let labels = host.split(separator: ".").filter { $0 != "www" }
      if labels.count > 1 { names.formUnion(labels.dropLast().filter { $0.count > 2 }.map { String($0) }) }
    }
    names.remove("")
    return names
  }

  static func host(of url: String) -> String? {
    guard let slashes = url.firstRange(of: "://") else { return nil }
    return String(url[slashes.upperBound...].prefix { $0 != "/" && $0 != ":" && $0 != "?" }).lowercased()
  }

  // MARK: Parts

  /// A part of a title and the separator before it.
  struct Part {
    var separator: String
    var text: String
  }

  /// Cuts at bars and angle quotes, and at dashes, dots and colons that stand between spaces.
  static func parts(of title: String) -> [Part] {
    var parts = [Part(separator: "", text: "")]
    let words = title.split(separator: " ", omittingEmptySubsequences: true)
    for word in words {
      if word.count == 1, let mark = word.first, "|-–—·•»«:/>‹›~".contains(mark) || word == "::" {
        parts.append(Part(separator: " \(word) ", text: ""))
      } else {
        for (index, piece) in word.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
          if index > 0 { parts.append(Part(separator: " | ", text: "")) }
          let last = parts.count - 1
          parts[last].text += (parts[last].text.isEmpty || piece.isEmpty ? "" : " ") + piece
        }
      }
    }
    return parts.filter { !$0.text.isEmpty }
  }

  private static func joined(_ parts: ArraySlice<Part>) -> String {
    parts.enumerated().map { $0.offset == 0 ? $0.element.text : $0.element.separator + $0.element.text }.joined()
  }

  /// The words of a text in lower case, joined by spaces.
  static func folded(_ text: String) -> String {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
  }
}
