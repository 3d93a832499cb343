// SPDX-License-Identifier: Apache-2.0

/// Beginnings or ends of words with the classes that they give, found by one walk along a word.
struct AffixTable: Sendable {
  private var edges = EdgeTable()
  /// By node, the classes of the affix that it stands for.
  private var classes = [ClassSet()]
  private let fromEnd: Bool

  init(_ affixes: [String: ClassSet], fromEnd: Bool) {
    self.fromEnd = fromEnd
    for (affix, own) in affixes {
      var node: Int32 = 0
      for byte in fromEnd ? Array(affix.utf8.reversed()) : Array(affix.utf8) {
        var next = edges.target(node, Int32(byte))
        if next == 0 {
          next = Int32(classes.count)
          classes.append(ClassSet())
          edges.insert(node, Int32(byte), target: next)
        }
        node = next
      }
      classes[Int(node)].formUnion(own)
    }
  }

  /// All classes of matching affixes; and those of the longest, with shorter ones until one of `decisive` is among them.
  func classes(of word: UnsafeBufferPointer<UInt8>, decisive: ClassSet) -> (all: ClassSet, best: ClassSet) {
    var found: [ClassSet] = []
    if !classes[0].isEmpty { found.append(classes[0]) }
    var node: Int32 = 0
    for index in word.indices {
      node = edges.target(node, Int32(word[fromEnd ? word.count - 1 - index : index]))
      if node == 0 { break }
      if !classes[Int(node)].isEmpty { found.append(classes[Int(node)]) }
    }
    if found.isEmpty { return (ClassSet(), ClassSet()) }
    var all = ClassSet()
    var best = ClassSet()
    for own in found.reversed() {
      if !best.intersects(decisive) { best.formUnion(own) }
      all.formUnion(own)
    }
    return (all, best)
  }
}
