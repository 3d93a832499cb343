// SPDX-License-Identifier: Apache-2.0

/// Beginnings or ends of words with the classes that they give, found by one walk along a word.
struct AffixTable: Sendable {
  /// What the affixes that lead to a node give: all their classes; and those of the longest, with shorter ones until one
  /// of the decisive classes is among them.
  struct Classes: Sendable {
    var all = ClassSet()
    var best = ClassSet()
  }

  private var edges = EdgeTable()
  /// The edges of the first byte, by that byte: most words go no further.
  private var firsts = [Int32](repeating: 0, count: 256)
  private var nodes = [Classes()]
  private let fromEnd: Bool

  init(_ affixes: [String: ClassSet], fromEnd: Bool, decisive: ClassSet) {
    self.fromEnd = fromEnd
    var own = [ClassSet()]
    var parents: [Int32] = [0]
    for (affix, classes) in affixes {
      var node: Int32 = 0
      for byte in fromEnd ? Array(affix.utf8.reversed()) : Array(affix.utf8) {
        var next = edges.target(node, Int32(byte))
        if next == 0 {
          next = Int32(own.count)
          own.append(ClassSet())
          parents.append(node)
          edges.insert(node, Int32(byte), target: next)
        }
        node = next
      }
      own[Int(node)].formUnion(classes)
    }
    for byte in firsts.indices { firsts[byte] = edges.target(0, Int32(byte)) }
    // A node comes behind the one that it goes on from.
    for node in own.indices {
      var found = node == 0 ? Classes() : nodes[Int(parents[node])]
      if !own[node].isEmpty {
        found.all.formUnion(own[node])
        if own[node].intersects(decisive) { found.best = own[node] } else { found.best.formUnion(own[node]) }
      }
      if node == 0 { nodes[0] = found } else { nodes.append(found) }
    }
  }

  /// What all matching affixes of a word give.
  func classes(of word: UnsafeBufferPointer<UInt8>) -> Classes {
    guard let first = fromEnd ? word.last : word.first else { return nodes[0] }
    var node = firsts[Int(first)]
    if node == 0 { return nodes[0] }
    for index in word.indices.dropFirst() {
      let next = edges.target(node, Int32(word[fromEnd ? word.count - 1 - index : index]))
      if next == 0 { break }
      node = next
    }
    return nodes[Int(node)]
  }
}
