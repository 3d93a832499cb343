// SPDX-License-Identifier: Apache-2.0

/// The elements that mean something to extraction; every other name is `other` and behaves as an inline element.
enum ElementName: UInt8, CaseIterable, Sendable {
  // Not elements of HTML: a run of text, and an element of an unknown name.
  case text, other
  case html, head, body, title, meta, link, base, script, style, noscript, template, frameset, frame, noframes
  case iframe, object, embed, applet, canvas, svg, math, audio, video, picture, img, map, area, source, track
  case article, section, main, nav, aside, header, footer, hgroup, address, search, div, center
  case h1, h2, h3, h4, h5, h6, p, pre, blockquote, ol, ul, menu, li, dl, dt, dd, figure, figcaption, hr, br, wbr
  case table, caption, colgroup, col, thead, tbody, tfoot, tr, td, th
  case form, fieldset, legend, label, input, button, select, option, optgroup, datalist, textarea, output, progress
  case meter, details, summary, dialog
  case a, abbr, b, bdi, bdo, big, cite, code, data, del, dfn, em, font, i, ins, kbd, mark, q, rp, rt, ruby, s, samp
  case small, span, strike, strong, sub, sup, time, tt, u, `var`, nobr
  case marquee, dir, listing, xmp
  /// Of MathML: the source of a formula, which stands beside it.
  case annotation

  private static let byName: [String: ElementName] = {
    var table: [String: ElementName] = [:]
    for name in allCases where name != .text && name != .other { table["\(name)"] = name }
    return table
  }()

  /// The element called `name` (lower case).
  init(named name: String) {
    self = Self.byName[name] ?? .other
  }

  /// Whether the element stands on lines of its own.
  var isBlock: Bool { self != .other && Self.blocks[Int(rawValue)] }

  /// Whether what stands inside is never shown as text.
  var isUnseen: Bool { Self.unseen[Int(rawValue)] }

  /// The level of a heading element, else 0.
  var headingLevel: Int {
    rawValue >= Self.h1.rawValue && rawValue <= Self.h6.rawValue ? Int(rawValue - Self.h1.rawValue) + 1 : 0
  }

  private static func flags(_ names: [ElementName]) -> [Bool] {
    var flags = [Bool](repeating: false, count: allCases.count)
    for name in names { flags[Int(name.rawValue)] = true }
    return flags
  }

  private static let blocks = flags([
    .html, .body, .frameset, .noframes, .article, .section, .main, .nav, .aside, .header, .footer, .hgroup, .address,
    .search, .div, .center, .h1, .h2, .h3, .h4, .h5, .h6, .p, .pre, .blockquote, .ol, .ul, .menu, .li, .dl, .dt, .dd,
    .figure, .figcaption, .hr, .table, .caption, .thead, .tbody, .tfoot, .tr, .td, .th, .form, .fieldset, .legend,
    .details, .summary, .dialog, .dir, .listing, .xmp, .marquee, .noscript, .option, .optgroup, .select, .textarea,
  ])

  private static let unseen = flags([
    .head, .title, .meta, .link, .base, .script, .style, .template, .frame, .object, .embed, .applet, .canvas, .svg,
    .audio, .video, .iframe, .map, .area, .source, .track, .col, .colgroup, .datalist, .rp, .annotation, .progress,
    .meter, .input,
  ])
}
