// SPDX-License-Identifier: Apache-2.0

/// Says which entries of a rule may match all that another does, without asking each: an entry that covers another has, at
/// every place, the other's word or a class of it.
///
/// Each entry is filed once, under the words and classes of that of its elements that the fewest entries share.
struct CoverIndex {
  /// A word (its number), or a class (below 0), at a place of the entries of one rule that have so many elements.
  private struct Key: Hashable {
    var rule: Int
    var count: Int
    var place: Int
    var member: Int32
  }

  private var filed: [Key: [Int]] = [:]

  /// - Parameter entries: their numbers, rules and elements, ascending by number.
  init(_ entries: [(number: Int, rule: Int, elements: [PatternElement])]) {
    var counts: [Key: Int] = [:]
    for entry in entries {
      for place in entry.elements.indices {
        for key in Self.keys(entry.rule, entry.elements, place) { counts[key, default: 0] += 1 }
      }
    }
    for entry in entries {
      let all = entry.elements.indices.map { Self.keys(entry.rule, entry.elements, $0) }.filter { !$0.isEmpty }
      let rarest = all.min { Self.share($0, counts) < Self.share($1, counts) }
      for key in rarest ?? [Self.nowhere(entry.rule, entry.elements)] { filed[key, default: []].append(entry.number) }
    }
  }

  /// The numbers of the entries that may cover one, ascending.
  ///
  /// - Parameter classes: those of a word.
  func candidates(rule: Int, _ elements: [PatternElement], classes: (Int32) -> ClassSet) -> [Int] {
    var found = filed[Self.nowhere(rule, elements)] ?? []
    for (place, element) in elements.enumerated() {
      guard case .set(let literals, let own, _, _) = element else { continue }
      // Whatever covers the element has its first word or a class of that, or else all its classes.
      var members: [Int32] = []
      if let word = literals.first {
        members = [word] + Self.members(classes(word))
      } else if let first = Self.members(own).first {
        members = [first]
      }
      for member in members {
        found += filed[Key(rule: rule, count: elements.count, place: place, member: member)] ?? []
      }
    }
    return Set(found).sorted()
  }

  private static func members(_ classes: ClassSet) -> [Int32] {
    var result: [Int32] = []
    classes.forEach { result.append(-1 - Int32($0)) }
    return result
  }

  private static func keys(_ rule: Int, _ elements: [PatternElement], _ place: Int) -> [Key] {
    guard case .set(let literals, let classes, _, _) = elements[place] else { return [] }
    return (literals + members(classes)).map { Key(rule: rule, count: elements.count, place: place, member: $0) }
  }

  private static func share(_ keys: [Key], _ counts: [Key: Int]) -> Int { keys.reduce(0) { $0 + (counts[$1] ?? 0) } }

  /// Where entries without words and classes are filed.
  private static func nowhere(_ rule: Int, _ elements: [PatternElement]) -> Key {
    Key(rule: rule, count: elements.count, place: -1, member: 0)
  }
}
