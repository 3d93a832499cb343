// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Writes the terms of a segment that is being built: words, joined forms and stems of each field, with their postings.
struct SegmentTerms: ~Copyable {
  private let fields: [FieldStream]
  private let words: any WordTables
  private let counts: [Field: [UInt32]]
  private let interner: GapInterner
  private let isComplete: Bool
  private let order: [UInt32]
  private let formOfSurface: [UInt32]
  private let memory = InversionMemory()
  /// How often each folded form occurs in each field.
  private var formCounts: [Field: [UInt32]] = [:]
  /// Ordinal, in the dictionary, of each form of each field; `.max` where the form does not occur.
  private var ordinals: [Field: [UInt32]] = [:]

  init(
    fields: [FieldStream], words: any WordTables, ranking: borrowing SurfaceRanking, interner: GapInterner,
    isComplete: Bool
  ) {
    (self.fields, self.words, self.counts) = (fields, words, ranking.counts)
    (self.interner, self.isComplete, order) = (interner, isComplete, ranking.order)
    formOfSurface = words.formOfSurface()
  }

  consuming func write(to file: inout SectionFileWriter) throws {
    try file.begin(SegmentSection.postings)
    var writer = PostingsWriter()
    for stream in fields { try writeWords(stream, &writer, to: &file) }
    let joined: [JoinedForms] = fields.map { stream in JoinedForms(stream, interner, words, formOfSurface) }
    for parts in 2...4 {
      for (stream, forms) in zip(fields, joined) {
        try forms.write(parts, stream, ordinals[stream.field] ?? [], &writer, to: &file)
      }
    }
    if isComplete { try writeStems(&writer, to: &file) }
    try writer.finish(to: &file)
    if isComplete { try writeSurfaceTerms(to: &file) }
  }

  private mutating func writeWords(
    _ stream: FieldStream, _ writer: inout PostingsWriter, to file: inout SectionFileWriter
  ) throws {
    let surfaceCounts = counts[stream.field] ?? []
    var formCounts = [UInt32](repeating: 0, count: words.forms.count)
    for surface in surfaceCounts.indices { formCounts[Int(formOfSurface[surface])] &+= surfaceCounts[surface] }
    let sorted = words.forms.numbersByBytes((0..<UInt32(formCounts.count)).filter { formCounts[Int($0)] > 0 })
    var termOfForm = [UInt32](repeating: .max, count: formCounts.count)
    for (term, form) in sorted.enumerated() { termOfForm[Int(form)] = UInt32(term) }
    let inversion = Inversion(order: sorted, counts: formCounts, memory) { places, out in
      let surfaces = stream.surfaces.buffer
      formOfSurface.withUnsafeBufferPointer { forms in
        for token in 0..<surfaces.count {
          let form = Int(forms[Int(surfaces[token])])
          out[Int(places[form])] = UInt32(truncatingIfNeeded: token)
          places[form] &+= 1
        }
      }
    }
    let firstOrdinal = writer.nextOrdinal
    let documents = OccurrencesKernel(starts: UnsafeBufferPointer(stream.starts.buffer))
    var key: [UInt8] = []
    for (term, form) in sorted.enumerated() {
      if term + InternTable.ahead < sorted.count { words.forms.prefetch(sorted[term + InternTable.ahead]) }
      writer.add(occurrences: inversion.occurrences(term), documents)
      TermKey.write(.word, stream.field, words.forms, form, to: &key)
      try writer.finishTerm(key, to: &file)
    }
    self.formCounts[stream.field] = formCounts
    ordinals[stream.field] = termOfForm.map { $0 == .max ? .max : $0 &+ firstOrdinal }
  }

  /// For each surface form, by rank, the ordinal of its folded word.
  private func writeSurfaceTerms(to file: inout SectionFileWriter) throws {
    for stream in fields {
      guard let ordinals = ordinals[stream.field], let counts = counts[stream.field] else { continue }
      let terms = order.map { counts[Int($0)] > 0 ? ordinals[Int(formOfSurface[Int($0)])] : UInt32.max }
      try SurfaceTable.writeTerms(terms, stream.field, to: &file)
    }
  }

  private func writeStems(_ writer: inout PostingsWriter, to file: inout SectionFileWriter) throws {
    let languages = Set(fields.flatMap { $0.languages.map(\.language) }).sorted()
    for language in languages {
      for stream in fields {
        let stems = StemInversion(
          stream, language, words, counts[stream.field] ?? [], formCounts: formCounts[stream.field] ?? [], formOfSurface
        )
        try stems.write(ordinals[stream.field] ?? [], memory, &writer, to: &file)
      }
    }
  }
}
