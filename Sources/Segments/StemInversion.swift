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
  /// The folded words of all stems, each once a stem, by the stems' numbers.
  private var members: [UInt32] = []
  /// Where the words of each stem start in `members`, and one more for the end; a stem without words does not occur.
  private var memberStarts: [Int]

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
    // Stem and word as one integer.
    var pairs: [UInt64] = []
    for surface in inLanguage.indices where inLanguage[surface] > 0 {
      let stem = stemOfSurface[surface]
      counts[Int(stem)] &+= inLanguage[surface]
      pairs.append(UInt64(stem) << 32 | UInt64(formOfSurface[surface]))
    }
    pairs.sort()
    memberStarts = [Int](repeating: 0, count: stems.count + 1)
    for (index, pair) in pairs.enumerated() where index == 0 || pair != pairs[index - 1] {
      members.append(UInt32(truncatingIfNeeded: pair))
      memberStarts[Int(pair >> 32) + 1] += 1
    }
    for stem in 0..<stems.count { memberStarts[stem + 1] += memberStarts[stem] }
    for stem in 0..<stems.count where memberStarts[stem + 1] - memberStarts[stem] == 1 {
      // Nothing is left to be inverted where the stem shares the postings of its word.
      if formCounts[Int(members[memberStarts[stem]])] == counts[stem] { counts[stem] = 0 }
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
    let sorted = stems.numbersByBytes(
      (0..<UInt32(stems.count)).filter { memberStarts[Int($0)] < memberStarts[Int($0) + 1] })
    var place = [UInt32](repeating: .max, count: stems.count)
    for (index, stem) in sorted.enumerated() where counts[Int(stem)] > 0 { place[Int(stem)] = UInt32(index) }
    let termOfSurface = stemOfSurface.map { $0 == .max ? UInt32.max : place[Int($0)] }
    let inversion = invert(termOfSurface, sorted)
    let (field, starts) = (stream.field, UnsafeBufferPointer(stream.starts.buffer))
    for (index, stem) in sorted.enumerated() {
      let key = TermKey.bytes(.stem(language: language), field, stems.bytes(stem))
      let own = memberStarts[Int(stem)]..<memberStarts[Int(stem) + 1]
      let words = members[own].map { ordinals[Int($0)] }.sorted()
      if counts[Int(stem)] == 0, let word = words.first {
        writer.addAlias(key, of: word, relations: words)
      } else {
        writer.add(documents: inversion.occurrences(index), starts: starts)
        try writer.finishTerm(key, relations: words, withPositions: false, to: &file)
      }
    }
  }

  /// For each stem, the document of each occurrence.
  private borrowing func invert(_ termOfSurface: [UInt32], _ sorted: [UInt32]) -> Inversion {
    let (stream, language) = (stream, language)
    return Inversion(counts: sorted.map { counts[Int($0)] }) { places, out in
      let (surfaces, starts) = (stream.surfaces.buffer, stream.starts.buffer)
      termOfSurface.withUnsafeBufferPointer { terms in
        var document = 0
        stream.eachLanguageRun { tokens, spoken in
          guard spoken == language else { return }
          var token = tokens.lowerBound
          while token < tokens.upperBound {
            while Int(starts[document + 1]) <= token { document += 1 }
            let end = min(Int(starts[document + 1]), tokens.upperBound)
            while token < end {
              let term = terms[Int(surfaces[token])]
              token &+= 1
              if term == .max { continue }
              out[places[Int(term)]] = UInt32(truncatingIfNeeded: document)
              places[Int(term)] &+= 1
            }
          }
        }
      }
    }
  }
}
