// SPDX-License-Identifier: Apache-2.0

internal import CLibXML

/// Markup becomes a `MarkupTree`: the one file that knows libxml2.
///
/// libxml2's own tree is never built. Its parser reports events, and these fill our arrays at once; so its limits on
/// depth (256) and on the length of a text (10,000,000) do not apply, no C memory outlives the call, and a page costs
/// one pass less. What is shared with it: which tags close which.
enum MarkupParser {
  /// Parses UTF-8 without NULs (see `MarkupSanitizer`), at most `Int32.max` bytes.
  static func parse(_ utf8: [UInt8], depth: Int) -> MarkupTree {
    var builder = MarkupBuilder(expecting: utf8.count, depth: depth)
    guard !utf8.isEmpty, utf8.count < Int(Int32.max), let context = htmlNewParserCtxt() else { return builder.finish() }
    defer { htmlFreeParserCtxt(context) }
    install(on: context)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NODEFDTD.rawValue
      | UInt32(bitPattern: Int32(XML_PARSE_HUGE.rawValue))
    // SAFETY: the parser reads the buffer only during the call, and calls the builder only as long.
    withUnsafeMutablePointer(to: &builder) { builder in
      context.pointee.userData = UnsafeMutableRawPointer(builder)
      utf8.withUnsafeBytes { buffer in
        let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        if let document = htmlCtxtReadMemory(
          context, start, Int32(buffer.count), nil, "UTF-8", Int32(bitPattern: options))
        {
          xmlFreeDoc(document)
        }
      }
    }
    return builder.finish()
  }

  /// Replaces libxml2's tree-building handlers by ours.
  private static func install(on context: htmlParserCtxtPtr) {
    guard let handlers = context.pointee.sax else { return }
    handlers.pointee = htmlSAXHandler()
    handlers.pointee.startElement = { data, name, attributes in
      guard let data, let name else { return }
      data.assumingMemoryBound(to: MarkupBuilder.self).pointee.open(name, attributes)
    }
    handlers.pointee.endElement = { data, _ in
      guard let data else { return }
      data.assumingMemoryBound(to: MarkupBuilder.self).pointee.close()
    }
    let characters: charactersSAXFunc = { data, text, length in
      guard let data, let text, length > 0 else { return }
      data.assumingMemoryBound(to: MarkupBuilder.self).pointee.append(
        UnsafeBufferPointer(start: text, count: Int(length)))
    }
    handlers.pointee.characters = characters
    handlers.pointee.ignorableWhitespace = characters
    handlers.pointee.cdataBlock = characters
  }
}

/// Fills a `MarkupTree` from the parser's events.
private struct MarkupBuilder {
  private var tree = MarkupTree()
  /// The open elements, outermost first; elements beyond the depth limit are counted, not kept.
  private var open: [Open] = []
  private var beyond = 0
  private let depth: Int

  /// An element libxml2 takes for open. It does not know that `wbr`, `source` and `track` are empty and closes them with
  /// their parents: for these, `node` is the element around, which what follows belongs to.
  private struct Open {
    var node: Int32
    var isEmpty: Bool
  }

  private var elementNames = NameCache<ElementName> { ElementName(named: $0) }
  private var attributeNames = NameCache<AttributeName?> { AttributeName(named: $0) }

  init(expecting bytes: Int, depth: Int) {
    self.depth = depth
    tree.bytes.reserveCapacity(bytes)
    tree.nodes.reserveCapacity(bytes / 24)
    tree.attributes.reserveCapacity(bytes / 48)
  }

  mutating func open(_ name: UnsafePointer<xmlChar>, _ pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
    guard open.count < depth else {
      beyond += 1
      tree.isCut = true
      return
    }
    let from = Int32(tree.attributes.count)
    if let pairs { addAttributes(pairs) }
    let name = elementNames[name]
    let isEmpty = name == .wbr || name == .source || name == .track
    let node = Int32(tree.nodes.count)
    let parent = open.last?.node ?? -1
    tree.nodes.append(
      MarkupTree.Node(name: name, parent: parent, end: node + 1, from: from, upTo: Int32(tree.attributes.count)))
    open.append(Open(node: isEmpty ? parent : node, isEmpty: isEmpty))
  }

  mutating func close() {
    if beyond > 0 {
      beyond -= 1
    } else if let element = open.popLast(), !element.isEmpty {
      tree.nodes[Int(element.node)].end = Int32(tree.nodes.count)
    }
  }

  mutating func append(_ text: UnsafeBufferPointer<xmlChar>) {
    guard tree.bytes.count + text.count < Int(Int32.max) else { return tree.isCut = true }
    let from = Int32(tree.bytes.count)
    tree.bytes.append(contentsOf: text)
    let last = tree.nodes.count - 1
    // The parser hands a long text over in pieces.
    if last >= 0, tree.nodes[last].name == .text, tree.nodes[last].upTo == from,
      tree.nodes[last].parent == open.last?.node ?? -1
    {
      tree.nodes[last].upTo = Int32(tree.bytes.count)
    } else {
      tree.nodes.append(
        MarkupTree.Node(
          name: .text, parent: open.last?.node ?? -1, end: Int32(tree.nodes.count + 1), from: from,
          upTo: Int32(tree.bytes.count)))
    }
  }

  mutating func finish() -> MarkupTree {
    for element in open where !element.isEmpty { tree.nodes[Int(element.node)].end = Int32(tree.nodes.count) }
    open = []
    return tree
  }

  private mutating func addAttributes(_ pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
    var pair = pairs
    // The parser ends the list of names and values by a null name.
    while let name = pair[0] {
      if let known = attributeNames[name] {
        let from = Int32(tree.bytes.count)
        if let value = pair[1] {
          let length = Int(xmlStrlen(value))
          guard tree.bytes.count + length < Int(Int32.max) else { return tree.isCut = true }
          tree.bytes.append(contentsOf: UnsafeBufferPointer(start: value, count: length))
        }
        tree.attributes.append(.init(name: known, from: from, upTo: Int32(tree.bytes.count)))
      }
      pair += 2
    }
  }
}

/// What the names of libxml2 stand for: it hands out one address per distinct name, so a name is read once.
private struct NameCache<Value> {
  private var slots: [(name: UnsafePointer<xmlChar>, value: Value)?]
  private let read: (String) -> Value

  init(_ read: @escaping (String) -> Value) {
    self.read = read
    slots = .init(repeating: nil, count: 512)
  }

  subscript(_ name: UnsafePointer<xmlChar>) -> Value {
    mutating get {
      let address = UInt(bitPattern: name)
      let slot = Int((address ^ address >> 9) & 511)
      if let known = slots[slot], known.name == name { return known.value }
      let value = read(String(cString: name))
      slots[slot] = (name, value)
      return value
    }
  }
}
