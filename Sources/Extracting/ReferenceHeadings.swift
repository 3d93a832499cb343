// SPDX-License-Identifier: Apache-2.0

/// The headings that stand over a list of works.
enum ReferenceHeadings {
  /// Whether a heading, its number and case aside, is one of them.
  static func contain(_ heading: String) -> Bool {
    let name = heading.lowercased().drop { !$0.isLetter }.prefix { $0.isLetter || $0 == " " }
    return names.contains(String(name.reversed().drop { $0 == " " }.reversed()))
  }

  private static let names: Set<String> = [
    "references", "reference", "bibliography", "literature", "literature cited", "works cited", "reference list",
    "references cited", "literatur", "literaturverzeichnis", "quellenverzeichnis", "literaturangaben", "quellen",
    "literatuur", "literatuurlijst", "referenties", "bronnen", "bibliografie", "literatuurverwijzingen",
    "r\u{E9}f\u{E9}rences", "bibliographie", "r\u{E9}f\u{E9}rences bibliographiques", "ouvrages cit\u{E9}s",
    "sources and further reading", "further reading", "list of references",
  ]
}
