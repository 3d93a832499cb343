// SPDX-License-Identifier: Apache-2.0

/// The day a page was published: as declared, else as shown near its title.
enum DateChoice {
  static func date(_ declared: Declarations, tree: MarkupTree, page: PageBlocks, title: Int?) -> String? {
    let order = PageDateOrder(declared, page: page)
    let shown = ShownDate(tree: tree, page: page, title: title, order: order)
    func read(_ text: String) -> String? { DateReader.declared(text, order: order.value) }
    // A full date right under the title is what the page tells its readers; declared dates are often those of a rebuild.
    if let date = shown.nearTitle(reach: 4) { return date }
    let spoken = [
      declared.work?["datePublished"]?.string,
      declared.first(
        "citation_publication_date", "citation_date", "citation_online_date", "article:published_time",
        "og:published_time", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
        "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publication_date", "pubdate",
        "article.published", "published-date", "publishdate", "cxenseparse:recs:publishtime", "dc.date", "dcterms.date",
        "ms.date", "date", "release_date"),
      declared.linkedData.things.lazy.compactMap { $0.value["datePublished"]?.string }.first,
    ]
    for text in spoken {
      if let text, let date = read(text) { return date }
    }
    return marked(tree, read) ?? shown.inElement() ?? shown.nearTitle(reach: 14) ?? shown.underDateName()
      ?? declared.work?["uploadDate"]?.string.flatMap(read)
      ?? declared.canonicalURL.flatMap(inAddress) ?? shown.inTitle() ?? shown.monthInByline()
      ?? modified(declared, read) ?? shown.ofChange()
  }

  /// An element marked up as the date of publication.
  private static func marked(_ tree: MarkupTree, _ read: (String) -> String?) -> String? {
    for node in tree.nodes.indices where tree.name(node) != .text && tree.name(node) != .meta {
      guard tree.holds(published, in: .itemprop, of: node) || tree.holds(created, in: .itemprop, of: node) else {
        continue
      }
      let text = tree.attribute(node, .datetime) ?? tree.attribute(node, .content) ?? tree.text(of: node)
      if let date = read(text) { return date }
    }
    return nil
  }

  private static let published: BytePattern = "datepublished"
  private static let created: BytePattern = "datecreated"

  /// `/2025/06/04/` in the address.
  private static func inAddress(_ url: String) -> String? {
    let parts = url.split(separator: "/").map(String.init)
    for index in parts.indices.dropLast() where parts[index].count == 4 && parts[index].allSatisfy(\.isNumber) {
      let day = index + 2 < parts.count && parts[index + 2].count <= 2 ? "-" + parts[index + 2] : ""
      if parts[index + 1].count <= 2,
        let date = DateReader.declared(parts[index] + "-" + parts[index + 1] + day, order: .unknown)
      {
        return date
      }
    }
    return nil
  }

  private static func modified(_ declared: Declarations, _ read: (String) -> String?) -> String? {
    let names = ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified", "lastmod"]
    return (declared.first(names) ?? declared.work?["dateModified"]?.string).flatMap(read)
  }
}
