// SPDX-License-Identifier: Apache-2.0

/// The things a page describes in JSON-LD: `@graph` and nested objects laid flat, `@id` references followed.
struct LinkedData: Sendable {
  private(set) var things: [Thing] = []
  private var byID: [String: LooseJSON] = [:]
  private static let mostThings = 2000

  struct Thing: Sendable {
    var types: Set<String>
    var value: LooseJSON
  }

  init(_ tree: MarkupTree) {
    for node in tree.linkedDataScripts {
      let bytes = (node..<tree.end(node)).flatMap { tree.bytes[tree.textRange($0)] }
      guard let start = bytes.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) else {
        continue
      }
      gather(LooseJSON(parsing: Array(bytes[start...])))
    }
  }

  /// Lays out a value and everything in it; the parser has bounded its depth.
  private mutating func gather(_ value: LooseJSON) {
    guard things.count < Self.mostThings else { return }
    switch value {
    case .list(let items): for item in items { gather(item) }
    case .object(let members):
      let types = Set((value["@type"]?.items ?? []).compactMap { $0.string?.lowercased() })
      if !types.isEmpty { things.append(Thing(types: types, value: value)) }
      if let id = value["@id"]?.string, members.count > 1, byID[id] == nil { byID[id] = value }
      for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "hasPart", "review"] {
        if let inner = members[key] { gather(inner) }
      }
    default: break
    }
  }

  /// The first thing of one of the types, in the order of the types given.
  func first(of types: [String]) -> LooseJSON? {
    for type in types {
      if let thing = things.first(where: { $0.types.contains(type) }) { return thing.value }
    }
    return nil
  }

  /// The names a value stands for: texts, the names of objects, or of what they refer to.
  func names(_ value: LooseJSON?) -> [String] {
    (value?.items ?? []).compactMap { item in
      if let text = item.string { return text }
      if let name = item["name"] { return name.items.first?.string }
      if let id = item["@id"]?.string, let target = byID[id] { return target["name"]?.items.first?.string }
      return nil
    }
  }

  /// Types of works, most telling first.
  static let works = [
    "scholarlyarticle", "newsarticle", "blogposting", "techarticle", "article", "report", "reportagenewsarticle",
    "opinionnewsarticle", "analysisnewsarticle", "reviewnewsarticle", "medicalwebpage", "discussionforumposting",
    "socialmediaposting", "qapage", "question", "recipe", "howto", "review", "book", "course", "event", "jobposting",
    "product", "productgroup", "creativework", "webpage",
  ]
}
