// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Everything a page says about itself, declared or shown.
enum PageMetadata {
  /// - Parameter title: the block of the main heading, if there is one.
  static func read(_ tree: MarkupTree, page: PageBlocks, title: Int?) -> Metadata {
    let declared = Declarations(tree)
    var metadata = Metadata()
    metadata.title = TitleChoice.title(declared, headings: headings(page)).map(Normalization.composed)
    metadata.authors = AuthorChoice.authors(declared, tree: tree, page: page, title: title).map(Normalization.composed)
    metadata.date = DateChoice.date(declared, tree: tree, page: page, title: title)
    metadata.language = language(declared)
    metadata.venue = venue(declared).map(Normalization.composed)
    metadata.url = declared.canonicalURL ?? declared.first("og:url")
    metadata.doi = doi(declared)
    metadata.kind = declared.first("og:type", "dc.type", "citation_article_type")?.lowercased()
    return metadata
  }

  /// The first main headings shown.
  private static func headings(_ page: PageBlocks) -> [String] {
    let avoided: ElementContext.Region = [.navigation, .pageFooter, .dialog]
    return page.blocks.lazy.filter { $0.level == 1 && $0.context.regions.isDisjoint(with: avoided) }
      .prefix(4).map { page.text($0).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }

  private static func language(_ declared: Declarations) -> String? {
    let spoken =
      declared.language
      ?? declared.first("content-language", "dc.language", "dcterms.language", "citation_language", "og:locale")
      ?? declared.work?["inLanguage"]?.string
    return spoken.flatMap(primaryLanguage)
  }

  /// The primary subtag of a language tag, lower case; nil when it is none.
  static func primaryLanguage(_ tag: String) -> String? {
    let primary = tag.lowercased().prefix { $0.isLetter && $0.isASCII }
    return (2...3).contains(primary.count) ? String(primary) : nil
  }

  private static func venue(_ declared: Declarations) -> String? {
    declared.first("citation_journal_title", "citation_conference_title", "prism.publicationname", "og:site_name")
      ?? declared.linkedData.names(declared.work?["publisher"]).first ?? declared.first("application-name")
  }

  private static func doi(_ declared: Declarations) -> String? {
    let spoken =
      declared.all("citation_doi", "prism.doi", "dc.identifier.doi", "bepress_citation_doi")
      + declared.all("dc.identifier") + declared.all("dcterms.identifier")
      + (declared.work?["sameAs"]?.items ?? []).compactMap(\.string)
      + [declared.work?["identifier"]?.string].compactMap { $0 }
    for text in spoken {
      guard let start = text.firstRange(of: "10.")?.lowerBound else { continue }
      let doi = text[start...].prefix { !$0.isWhitespace && $0 != "\"" }
      if doi.contains("/"), doi.dropFirst(3).prefix(4).allSatisfy(\.isNumber) { return String(doi) }
    }
    return nil
  }
}
