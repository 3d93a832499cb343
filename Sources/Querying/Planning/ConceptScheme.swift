// SPDX-License-Identifier: Apache-2.0

/// Which concepts lie below which.
internal import Segments

enum ConceptScheme {
  /// For each concept that has any, the concepts below it at any depth, itself excluded.
  static func narrower(_ segments: [SegmentReader]) -> [String: [String]] {
    var children: [String: Set<String>] = [:]
    for names in segments.compactMap({ $0.concepts?.names }) {
      for (id, parent) in zip(names.concepts, names.broader) where !parent.isEmpty {
        children[parent, default: []].insert(id)
      }
    }
    var result: [String: [String]] = [:]
    for id in children.keys {
      var (found, waiting): (Set<String>, [String]) = ([], [id])
      while let next = waiting.popLast() {
        for child in children[next] ?? [] where child != id && found.insert(child).inserted { waiting.append(child) }
      }
      result[id] = found.sorted()
    }
    return result
  }
}
