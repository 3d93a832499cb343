// SPDX-License-Identifier: Apache-2.0

/// The stems of one language in one field of a segment: which words have them, and the documents they stand in.
///
/// A stem whose only word occurs in this language alone has that word's postings, and shares them.
internal import Bytes

struct StemInversion: ~Copyable {
  private let stream: FieldStream
  private let language: UInt8
  private let stems: InternTable
  /// Stem of each surface form that occurs in the language; `.max` for others.
  private var stemOfSurface: [UInt32]
  private var counts: [UInt32]
  /// For each stem, its folded words, by number, each once.
  private var members: [UInt32: [UInt32]] = [:]
  private var shared: Set<UInt32> = []

  init(
    _ stream: FieldStream, _ language: UInt8, _ words: any WordTables, _ fieldCounts: [UInt32],
    _ formOfSurface: [UInt32]
  ) {
    (self.stream, self.language) = (stream, language)
    let inLanguage = Self.counts(stream, language, fieldCounts)
    stemOfSurface = [UInt32](repeating: .max, count: inLanguage.count)
    for surface in inLanguage.indices where inLanguage[surface] > 0 {
      stemOfSurface[surface] = words.stem(of: UInt32(surface), language: language)
    }
    stems = words.stems(language: language)
    counts = [UInt32](repeating: 0, count: stems.count)
    var formCounts = [UInt32](repeating: 0, count: words.forms.count)
    for surface in fieldCounts.indices { formCounts[Int(formOfSurface[surface])] &+= fieldCounts[surface] }
    var formsByStem = [[UInt32]](repeating: [], count: stems.count)
    for surface in inLanguage.indices where inLanguage[surface] > 0 {
      let stem = Int(stemOfSurface[surface])
      counts[stem] &+= inLanguage[surface]
      let form = formOfSurface[surface]
      if !formsByStem[stem].contains(form) { formsByStem[stem].append(form) }
    }
    for stem in formsByStem.indices where !formsByStem[stem].isEmpty {
      let forms = formsByStem[stem]
      members[UInt32(stem)] = forms
      if forms.count == 1, formCounts[Int(forms[0])] == counts[stem] {
        shared.insert(UInt32(stem))
        counts[stem] = 0
      }
    }
  }

  /// How often each surface form occurs in the language.
  private static func counts(_ stream: FieldStream, _ language: UInt8, _ fieldCounts: [UInt32]) -> [UInt32] {
    if stream.languages.allSatisfy({ $0.language == language }) { return fieldCounts }
    var counts = [UInt32](repeating: 0, count: fieldCounts.count)
    let surfaces = stream.surfaces.buffer
    stream.eachLanguageRun { tokens, spoken in
      guard spoken == language else { return }
      for token in tokens { counts[Int(surfaces[token])] &+= 1 }
    }
    return counts
  }

  /// `ordinals`: of each folded word, its place in the dictionary.
  consuming func write(
    _ ordinals: [UInt32], _ writer: inout PostingsWriter, to file: inout SectionFileWriter
  ) throws {
    let sorted = stems.numbersByBytes(members.keys.sorted())
    var place = [UInt32](repeating: .max, count: stems.count)
    for (index, stem) in sorted.enumerated() where counts[Int(stem)] > 0 { place[Int(stem)] = UInt32(index) }
    let termOfSurface = stemOfSurface.map { $0 == .max ? UInt32.max : place[Int($0)] }
    let inversion = invert(termOfSurface, sorted)
    let finder = DocumentFinder(starts: UnsafeBufferPointer(stream.starts.buffer), tokens: stream.tokenCount)
    let field = stream.field
    for (index, stem) in sorted.enumerated() {
      let key = TermKey.bytes(.stem(language: language), field, stems.bytes(stem))
      let words = (members[stem] ?? []).map { ordinals[Int($0)] }.sorted()
      if shared.contains(stem), let word = words.first {
        writer.addAlias(key, of: word, relations: words)
      } else {
        writer.add(documentsOf: inversion.occurrences(index), finder)
        try writer.finishTerm(key, relations: words, withPositions: false, to: &file)
      }
    }
  }

  private borrowing func invert(_ termOfSurface: [UInt32], _ sorted: [UInt32]) -> Inversion {
    let (stream, language) = (stream, language)
    return Inversion(counts: sorted.map { counts[Int($0)] }) { places, out in
      let surfaces = stream.surfaces.buffer
      termOfSurface.withUnsafeBufferPointer { terms in
        stream.eachLanguageRun { tokens, spoken in
          guard spoken == language else { return }
          for token in tokens {
            let term = terms[Int(surfaces[token])]
            if term == .max { continue }
            out[places[Int(term)]] = UInt32(truncatingIfNeeded: token)
            places[Int(term)] &+= 1
          }
        }
      }
    }
  }
}
