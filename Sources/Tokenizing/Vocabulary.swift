// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// The distinct word forms of a run: each surface form (NFC, case kept) has a number, and from it, worked out once per
/// form, its folded form, its stems and what it tells about the language.
///
/// Three number spaces, each dense from 0: surface forms, folded forms, and stems of each language. Not safe to
/// share between threads: each worker has its own.
package final class Vocabulary {
  package let surfaces: InternTable
  package let forms: InternTable
  // No method is entered again while it runs.
  @exclusivity(unchecked) private var formOf: [UInt32] = []
  @exclusivity(unchecked) private var stemTables: [InternTable?]
  @exclusivity(unchecked) private var stemOf: [[UInt32]]
  @exclusivity(unchecked) private var evidence: [PackedEvidence] = []
  private let stemming = Stemming()

  package init(capacity: Int = 4096) {
    surfaces = InternTable(capacity: capacity)
    forms = InternTable(capacity: capacity)
    stemTables = Array(repeating: nil, count: Language.allCases.count)
    stemOf = Array(repeating: [], count: Language.allCases.count)
  }

  /// The number of distinct surface forms.
  package var count: Int { surfaces.count }

  /// The number of a surface form; it must be in NFC to be found again.
  package func intern(_ surface: some StringProtocol) -> UInt32 {
    let bytes = Array(surface.utf8)
    return surfaces.intern(bytes.span)
  }

  /// The surface form with that number.
  package func string(_ surface: UInt32) -> String { surfaces.string(surface) }

  /// Lends the bytes of a surface form; nothing may be interned meanwhile.
  package func withBytes<R>(of surface: UInt32, _ body: (Span<UInt8>) throws -> R) rethrows -> R {
    try surfaces.withBytes(of: surface, body)
  }

  /// The number of the folded form of a surface form.
  package func form(of surface: UInt32) -> UInt32 {
    if surface >= formOf.count { foldNew() }
    return formOf[Int(surface)]
  }

  /// For every surface form so far, the number of its folded form: for loops over many tokens.
  package func formOfSurface() -> [UInt32] {
    if formOf.count < surfaces.count { foldNew() }
    return formOf
  }

  /// The folded form of a surface form.
  package func folded(_ surface: UInt32) -> String { forms.string(form(of: surface)) }

  /// The number of the folded stem of a surface form among those of the language.
  package func stem(of surface: UInt32, _ language: Language) -> UInt32 {
    let slot = Int(language.rawValue)
    if surface >= stemOf[slot].count {
      stemOf[slot].append(contentsOf: repeatElement(.max, count: surfaces.count - stemOf[slot].count))
    }
    if stemOf[slot][Int(surface)] == .max {
      let table = stems(language)
      stemOf[slot][Int(surface)] = surfaces.withBytes(of: surface) {
        stemming.withStem(of: $0, language) { table.intern($0) }
      }
    }
    return stemOf[slot][Int(surface)]
  }

  /// The distinct folded stems of a language.
  package func stems(_ language: Language) -> InternTable {
    let slot = Int(language.rawValue)
    if let table = stemTables[slot] { return table }
    let table = InternTable()
    stemTables[slot] = table
    return table
  }

  /// For every surface form so far, what it tells about the language of the text it stands in.
  func evidenceOfSurface() -> [PackedEvidence] {
    for number in evidence.count..<surfaces.count {
      evidence.append(
        PackedEvidence(
          clamping: surfaces.withBytes(of: UInt32(number)) {
            Folding.withFolded($0, .caseOnly) { LanguageProfile.evidence($0) }
          }))
    }
    return evidence
  }

  private func foldNew() {
    for number in formOf.count..<surfaces.count {
      formOf.append(surfaces.withBytes(of: UInt32(number)) { Folding.withFolded($0) { forms.intern($0) } })
    }
  }
}
