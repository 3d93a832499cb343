// SPDX-License-Identifier: Apache-2.0

/// A page of HTML that needs nothing besides itself: headings, paragraphs, tables, drawings; all text is escaped.
package struct HTMLPage: Sendable {
  /// What stands in a cell of a table.
  package enum Cell: Sendable {
    case text(String)
    case number(String)
    case link(String, to: String)
    /// A line of a concordance: what stands before, the match, what follows.
    case context(String, String, String)
  }

  private let title: String
  private var body = ""
  private var contents: [(id: String, heading: String)] = []

  package init(title: String) { self.title = title }

  /// A heading with an anchor, which the table of contents at the top links to.
  package mutating func section(_ heading: String, id: String) {
    contents.append((id, heading))
    body += "<h2 id=\"\(XMLText.escaped(id))\">\(XMLText.escaped(heading))</h2>\n"
  }

  /// A smaller heading with an anchor, not in the table of contents.
  package mutating func heading(_ text: String, id: String) {
    body += "<h3 id=\"\(XMLText.escaped(id))\">\(XMLText.escaped(text))</h3>\n"
  }

  package mutating func paragraph(_ text: String) { body += "<p>\(XMLText.escaped(text))</p>\n" }

  /// An SVG drawing, as it is.
  package mutating func drawing(_ svg: String) { body += "<figure>\n\(svg)</figure>\n" }

  /// A table; columns of numbers stand to the right.
  package mutating func table(_ headings: [String], _ rows: [[Cell]]) {
    body += "<div class=\"wide\"><table>\n<thead><tr>"
    for (number, heading) in headings.enumerated() {
      let isNumber = rows.first.map { number < $0.count && $0[number].isNumber } ?? false
      body += "<th scope=\"col\"\(isNumber ? " class=\"n\"" : "")>\(XMLText.escaped(heading))</th>"
    }
    body += "</tr></thead>\n<tbody>\n"
    for row in rows { body += "<tr>" + row.map(\.html).joined() + "</tr>\n" }
    body += "</tbody></table></div>\n"
  }

  package var html: String {
    let list = contents.map { "<li><a href=\"#\(XMLText.escaped($0.id))\">\(XMLText.escaped($0.heading))</a></li>" }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(XMLText.escaped(title))</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <h1>\(XMLText.escaped(title))</h1>
      <nav><ul>\(list.joined())</ul></nav>
      \(body)</body>
      </html>

      """
  }

  private static let style = """
    body{font:16px/1.5 sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
    h2{margin-top:2.5rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;font-size:.9rem}\
    th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #e4e4e4}\
    .n{text-align:right;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}nav ul{columns:2;padding-left:1.2rem}\
    figure{margin:1rem 0}svg{max-width:100%;height:auto}mark{background:#ffe08a;padding:0 .1em}\
    @media print{nav{display:none}}
    """
}

extension HTMLPage.Cell {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }

  fileprivate var html: String {
    switch self {
    case .text(let text): "<td>\(XMLText.escaped(text))</td>"
    case .number(let text): "<td class=\"n\">\(XMLText.escaped(text))</td>"
    case .link(let text, let place): "<td><a href=\"\(XMLText.escaped(place))\">\(XMLText.escaped(text))</a></td>"
    case .context(let before, let match, let after):
      "<td>\(XMLText.escaped(before))<mark>\(XMLText.escaped(match))</mark>\(XMLText.escaped(after))</td>"
    }
  }
}

/// Addresses of files as links.
package enum LinkPath {
  /// The path below `base`, with what an address may not hold as `%` and two digits.
  package static func joined(_ base: String, _ path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    var out = base.hasSuffix("/") ? base : base + "/"
    for byte in path.utf8 {
      if plain.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}
