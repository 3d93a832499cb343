// SPDX-License-Identifier: Apache-2.0

/// What stands around the content of sample pages, in four styles of markup that sites are built in.
struct SampleFurniture {
  /// How elements are named: by HTML5 elements, by a blog system's classes, by a component system's, or by hashes.
  enum Style: Int, CaseIterable { case elements, blog, components, hashed }

  let style: Style
  var prose: SampleProse

  static let imprint = "Imprint: Sample Press Cooperative, 1 Example Quay, registered under number 00000000."
  static let consent = "We use cookies to remember your choices. Manage cookies or accept all of them."

  /// An element of a part of the page, named as the style names it.
  mutating func part(_ name: String, _ inner: String, element: String = "div") -> String {
    switch style {
    case .elements: return "<\(element) class=\"\(name)\">\(inner)</\(element)>"
    case .blog: return "<div id=\"\(name)\" class=\"widget-area \(name)-wrap\">\(inner)</div>"
    case .components:
      return "<div class=\"c-\(name) c-\(name)--wide\"><div class=\"c-\(name)__inner\">\(inner)</div></div>"
    case .hashed:
      let tag = ["nav", "header", "footer", "aside", "main", "article"].contains(element) ? element : "div"
      return "<\(tag) class=\"css-\(prose.number(100_000...999_999))\">\(inner)</\(tag)>"
    }
  }

  mutating func links(_ count: Int) -> String {
    let items = (0..<count).map { _ in "<li><a href=\"/\(prose.number(1...999))\">\(prose.heading())</a></li>" }
    return "<ul>\(items.joined())</ul>"
  }

  mutating func top() -> String {
    var out = part(
      "header", "<a href=/>The Sample Site</a>" + part("nav", links(prose.number(5...9)), element: "nav"),
      element: "header")
    if prose.chance(60) { out += part("breadcrumb", "<a href=/>Home</a> / <a href=/a>Section</a>", element: "nav") }
    if prose.chance(60) {
      out += part("cookie-consent", "<p>\(Self.consent)</p><button>Accept</button><button>Manage cookies</button>")
    }
    return out
  }

  mutating func side() -> String {
    var out = "<h3>Most read</h3>" + links(prose.number(4...8))
    if prose.chance(50) { out += "<p>Advertisement</p><p>\(prose.sentence())</p><a href=/shop>Order now</a>" }
    return part("sidebar", out, element: "aside")
  }

  mutating func share() -> String {
    part("share", "<a href=#>Share</a> <a href=#>Mail</a> <a href=#>Print</a> <button>Copy link</button>")
  }

  /// Teasers of other pages.
  mutating func related() -> String {
    let cards = (0..<prose.number(3...6)).map { _ in
      "<div class=\"card\"><a href=/x><h4>\(prose.heading())</h4></a><p>\(prose.sentence())</p></div>"
    }
    return part("related", "<h3>You may also like</h3>" + cards.joined())
  }

  mutating func comments() -> String {
    let entries = (0..<prose.number(2...6)).map { _ in
      let head = "<b>\(prose.name())</b> <time>\(prose.date().shown)</time>"
      return "<li class=\"comment\">\(head)<p>\(prose.paragraph(1...3))</p></li>"
    }
    return part("comments", "<h3>Comments</h3><ol>\(entries.joined())</ol><form><textarea></textarea></form>")
  }

  mutating func wall() -> String {
    part(
      "login-modal",
      "<p>Log in to read on. Members of the sample site read as much as they like.</p><button>Log in</button>")
  }

  mutating func bottom() -> String {
    var out = ""
    if prose.chance(60) { out += part("newsletter", "<p>Sign up for our weekly letter.</p><form><input></form>") }
    let foot =
      links(prose.number(4...10)) + "<p>\(Self.imprint)</p><p>&copy; 2025 The Sample Site. All rights reserved.</p>"
    return out + part("footer", foot, element: "footer")
  }
}
