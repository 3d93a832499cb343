// SPDX-License-Identifier: Apache-2.0

/// "Did you mean": the known name nearest to a mistyped one.
enum Suggestion {
  /// `there is no WHAT 'name'`, with the nearest known name where one is near.
  static func message(_ what: String, _ name: String, among known: [String]) -> String {
    let start = "there is no \(what) '\(name)'"
    if let nearest = nearest(to: name, among: known) { return start + "; did you mean '\(nearest)'?" }
    let list = known.prefix(24).joined(separator: ", ")
    return start + (known.isEmpty ? "" : "; there are: \(list)\(known.count > 24 ? ", ..." : "")")
  }

  /// The known name within a third of the length in edits, or that holds the name; ties go to the first.
  static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let ranked = known.map { ($0, distance(wanted, Array($0.lowercased().unicodeScalars))) }
    if let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, wanted.count / 3) { return best.0 }
    return name.count >= 3 ? known.first { $0.lowercased().hasPrefix(name.lowercased()) } : nil
  }

  /// Levenshtein distance, O(a x b).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
