// SPDX-License-Identifier: Apache-2.0

/// A page made from a seed, with the exact text of its content, its title, author and date.
struct SamplePage {
  enum Kind: String, CaseIterable { case article, documentation, forum, listing, product, service, collection }

  private(set) var html = ""
  private(set) var content: [String] = []
  private(set) var title: String
  private(set) var author: String?
  private(set) var date: String?

  private var furniture: SampleFurniture
  private var prose: SampleProse

  init(_ kind: Kind, seed: UInt64) {
    prose = SampleProse(seed: seed &* 7 &+ 1)
    let style = SampleFurniture.Style.allCases[Int(seed) % SampleFurniture.Style.allCases.count]
    furniture = SampleFurniture(style: style, prose: SampleProse(seed: seed &* 11 &+ 3))
    title = prose.heading()
    var inner = ""
    switch kind {
    case .article: inner = article()
    case .documentation: inner = documentation()
    case .forum: inner = forum()
    case .listing: inner = listing()
    case .product: inner = product()
    case .service: inner = service()
    case .collection: inner = collection()
    }
    html = wrap(inner, kind)
  }

  // MARK: Pieces of content

  private mutating func shown(_ text: String, _ element: String) -> String {
    content.append(text)
    return "<\(element)>\(text)</\(element)>"
  }

  private mutating func paragraphs(_ count: ClosedRange<Int>) -> String {
    (0..<prose.number(count)).map { _ in shown(prose.paragraph(), "p") }.joined()
  }

  private mutating func section(_ paragraphs: ClosedRange<Int>) -> String {
    shown(prose.heading(), "h2") + self.paragraphs(paragraphs)
  }

  private mutating func list(_ count: ClosedRange<Int>) -> String {
    "<ul>" + (0..<prose.number(count)).map { _ in shown(prose.sentence(), "li") }.joined() + "</ul>"
  }

  private mutating func table(_ rows: Int) -> String {
    let cells = (0..<rows).map { row -> String in
      let (name, value) = ("Measure \(row + 1)", "\(prose.number(2...900)) mm")
      content += [name, value]
      return "<tr><th>\(name)</th><td>\(value)</td></tr>"
    }
    return "<table>\(cells.joined())</table>"
  }

  // MARK: Kinds

  private mutating func article() -> String {
    let (name, day) = (prose.name(), prose.date())
    (author, date) = (name, day.iso)
    var out = shown(title, "h1") + "<p class=\"byline\">By \(name)</p><time datetime=\"\(day.iso)\">\(day.shown)</time>"
    out += furniture.share() + paragraphs(2...4)
    for _ in 0..<prose.number(2...4) { out += section(2...4) }
    out += "<blockquote>\(shown(prose.sentence(), "p"))</blockquote>" + list(3...5) + paragraphs(1...2)
    return furniture.part("article-body", out, element: "article") + furniture.related() + furniture.comments()
  }

  private mutating func documentation() -> String {
    var out = shown(title, "h1") + paragraphs(1...2)
    for number in 1...prose.number(3...6) {
      out += section(1...3)
      let code = "sample --option \(number) file-\(prose.number(10...99)).txt"
      out += "<pre><code>" + code + "</code></pre>"
      content.append(code)
      if prose.chance(50) { out += list(2...4) }
    }
    out += table(prose.number(3...6))
    let contents = furniture.part("toc", "<h3>On this page</h3>" + furniture.links(5), element: "nav")
    return contents + furniture.part("content", out, element: "main")
  }

  private mutating func forum() -> String {
    var out = shown(title, "h1")
    for _ in 0..<prose.number(3...8) {
      let head =
        "<div class=\"user\"><a href=/u>\(prose.name())</a> <span class=\"date\">\(prose.date().shown)</span></div>"
      let foot = "<div class=\"actions\"><a href=#>Like</a> <a href=#>Reply</a> <a href=#>Report</a></div>"
      out += "<div class=\"post\">\(head)<div class=\"post-body\">\(paragraphs(1...3))</div>\(foot)</div>"
    }
    return furniture.part("thread", out, element: "main")
  }

  private mutating func listing() -> String {
    var out = shown(title, "h1")
    for _ in 0..<prose.number(8...16) {
      let head = prose.heading()
      content.append(head)
      out += "<li class=\"result\"><h3><a href=/r>\(head)</a></h3>" + shown(prose.sentence(), "p") + "</li>"
    }
    let filters = furniture.part("filters", "<h3>Filter</h3>" + furniture.links(6))
    let pages = furniture.part("pagination", "<a href=1>1</a> <a href=2>2</a> <a href=3>Next</a>", element: "nav")
    return filters + furniture.part("results", "<ul>\(out)</ul>", element: "main") + pages
  }

  private mutating func product() -> String {
    var out = shown(title, "h1") + "<p class=\"price\">\(shown("$\(prose.number(5...900)).00", "span"))</p>"
    out += "<button>Add to cart</button>" + paragraphs(1...3) + list(4...7) + table(prose.number(4...8))
    let reviews = (0..<prose.number(2...4)).map { _ in
      "<div class=\"review\"><b>\(prose.name())</b><span>5 stars</span><p>\(prose.paragraph(1...2))</p></div>"
    }
    return furniture.part("product-description", out, element: "main")
      + furniture.part("reviews", "<h2>Customer reviews</h2>" + reviews.joined()) + furniture.related()
  }

  private mutating func service() -> String {
    var out =
      "<section class=\"hero\">" + shown(title, "h1") + shown(prose.sentence(), "p")
      + "<a href=/go>Get started</a></section>"
    for _ in 0..<prose.number(3...5) { out += "<section>" + section(1...2) + "</section>" }
    out += "<section class=\"features\">" + list(3...6) + "</section><section class=\"faq\">"
    for _ in 0..<prose.number(2...4) { out += shown(prose.heading() + "?", "h3") + shown(prose.paragraph(1...3), "p") }
    return furniture.part("content", out + "</section>", element: "main")
  }

  private mutating func collection() -> String {
    var out = shown(title, "h1") + paragraphs(1...2)
    for _ in 0..<prose.number(6...12) {
      let head = prose.heading()
      content.append(head)
      out += "<div class=\"card\"><h3><a href=/c>\(head)</a></h3>" + shown(prose.sentence(), "p") + "</div>"
    }
    return furniture.part("collection", out, element: "main")
  }

  // MARK: The page around

  private mutating func wrap(_ inner: String, _ kind: Kind) -> String {
    var head = "<meta charset=utf-8><title>\(title) | The Sample Site</title>"
    head += "<meta property=\"og:site_name\" content=\"The Sample Site\">"
    if kind == .article { head += "<meta property=\"og:type\" content=\"article\">" }
    if kind == .product {
      head += "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"\(title)\"}</script>"
    }
    var body = furniture.top()
    if prose.chance(30) { body += furniture.wall() }
    let side = [.article, .forum, .listing].contains(kind) ? furniture.side() : ""
    body += prose.chance(50) ? side + inner : inner + side
    return "<!doctype html><html lang=en><head>\(head)</head><body>\(body)\(furniture.bottom())</body></html>"
  }
}
