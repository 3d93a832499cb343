// SPDX-License-Identifier: Apache-2.0

/// The programs that make pages of documentation, and the names they give to the parts of a page.
///
/// Unlike the words of `ClassWords`, which hint, these are fixed: a page made by DocBook has its links to other pages in
/// `navheader` and nothing else there. A name is a class (`.body`), an id (`#content`) or a role (`=main`; the element
/// `main` has that role).
struct GeneratorNames: Sendable {
  /// What the page's declaration of its generator begins with.
  let declared: [BytePattern]
  /// Names by which pages are known that declare nothing, or to which a declaration must be joined.
  let marks: [UInt64]
  /// Which part each name stands for.
  let parts: [UInt64: GeneratedPage.Part]
  /// Whether all of the page is text but what is named otherwise.
  let isTextThroughout: Bool

  private init(
    declared: [BytePattern] = [], marks: String = "", text: String? = nil, furniture: String = "",
    contents: String = ""
  ) {
    (self.declared, self.marks, isTextThroughout) = (declared, Self.hashes(marks), text == nil)
    var parts: [UInt64: GeneratedPage.Part] = [:]
    for hash in Self.hashes(text ?? "") { parts[hash] = .text }
    for hash in Self.hashes(contents) { parts[hash] = .contents }
    for hash in Self.hashes(furniture) { parts[hash] = .furniture }
    self.parts = parts
  }

  static let all: [GeneratorNames] = [
    // DocBook by its style sheets in XSL and DSSSL; GTK-Doc, BoostBook and Publican, which build on it.
    GeneratorNames(
      declared: ["docbook", "modular docbook", "gtk-doc", "publican"],
      text: ".book .article .chapter .section .sect1 .sect2 .sect3 .simplesect .refentry .part .appendix .preface "
        + ".glossary .index .reference .bibliography .set .colophon .dedication .legalnotice .acknowledgements "
        + ".refsect1 .refsect2",
      furniture: ".navheader .navfooter .spirit-nav .navigation .copyright-footer .footer .nav .docnav",
      contents: ".toc .list-of-tables .list-of-figures .list-of-examples .refentry-toc"),
    // Sphinx with its own themes, that of Read the Docs, and MkDocs, which shares it.
    GeneratorNames(
      marks: ".documentwrapper .sphinxsidebar .rst-content #mkdocs_search_modal .md-content__inner .bd-article",
      text: ".body =main .md-content__inner .bd-article",
      furniture: ".sphinxsidebar .related .footer .rst-footer-buttons .wy-breadcrumbs .wy-nav-side "
        + ".prev-next-area .bd-sidebar .bd-sidebar-primary .bd-sidebar-secondary .bd-toc .md-feedback "
        + ".md-source-file .md-content__button",
      contents: ".contents"),
    GeneratorNames(
      declared: ["doxygen"],
      text: ".contents .headertitle",
      furniture: "#top #titlearea #main-nav #nav-path .navpath #side-nav #nav-tree .header .summary .ingroups .footer",
      contents: ".toc"),
    GeneratorNames(
      declared: ["javadoc"], marks: ".navBarCell1Rev",
      text: "=main .header .contentContainer .classUseContainer .constantValuesContainer .serializedFormContainer "
        + ".indexContainer .deprecatedContent",
      furniture: "=banner =contentinfo =navigation .topNav .bottomNav .subNav .fixedNav .skipNav .navList .legalCopy"),
    // Texinfo, by either of its translators.
    GeneratorNames(
      declared: ["makeinfo", "texi2any", "gnu texinfo"],
      furniture: ".header .nav-panel .navigation",
      contents: ".contents .shortcontents .region-contents .region-shortcontents .menu .mini-toc .section-toc"),
    GeneratorNames(declared: ["latex2html"], furniture: ".navigation", contents: ".childlinks .tofc"),
    GeneratorNames(
      declared: ["asciidoc"], text: "#header #content #preamble #footnotes", furniture: "#footer .details",
      contents: "#toc"),
    GeneratorNames(marks: ".devhelp-hidden", text: ".content", furniture: ".sidebar .srclink .method-type"),
    GeneratorNames(
      declared: ["docusaurus"], text: ".theme-doc-markdown",
      furniture: ".theme-doc-footer .theme-doc-breadcrumbs .pagination-nav"),
    GeneratorNames(
      marks: "#package-header .haddock", text: "#content", furniture: "#package-header #footer .selflink",
      contents: "#table-of-contents #synopsis"),
    // What was converted from manual pages is text from top to end.
    GeneratorNames(declared: ["groff"]),
  ]

  // MARK: Hashes

  static func hashes(_ names: String) -> [UInt64] {
    names.split(separator: " ").map { name in
      name.utf8.dropFirst().reduce(start(name.utf8.first ?? 0)) { add($1, to: $0) }
    }
  }

  /// The hash of nothing yet, for a name of a kind: class, id or role.
  static func start(_ kind: UInt8) -> UInt64 { (0xcbf2_9ce4_8422_2325 ^ UInt64(kind)) &* 0x100_0000_01b3 }

  /// FNV-1a, letter case aside.
  static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    let small = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    return (hash ^ UInt64(small)) &* 0x100_0000_01b3
  }

  /// Calls `body` with the hash of each name an element bears.
  static func forEach(of node: Int, in tree: MarkupTree, _ body: (UInt64) -> Void) {
    let record = tree.nodes[node]
    if record.name == .main { body(main) }
    for attribute in tree.attributes[Int(record.from)..<Int(record.upTo)] {
      let kind: UInt8
      switch attribute.name {
      case .class: kind = UInt8(ascii: ".")
      case .id: kind = UInt8(ascii: "#")
      case .role: kind = UInt8(ascii: "=")
      default: continue
      }
      var hash = start(kind)
      var isEmpty = true
      for byte in tree.bytes[Int(attribute.from)..<Int(attribute.upTo)] {
        if byte > 0x20 {
          hash = add(byte, to: hash)
          isEmpty = false
        } else {
          if !isEmpty { body(hash) }
          (hash, isEmpty) = (start(kind), true)
        }
      }
      if !isEmpty { body(hash) }
    }
  }

  private static let main = hashes("=main")[0]
}
