// SPDX-License-Identifier: Apache-2.0

/// A page made by a program that names its parts: what is text there need not be estimated.
///
/// Estimates err on such pages, since reference manuals are made of short and repeated pieces, and the pages that the
/// model was fitted to are mostly others.
struct GeneratedPage {
  enum Part: UInt8 {
    /// Beside all parts that are named.
    case outside
    case text
    /// A list of what the page or the work contains, made of its headings.
    case contents
    case furniture
  }

  /// For each block, whether it is text; nil where the page is of no known generator, or has most of its words in parts
  /// that the generator does not name.
  static func textBlocks(_ page: PageBlocks, in tree: MarkupTree) -> [Bool]? {
    guard let names = generator(of: tree) else { return nil }
    let byNode = parts(of: tree, names)
    let parts = page.blocks.map { byNode[$0.node] }
    func sum(_ part: Part, _ words: (RawBlock) -> Int) -> Int {
      zip(parts, page.blocks).reduce(0) { $1.0 == part ? $0 + words($1.1) : $0 }
    }
    let said = [Part.text, .outside].map { sum($0) { $0.words - $0.linkWords } }
    guard parts.contains(.text), 3 * said[0] >= said[1] else { return nil }
    // A page that is little else than a list of contents is that list.
    let text = sum(.text, \.words)
    let isList = text < 50 || sum(.contents, \.words) > 4 * text
    return parts.map { $0 == .text || $0 == .contents && isList }
  }

  /// The generator that a page declares, or whose names it bears.
  private static func generator(of tree: MarkupTree) -> GeneratorNames? {
    for node in tree.nodes(named: .meta) where tree.holds(declaration, in: .name, of: node) {
      guard let content = tree.attributeRange(node, .content) else { continue }
      let found = GeneratorNames.all.first { names in names.declared.contains { $0.begins(tree.bytes[content]) } }
      if let found { return found }
    }
    var found: GeneratorNames?
    for (node, record) in tree.nodes.enumerated() where record.name != .text && record.upTo > record.from {
      GeneratorNames.forEach(of: node, in: tree) { name in
        if let place = marks[name] { found = GeneratorNames.all[place] }
      }
      if found != nil { break }
    }
    return found
  }

  private static let declaration: BytePattern = "generator"

  /// Which generator each mark tells of.
  private static let marks: [UInt64: Int] = {
    var table: [UInt64: Int] = [:]
    for (place, names) in GeneratorNames.all.enumerated() {
      for mark in names.marks { table[mark] = place }
    }
    return table
  }()

  /// The part each element stands in: that of the nearest name around it.
  private static func parts(of tree: MarkupTree, _ names: GeneratorNames) -> [Part] {
    var parts = [Part](repeating: names.isTextThroughout ? .text : .outside, count: tree.count)
    for (node, record) in tree.nodes.enumerated() where record.name != .text {
      var part = record.parent < 0 ? parts[node] : parts[Int(record.parent)]
      var own = Part.outside
      GeneratorNames.forEach(of: node, in: tree) { name in
        if let named = names.parts[name], named.rawValue > own.rawValue { own = named }
      }
      if own != .outside { part = own }
      parts[node] = part
    }
    return parts
  }
}
