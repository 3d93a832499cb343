// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// The names a query may use on this index: metadata fields and concepts.
struct IndexSchema: Sendable {
  /// Metadata columns of any segment, and those derived from others.
  let fields: [String]
  let concepts: Set<String>
  let hasConceptLayer: Bool
  /// The columns of `.vrt` files that tokens have.
  let attributes: [String]

  init(segments: [SegmentReader]) {
    var names = Set(segments.flatMap { $0.meta.columns.map(\.name) })
    if names.contains("date") { names.insert("year") }
    names.insert("id")
    fields = names.sorted()
    attributes = Set(segments.flatMap { (try? $0.attributes)?.attributes.map(\.name) ?? [] }).sorted()
    hasConceptLayer = segments.contains { $0.concepts != nil }
    concepts = Set(segments.flatMap { $0.concepts?.names.concepts ?? [] })
  }

  func check(_ filter: FieldFilter) throws {
    try check(field: filter.field)
    guard filter.field == "year" else { return }
    let given: [String?] =
      switch filter.test {
      case .equals(let value): [value]
      case .range(let lower, let upper): [lower, upper]
      case .wildcard: []
      }
    if let wrong = given.compactMap({ $0 }).first(where: { Double($0) == nil }) {
      throw QueryError("a year is a number, not '\(wrong)'", "Write year:2010 or year:2010..2015.")
    }
  }

  func check(field: String) throws {
    guard !fields.contains(field) else { return }
    throw QueryError(
      "no document has a field named \(field)",
      Spelling.suggestion(for: field, among: fields, noun: "fields", spelled: FieldFilter.spelled)
        + " For the words themselves, quote them: \"\(field):...\".")
  }

  func checkAttribute(_ name: String) throws {
    guard name != "pos-in-block", !attributes.contains(name) else { return }
    let known = (["word", "stem", "concept", "block", "pos-in-block"] + attributes).joined(separator: ", ")
    throw QueryError("no token of this index has the attribute \(name)", "Known are \(known).")
  }

  func checkConcept(_ id: String) throws {
    guard !concepts.contains(id) else { return }
    if !hasConceptLayer {
      throw QueryError(
        "the index knows no concepts, so concept:\(id) finds nothing", "Build it with --lexicon DIR.")
    }
    throw QueryError(
      "no concept is named \(id)", Spelling.suggestion(for: id, among: concepts.sorted(), noun: "concepts"))
  }
}
