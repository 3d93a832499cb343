// SPDX-License-Identifier: Apache-2.0

/// The day a page was published: as declared, else as shown near its title.
enum DateChoice {
  static func date(_ declared: Declarations, tree: MarkupTree, page: PageBlocks, title: Int?) -> String? {
    let spoken = [
      declared.work?["datePublished"]?.string,
      declared.first(
        "citation_publication_date", "citation_date", "citation_online_date", "article:published_time",
        "og:published_time", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
        "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publication_date", "pubdate",
        "article.published", "published-date", "publishdate", "cxenseparse:recs:publishtime", "dc.date", "dcterms.date",
        "date", "release_date"),
      declared.linkedData.things.lazy.compactMap { $0.value["datePublished"]?.string }.first,
    ]
    for text in spoken {
      if let text, let date = DateReader.declared(text) { return date }
    }
    return marked(tree) ?? shown(page, tree: tree, title: title) ?? declared.work?["uploadDate"]?.string.flatMap(
      DateReader.declared)
      ?? declared.canonicalURL.flatMap(inAddress) ?? modified(declared)
  }

  /// An element marked up as the date of publication.
  private static func marked(_ tree: MarkupTree) -> String? {
    for node in tree.nodes.indices where tree.name(node) != .text && tree.name(node) != .meta {
      guard let role = tree.attribute(node, .itemprop)?.lowercased(), role.contains("datepublished") else { continue }
      let text = tree.attribute(node, .datetime) ?? tree.attribute(node, .content) ?? tree.text(of: node)
      if let date = DateReader.declared(text) { return date }
    }
    return nil
  }

  /// A date shown near the title: a `time` element, or short text that holds little but a date.
  private static func shown(_ page: PageBlocks, tree: MarkupTree, title: Int?) -> String? {
    let around = title.map { max(0, $0 - 4)..<min(page.blocks.count, $0 + 14) } ?? 0..<min(page.blocks.count, 40)
    let avoided: ElementContext.Region = [.navigation, .pageFooter, .aside, .dialog]
    let near = around.filter { page.blocks[$0].context.regions.isDisjoint(with: avoided) }
    for index in near {
      for node in page.blocks[index].node..<tree.end(page.blocks[index].node) where tree.name(node) == .time {
        let text = tree.attribute(node, .datetime) ?? tree.text(of: node)
        if let date = DateReader.declared(text) ?? DateReader.visible(tree.text(of: node)) { return date }
      }
    }
    for index in near where page.blocks[index].words <= 16 && page.blocks[index].level == 0 {
      if let date = DateReader.visible(page.text(page.blocks[index])), date.count == 10 { return date }
    }
    return nil
  }

  /// `/2025/06/04/` in the address.
  private static func inAddress(_ url: String) -> String? {
    let parts = url.split(separator: "/").map(String.init)
    for index in parts.indices.dropLast() where parts[index].count == 4 && parts[index].allSatisfy(\.isNumber) {
      let day = index + 2 < parts.count && parts[index + 2].count <= 2 ? "-" + parts[index + 2] : ""
      if parts[index + 1].count <= 2, let date = DateReader.declared(parts[index] + "-" + parts[index + 1] + day) {
        return date
      }
    }
    return nil
  }

  private static func modified(_ declared: Declarations) -> String? {
    let names = ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified", "lastmod"]
    return (declared.first(names) ?? declared.work?["dateModified"]?.string).flatMap(DateReader.declared)
  }
}
