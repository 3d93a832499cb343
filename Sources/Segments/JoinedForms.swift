// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The runs of two to four tokens joined by hyphens in one field of a segment, under their folded forms run together.
struct JoinedForms {
  private struct Entry {
    var tokens: [UInt32] = []
    /// The folded words of each attested way to join the form.
    var ways: [[UInt32]] = []
  }
  /// For two, three and four parts: the joined forms and where each starts.
  private var tables = (2...4).map { _ in InternTable(capacity: 16) }
  private var entries: [[Entry]] = [[], [], []]

  init(_ stream: FieldStream, _ interner: GapInterner, _ words: any WordTables, _ formOfSurface: [UInt32]) {
    let hyphens = (0..<UInt32(min(interner.table.count, 255))).map { interner.code($0) == JoinedForms.hyphen }
    var isHyphen = [Bool](repeating: false, count: 256)
    for (symbol, joins) in hyphens.enumerated() { isHyphen[symbol] = joins }
    guard (0..<UInt32(interner.table.count)).contains(where: { interner.code($0) == JoinedForms.hyphen }) else {
      return
    }
    let (gaps, surfaces, starts) = (stream.gaps.buffer, stream.surfaces.buffer, stream.starts.buffer)
    var (runStart, wide, document) = (0, 0, 0)
    for token in 0..<gaps.count {
      var joins = isHyphen[Int(gaps[token])]
      if gaps[token] == 255 {
        joins = interner.code(stream.wideGaps[wide]) == JoinedForms.hyphen
        wide += 1
      }
      while document + 1 < starts.count, starts[document + 1] <= UInt32(token) { document += 1 }
      if !joins || starts[document] == UInt32(token) {
        if token - runStart > 1 { addRun(runStart..<token, surfaces, words, formOfSurface) }
        runStart = token
      }
    }
    if gaps.count - runStart > 1 { addRun(runStart..<gaps.count, surfaces, words, formOfSurface) }
  }

  /// The raw value of the gap code of a joining hyphen.
  private static let hyphen: UInt8 = 2

  private mutating func addRun(
    _ run: Range<Int>, _ surfaces: UnsafeMutableBufferPointer<UInt32>, _ words: any WordTables,
    _ formOfSurface: [UInt32]
  ) {
    for start in run {
      var form: [UInt8] = []
      var way: [UInt32] = []
      for token in start..<min(start + 4, run.upperBound) {
        let word = formOfSurface[Int(surfaces[token])]
        let bytes = words.forms.bytes(word)
        guard bytes.contains(where: { $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a) }) else { break }
        form += bytes
        way.append(word)
        if way.count > 1 { add(form, way, at: UInt32(start)) }
      }
    }
  }

  private mutating func add(_ form: [UInt8], _ way: [UInt32], at token: UInt32) {
    let slot = way.count - 2
    let number = Int(form.withUnsafeBufferPointer { tables[slot].intern($0) })
    if number == entries[slot].count { entries[slot].append(Entry()) }
    entries[slot][number].tokens.append(token)
    if !entries[slot][number].ways.contains(way) { entries[slot][number].ways.append(way) }
  }

  /// Writes the forms of so many parts; `ordinals`: of each folded word, its place in the dictionary.
  func write(
    _ parts: Int, _ stream: FieldStream, _ ordinals: [UInt32], _ writer: inout PostingsWriter,
    to file: inout SectionFileWriter
  ) throws {
    let (table, forms) = (tables[parts - 2], entries[parts - 2])
    guard !forms.isEmpty else { return }
    let documents = OccurrencesKernel(starts: UnsafeBufferPointer(stream.starts.buffer))
    for form in table.numbersByBytes(Array(0..<UInt32(forms.count))) {
      let entry = forms[Int(form)]
      entry.tokens.withUnsafeBufferPointer { writer.add(occurrences: $0, documents) }
      let ways = entry.ways.map { $0.map { ordinals[Int($0)] } }.sorted { $0.lexicographicallyPrecedes($1) }
      let key = TermKey.bytes(.joined(parts: parts), stream.field, table.bytes(form))
      try writer.finishTerm(key, relations: ways.flatMap { $0 }, to: &file)
    }
  }
}
