// SPDX-License-Identifier: Apache-2.0

/// The title of a work, from what the page declares and what it shows.
///
/// A page's `<title>` and `og:title` hold the title with the site's name and other parts around it; a shown main heading
/// that equals such a part confirms which part is the title. Where none does, the parts that name the site are dropped.
enum TitleChoice {
  static func title(_ page: Declarations, headings: [String]) -> String? {
    if let exact = page.first("citation_title") { return exact }
    let site = SiteNames(page)
    let declared = [page.first("og:title", "twitter:title", "dc.title", "dcterms.title"), page.documentTitle].compactMap
    { $0 }.map(parts)
    for parts in declared {
      if let match = confirmed(headings, parts: parts, site: site) { return match }
    }
    // A heading that the page also declares to be its headline needs no such part.
    if let headline = page.work?["headline"]?.string.map(folded),
      let shown = headings.first(where: { folded($0) == headline })
    {
      return shown
    }
    for parts in declared {
      let title = withoutSite(parts, site: site, headings: headings)
      if isGeneric(title), parts.count > 1 { return parts[parts.count - 1].text }
      if !folded(title).isEmpty, !isGeneric(title), !site.isNamed(by: title) || headings.isEmpty { return title }
    }
    return headings.first ?? page.work?["headline"]?.string ?? page.first("og:site_name") ?? page.documentTitle
  }

  /// The run of parts that a heading shows: one that begins the title before others; one that ends it only if what
  /// stands before names the site, since pages head themselves with the site's name too.
  private static func confirmed(_ headings: [String], parts: [Part], site: SiteNames) -> String? {
    let matches = headings.compactMap { match($0, parts: parts) }
    if let first = matches.first(where: { $0.lowerBound == 0 && !($0.count < parts.count && names(parts[$0], site)) }) {
      return joined(parts[first])
    }
    let later = matches.first { !names(parts[$0], site) && names(parts[..<$0.lowerBound], site) }
    if let later { return joined(parts[later]) }
    return matches.first { $0.upperBound < parts.count && !names(parts[$0], site) }.map { joined(parts[$0]) }
  }

  /// Which parts of the declared title have the words of a heading.
  private static func match(_ heading: String, parts: [Part]) -> Range<Int>? {
    let wanted = folded(heading)
    guard !wanted.isEmpty else { return nil }
    for start in parts.indices {
      for end in parts.indices[start...] where folded(joined(parts[start...end])) == wanted { return start..<(end + 1) }
    }
    return nil
  }

  /// The title without parts that name the site; of parts set apart by bars only the first.
  private static func withoutSite(_ parts: [Part], site: SiteNames, headings: [String]) -> String {
    if parts.count > 1, site.equals(parts[0].text) {
      // "Site | What it offers" is the name of a front page; "Site - View topic - Title" ends in its title.
      return parts.count == 2 ? joined(parts[...]) : parts[parts.count - 1].text
    }
    var parts = parts[...]
    if let bar = parts.dropFirst().firstIndex(where: { $0.isBar }) { parts = parts[..<bar] }
    while parts.count > 1, let last = parts.last, site.isNamed(by: last.text) || isHeading(last.text, headings) {
      parts.removeLast()
    }
    return joined(parts)
  }

  /// Whether the page heads itself with what ends its title: then that is the name of the site or of the whole work.
  private static func isHeading(_ part: String, _ headings: [String]) -> Bool {
    headings.contains { folded($0) == folded(part) }
  }

  private static func names(_ parts: some Collection<Part>, _ site: SiteNames) -> Bool {
    site.isNamed(by: parts.map(\.text).joined(separator: " "))
  }

  private static func isGeneric(_ title: String) -> Bool {
    ["home", "homepage", "home page", "index", "untitled", "untitled document", "welcome"].contains(folded(title))
  }

  // MARK: Parts

  /// A part of a title and the separator before it.
  struct Part {
    var separator: String
    var text: String
    var isBar: Bool { separator.contains("|") || separator == " / " || separator == " :: " }
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

  private static func joined(_ parts: some Collection<Part>) -> String {
    parts.enumerated().map { $0.offset == 0 ? $0.element.text : $0.element.separator + $0.element.text }.joined()
  }

  /// The words of a text in lower case, joined by spaces.
  static func folded(_ text: String) -> String {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
  }
}
