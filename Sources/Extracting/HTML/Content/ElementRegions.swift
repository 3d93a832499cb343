// SPDX-License-Identifier: Apache-2.0

/// How an element changes what the elements inside inherit: the region of the page, heading level, language.
enum ElementRegions {
  static func describe(_ node: Int, _ name: ElementName, in tree: MarkupTree, _ context: inout ElementContext) {
    byName(name, &context)
    let record = tree.nodes[node]
    for index in Int(record.from)..<Int(record.upTo) {
      let value = tree.attributes[index]
      switch value.name {
      case .role: byRole(tree.bytes[Int(value.from)..<Int(value.upTo)], &context)
      case .lang, .xmlLang: if value.upTo > value.from { context.languageNode = Int32(node) }
      case .ariaHidden:
        if tree.bytes[Int(value.from)..<Int(value.upTo)].elementsEqual("true".utf8) {
          context.regions.insert(.unspoken)
        }
      case .id: if isSavedNote(tree.bytes[Int(value.from)..<Int(value.upTo)]) { context.regions.insert(.footnote) }
      case .class: if isWordNote(tree.bytes[Int(value.from)..<Int(value.upTo)]) { context.regions.insert(.footnote) }
      case .ariaModal: context.regions.insert(.dialog)
      default: break
      }
    }
  }

  /// Whether word processors name the part for a note so: `sdfootnote1`, `ftn1`, `edn1`.
  private static func isSavedNote(_ id: ArraySlice<UInt8>) -> Bool {
    guard let last = id.last, (0x30...0x39).contains(last) else { return false }
    let name = id.prefix { !(0x30...0x39).contains($0) }
    return savedNotes.contains { $0.equals(name) } && id[name.endIndex...].allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let savedNotes: [BytePattern] = ["sdfootnote", "sdendnote", "ftn", "edn"]

  private static func isWordNote(_ names: ArraySlice<UInt8>) -> Bool {
    names.first == UInt8(ascii: "M") && wordNotes.contains { $0.begins(names) }
  }

  private static let wordNotes: [BytePattern] = ["MsoFootnoteText", "MsoEndnoteText"]

  private static func byName(_ name: ElementName, _ context: inout ElementContext) {
    let isPart = !context.regions.isDisjoint(with: [.main, .article, .section])
    switch name {
    case .nav: context.regions.insert(.navigation)
    case .header: context.regions.insert(isPart ? .partHeader : .pageHeader)
    case .footer: context.regions.insert(isPart ? .partFooter : .pageFooter)
    case .aside: context.regions.insert(.aside)
    case .main: context.regions.insert(.main)
    case .article: context.regions.insert(.article)
    case .section: context.regions.insert(.section)
    case .form: context.regions.insert(.form)
    case .dialog: context.regions.insert(.dialog)
    case .search: context.regions.insert(.search)
    case .table: context.regions.insert(.table)
    case .ul, .ol, .menu, .dir: context.regions.insert(.list)
    case .li: context.regions.formUnion([.list, .item])
    case .dl, .dt, .dd: context.regions.insert(.definition)
    case .a: context.regions.insert(.link)
    case .button: context.regions.insert(.button)
    case .select, .option, .optgroup, .textarea: context.regions.insert(.choice)
    case .pre, .listing, .xmp: context.regions.insert(.preformatted)
    case .figure: context.regions.insert(.figure)
    case .figcaption, .caption: context.regions.insert(.caption)
    case .blockquote: context.regions.insert(.quote)
    case .details: context.regions.insert(.details)
    case .label, .legend, .fieldset: context.regions.insert(.label)
    case .address: context.regions.insert(.address)
    case .time: context.regions.insert(.time)
    case .noscript: context.regions.insert(.noScript)
    default:
      if name.headingLevel > 0 {
        context.headingLevel = UInt8(name.headingLevel)
        context.regions.insert(.heading)
      }
    }
  }

  private static func byRole(_ role: ArraySlice<UInt8>, _ context: inout ElementContext) {
    switch String(decoding: role, as: UTF8.self) {
    case "navigation", "menu", "menubar": context.regions.insert(.navigation)
    case "banner": context.regions.insert(.pageHeader)
    case "contentinfo": context.regions.insert(.pageFooter)
    case "complementary": context.regions.insert(.aside)
    case "main": context.regions.insert(.main)
    case "article": context.regions.insert(.article)
    case "dialog", "alertdialog": context.regions.insert(.dialog)
    case "search": context.regions.insert(.search)
    case "button": context.regions.insert(.button)
    case "doc-footnote", "doc-endnote", "doc-endnotes": context.regions.insert(.footnote)
    default: break
    }
  }
}
