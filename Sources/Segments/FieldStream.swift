// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// One field of the documents of a segment that is being filled: tokens one after another, in memory.
final class FieldStream {
  // No method is entered again while it runs.
  let field: Field
  /// Surface numbers of all tokens.
  @exclusivity(unchecked) var surfaces = Vector<UInt32>(capacity: 1 << 12)
  /// Gap symbols below 255; 255 where the symbol is the next one of `wideGaps`.
  @exclusivity(unchecked) var gaps = Vector<UInt8>(capacity: 1 << 12)
  @exclusivity(unchecked) var wideGaps = Vector<UInt32>()
  /// Readings of the first so many tokens, `.max` for tokens without attributes; empty where no token has any.
  @exclusivity(unchecked) var readings = Vector<UInt32>()
  /// First token of each document, and one more for the end.
  @exclusivity(unchecked) var starts = Vector<UInt32>(capacity: 1 << 10)
  /// Structure records; their `rest` holds gap numbers, not yet ranks.
  @exclusivity(unchecked) var structures = ByteBuffer(capacity: 1 << 12)
  @exclusivity(unchecked) var structurePlaces = Vector<UInt32>(capacity: 1 << 10)
  /// Where the language changes: first token and language.
  @exclusivity(unchecked) var languages: [(token: UInt32, language: UInt8)] = []
  /// Documents that hold a token of the field.
  @exclusivity(unchecked) var documents = 0

  /// - Parameter expected: about how many tokens there will be: memory that need not grow is not copied, and what is not
  ///   written to takes no room.
  init(_ field: Field, expected: Int = 0) {
    self.field = field
    if expected > 1 << 16 {
      surfaces = Vector(capacity: expected)
      gaps = Vector(capacity: expected)
      LargePages.prefer(surfaces.base, count: expected)
    }
    starts.append(0)
    structurePlaces.append(0)
  }

  var tokenCount: Int { surfaces.count }

  /// Adds the tokens of document `number`; documents left out have none.
  func append(
    _ tokens: borrowing FieldTokens, text: UnsafeBufferPointer<UInt8>, document number: Int, _ words: any WordTables,
    _ interner: GapInterner, complete: Bool
  ) {
    pad(to: number)
    let first = UInt32(truncatingIfNeeded: surfaces.count)
    if complete, tokens.readings.count == tokens.surfaces.count, !tokens.readings.isEmpty {
      if readings.count == 0 { readings.reserve(surfaces.capacity) }
      padReadings(to: surfaces.count)
      tokens.readings.withUnsafeBufferPointer { readings.append($0) }
    }
    tokens.surfaces.withUnsafeBufferPointer { surfaces.append($0) }
    if !tokens.surfaces.isEmpty { documents += 1 }
    noteLanguages(tokens.structure, first)
    appendGaps(tokens, text, interner)
    starts.append(UInt32(truncatingIfNeeded: surfaces.count))
    if complete {
      appendStructure(tokens, text, words, interner)
    } else if !tokens.structure.barriers.isEmpty {
      var blocks = DocumentStructure()
      blocks.blocks = tokens.structure.blocks
      blocks.append(to: &structures)
    }
    structurePlaces.append(UInt32(truncatingIfNeeded: structures.count))
  }

  func pad(to number: Int) {
    while starts.count <= number { starts.append(UInt32(truncatingIfNeeded: surfaces.count)) }
    while structurePlaces.count <= number { structurePlaces.append(UInt32(truncatingIfNeeded: structures.count)) }
  }

  func padReadings(to count: Int) { while readings.count < count { readings.append(.max) } }

  private func noteLanguages(_ structure: DocumentStructure, _ first: UInt32) {
    for block in structure.blocks where block.language != languages.last?.language {
      languages.append((first &+ block.firstToken, block.language))
    }
  }

  private func appendGaps(_ tokens: borrowing FieldTokens, _ text: UnsafeBufferPointer<UInt8>, _ interner: GapInterner)
  {
    let count = tokens.surfaces.count
    gaps.reserve(count)
    let out = gaps.base + gaps.count
    guard let base = text.baseAddress, tokens.starts.count == count, tokens.ends.count == count else { return }
    var wide: [UInt32] = []
    tokens.starts.withUnsafeBufferPointer { starts in
      tokens.ends.withUnsafeBufferPointer { ends in
        tokens.gaps.withUnsafeBufferPointer { codes in
          var end = 0
          for index in 0..<count {
            let start = Int(starts[index])
            // Offsets come from the tokenizer, which read this very text.
            let length = min(start, text.count) &- end
            var symbol = GapInterner.space
            if length != 1 || base[end] != 0x20 || codes[index] != 1 {
              symbol = interner.intern(code: codes[index], base + end, max(length, 0))
            }
            if symbol < 255 {
              out[index] = UInt8(truncatingIfNeeded: symbol)
            } else {
              out[index] = 255
              wide.append(symbol)
            }
            end = min(Int(ends[index]), text.count)
          }
        }
      }
    }
    gaps.count += count
    wide.withUnsafeBufferPointer { wideGaps.append($0) }
  }

  private func appendStructure(
    _ tokens: borrowing FieldTokens, _ text: UnsafeBufferPointer<UInt8>, _ words: any WordTables,
    _ interner: GapInterner
  ) {
    if text.isEmpty, tokens.surfaces.isEmpty { return }
    var structure = tokens.structure
    let end = min(Int(tokens.ends.last ?? 0), text.count)
    if end < text.count, let base = text.baseAddress {
      structure.rest = interner.intern(code: 0, base + end, text.count - end)
    }
    structure.spellings = spellings(tokens, text, words)
    structure.append(to: &structures)
  }

  /// The tokens whose text differs from their surface form, which is in NFC.
  private func spellings(
    _ tokens: borrowing FieldTokens, _ text: UnsafeBufferPointer<UInt8>, _ words: any WordTables
  ) -> [DocumentStructure.Spelling] {
    var found: [DocumentStructure.Spelling] = []
    // ASCII is in NFC.
    guard let base = text.baseAddress, !isASCII(text) else { return found }
    let table = words.surfaces
    for index in tokens.surfaces.indices {
      let (start, end) = (Int(tokens.starts[index]), min(Int(tokens.ends[index]), text.count))
      guard start <= end else { continue }
      let given = UnsafeBufferPointer(start: base + start, count: end - start)
      let same = table.withBytes(of: tokens.surfaces[index]) { form in
        form.count == given.count && form.withUnsafeBufferPointer { sameBytes($0, given) }
      }
      if !same { found.append(.init(token: UInt32(index), bytes: Array(given))) }
    }
    return found
  }

  /// Calls `body` with each run of tokens of one language.
  func eachLanguageRun(_ body: (_ tokens: Range<Int>, _ language: UInt8) -> Void) {
    for (index, run) in languages.enumerated() {
      let end = index + 1 < languages.count ? Int(languages[index + 1].token) : tokenCount
      if Int(run.token) < end { body(Int(run.token)..<end, run.language) }
    }
  }
}

private func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var any: UInt8 = 0
  for byte in bytes { any |= byte }
  return any < 0x80
}

@inline(__always)
private func sameBytes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
  for index in 0..<a.count where a[index] != b[index] { return false }
  return true
}
