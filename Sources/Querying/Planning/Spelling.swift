// SPDX-License-Identifier: Apache-2.0

internal import Patterns

/// Suggests what a mistyped name may have meant.
package enum Spelling {
  /// "Did you mean year? Known fields are: ...": the nearest of `names`, and all of them where they are few.
  ///
  /// - Parameter spelled: how a query spells a name.
  package static func suggestion(
    for name: String, among names: [String], noun: String, spelled: (String) -> String = { $0 }
  ) -> String {
    guard !names.isEmpty else { return "There are no \(noun)." }
    let listed = names.count <= 24 ? names : Array(names.prefix(20))
    let rest = listed.count < names.count ? " and \(names.count - listed.count) more" : ""
    let all = "Known \(noun) are: \(listed.map(spelled).joined(separator: ", "))\(rest)."
    guard let nearest = nearest(to: name, among: names) else { return all }
    return "Did you mean \(spelled(nearest))? \(all)"
  }

  /// The name within the least edit distance, at most 3 and less than half the name's length.
  package static func nearest(to name: String, among names: [String]) -> String? {
    let folded = WordAnalyzer.fold(name)
    for distance in 0...max(0, min(3, name.count / 2)) {
      let automaton = TermAutomaton(word: folded, distance: distance)
      if let found = names.first(where: { automaton.matches(WordAnalyzer.fold($0)) }) { return found }
    }
    return names.first { WordAnalyzer.fold($0).hasPrefix(folded) || WordAnalyzer.fold($0).contains(folded) }
  }
}
