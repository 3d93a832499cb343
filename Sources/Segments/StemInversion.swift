// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The stems of one language in one field of a segment: which words have them, and the documents they stand in.
///
/// A stem whose only word occurs in this language alone has that word's postings, and shares them.
struct StemInversion: ~Copyable {
  private let stream: FieldStream
  private let language: UInt8
  private let stems: InternTable
  /// Stem of each surface form that occurs in the language; `.max` for others.
  private var stemOfSurface: [UInt32]
  private var counts: [UInt32]
  /// The folded words of all stems, each once a stem, by the stems' numbers.
  private let members: [UInt32]
  /// Where the words of each stem start in `members`, and one more for the end; a stem without words does not occur.
  private let memberStarts: [Int]

  /// - Parameters:
  ///   - fieldCounts: how often each surface form occurs in the field; `formCounts`: each folded form.
  init(
    _ stream: FieldStream, _ language: UInt8, _ words: any WordTables, _ fieldCounts: [UInt32],
    formCounts: [UInt32], _ formOfSurface: [UInt32]
  ) {
    (self.stream, self.language) = (stream, language)
    let inLanguage = Self.counts(stream, language, fieldCounts)
    let surfaces = (0..<UInt32(inLanguage.count)).filter { inLanguage[Int($0)] > 0 }
    stemOfSurface = [UInt32](repeating: .max, count: inLanguage.count)
    for surface in surfaces { stemOfSurface[Int(surface)] = words.stem(of: surface, language: language) }
    stems = words.stems(language: language)
    counts = [UInt32](repeating: 0, count: stems.count)
    for surface in surfaces { counts[Int(stemOfSurface[Int(surface)])] &+= inLanguage[Int(surface)] }
    (members, memberStarts) = Self.members(surfaces, stemOfSurface, formOfSurface, stems: stems.count)
    for stem in 0..<stems.count where memberStarts[stem + 1] - memberStarts[stem] == 1 {
      // Nothing is left to be inverted where the stem shares the postings of its word.
      if formCounts[Int(members[memberStarts[stem]])] == counts[stem] { counts[stem] = 0 }
    }
  }

  /// The folded words of each stem, ascending, and where each stem's start.
  private static func members(
    _ surfaces: [UInt32], _ stemOfSurface: [UInt32], _ formOfSurface: [UInt32], stems: Int
  ) -> (members: [UInt32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: stems + 1)
    for surface in surfaces { starts[Int(stemOfSurface[Int(surface)]) + 1] += 1 }
    for stem in 0..<stems { starts[stem + 1] += starts[stem] }
    var places = starts
    var members = [UInt32](repeating: 0, count: surfaces.count)
    for surface in surfaces {
      let stem = Int(stemOfSurface[Int(surface)])
      members[places[stem]] = formOfSurface[Int(surface)]
      places[stem] += 1
    }
    // Forms that several surface forms fold to stand there more than once.
    var kept = 0
    for stem in 0..<stems {
      let own = starts[stem]..<starts[stem + 1]
      starts[stem] = kept
      if own.count > 1 { members[own].sort() }
      for index in own where index == own.lowerBound || members[index] != members[index - 1] {
        members[kept] = members[index]
        kept += 1
      }
    }
    starts[stems] = kept
    members.removeLast(members.count - kept)
    return (members, starts)
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
    _ ordinals: [UInt32], _ memory: InversionMemory, _ writer: inout PostingsWriter, to file: inout SectionFileWriter
  ) throws {
    let sorted = stems.numbersByBytes(
      (0..<UInt32(stems.count)).filter { memberStarts[Int($0)] < memberStarts[Int($0) + 1] })
    let inversion = invert(sorted.filter { counts[Int($0)] > 0 }, memory)
    let (field, starts) = (stream.field, UnsafeBufferPointer(stream.starts.buffer))
    var (inverted, key, words): (Int, [UInt8], [UInt32]) = (0, [], [])
    for (place, stem) in sorted.enumerated() {
      if place + InternTable.ahead < sorted.count { stems.prefetch(sorted[place + InternTable.ahead]) }
      TermKey.write(.stem(language: language), field, stems, stem, to: &key)
      words.removeAll(keepingCapacity: true)
      for member in memberStarts[Int(stem)]..<memberStarts[Int(stem) + 1] {
        words.append(ordinals[Int(members[member])])
      }
      if words.count > 1 { words.sort() }
      if counts[Int(stem)] == 0, let word = words.first {
        writer.addAlias(key, of: word, relations: words)
      } else {
        writer.add(documents: inversion.occurrences(inverted), starts: starts)
        try writer.finishTerm(key, relations: words, withPositions: false, to: &file)
        inverted += 1
      }
    }
  }

  /// For each of some stems, the document of each occurrence.
  private borrowing func invert(_ order: [UInt32], _ memory: InversionMemory) -> Inversion {
    let (stream, language) = (stream, language)
    // Stems that share postings go where nothing is kept.
    let (none, counts) = (UInt32(counts.count), counts)
    let stemOfSurface = stemOfSurface.map { $0 == .max || counts[Int($0)] == 0 ? none : $0 }
    return Inversion(order: order, counts: counts, memory) { places, out in
      let (surfaces, starts) = (stream.surfaces.buffer, stream.starts.buffer)
      stemOfSurface.withUnsafeBufferPointer { stems in
        var document = 0
        stream.eachLanguageRun { tokens, spoken in
          guard spoken == language else { return }
          var token = tokens.lowerBound
          while token < tokens.upperBound {
            while Int(starts[document + 1]) <= token { document += 1 }
            let end = min(Int(starts[document + 1]), tokens.upperBound)
            while token < end {
              let stem = stems[Int(surfaces[token])]
              out[Int(places[Int(stem)])] = UInt32(truncatingIfNeeded: document)
              // Which token's stem is inverted cannot be guessed, so this is no branch.
              places[Int(stem)] &+= stem == none ? 0 : 1
              token &+= 1
            }
          }
        }
      }
    }
  }
}
