// SPDX-License-Identifier: Apache-2.0

/// Lets blocks of alike surroundings agree: the paragraphs of one article, the cards of one list.
enum Neighbourhood {
  private static let weight: Float = 0.5

  /// Each block's value moved towards the mean (by words) of all blocks whose elements, from the grandparent outwards,
  /// have the same names and classes: whose `places` are the same.
  static func smoothed(_ values: [Float], page: PageBlocks, places: [UInt64]) -> [Float] {
    var groups: [UInt64: (sum: Float, words: Float)] = [:]
    for (index, place) in places.enumerated() {
      let words = Float(page.blocks[index].words + 1)
      groups[place, default: (0, 0)].sum += values[index] * words
      groups[place, default: (0, 0)].words += words
    }
    return values.indices.map { index in
      guard let group = groups[places[index]] else { return values[index] }
      return (1 - weight) * values[index] + weight * group.sum / group.words
    }
  }

  /// For each block, a hash of its surroundings from the grandparent outwards.
  static func places(of page: PageBlocks, in tree: MarkupTree) -> [UInt64] {
    var keys: [Int: UInt64] = [:]
    return page.blocks.map { block in
      let parent = tree.parent(block.node)
      guard let node = parent.flatMap(tree.parent) else { return 0 }
      if let known = keys[node] { return known }
      let key = signature(node, tree)
      keys[node] = key
      return key
    }
  }

  /// A hash of the names, classes and ids of an element and of nine around it.
  private static func signature(_ node: Int, _ tree: MarkupTree) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var place: Int? = node
    for _ in 0..<10 {
      guard let current = place else { break }
      hash = (hash ^ UInt64(tree.name(current).rawValue)) &* 0x100_0000_01b3
      for name in [AttributeName.class, .id] {
        guard let range = tree.attributeRange(current, name) else { continue }
        for byte in tree.bytes[range].prefix(40) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      }
      place = tree.parent(current)
    }
    return hash
  }
}
