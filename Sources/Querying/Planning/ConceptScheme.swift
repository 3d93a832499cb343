// SPDX-License-Identifier: Apache-2.0

internal import Segments

/// Which concepts lie below which.
struct ConceptScheme: Sendable {
  private var children: [String: Set<String>] = [:]

  init() {}

  /// The scheme of the lexicons that some segments were tagged with.
  init(_ segments: [SegmentReader]) {
    for names in segments.compactMap({ $0.concepts?.names }) {
      for (id, parent) in zip(names.concepts, names.broader) where !parent.isEmpty {
        children[parent, default: []].insert(id)
      }
    }
  }

  /// The concepts below a concept at any depth, itself excluded. O(concepts found), however deep they lie.
  func below(_ id: String) -> [String] {
    var (found, waiting): (Set<String>, [String]) = ([], [id])
    while let next = waiting.popLast() {
      for child in children[next] ?? [] where child != id && found.insert(child).inserted { waiting.append(child) }
    }
    return found.sorted()
  }
}
