// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// How often many terms of a dictionary occur, read block by block without their keys.
extension TermDictionary {
  /// The occurrences of words in live documents.
  ///
  /// - Parameter ordinals: ascending; all of them words, none a stem or a joined form.
  package func occurrences(ofWords ordinals: [UInt32]) throws -> [Int] {
    var counts: [Int] = []
    counts.reserveCapacity(ordinals.count)
    var number = -1
    var reader = WordCounts(UnsafeRawBufferPointer(start: nil, count: 0))
    for (place, ordinal) in ordinals.enumerated() {
      if place % Self.asked == 0 { askForBlocks(of: ordinals[place...].prefix(Self.asked)) }
      let (wanted, index) = (Int(ordinal) / TermBlock.size, Int(ordinal) % TermBlock.size)
      if wanted != number {
        guard let bytes = try blockBytes(wanted) else { throw damaged() }
        (reader, number) = (WordCounts(bytes), wanted)
      }
      guard var count = reader.occurrences(of: index) else { throw damaged() }
      if let deletes {
        var info = TermInfo.none
        (info.ordinal, info.writtenOccurrences, info.occurrences) = (ordinal, count, count)
        deletes.correct(&info)
        count = info.occurrences
      }
      counts.append(count)
    }
    return counts
  }
}

/// Blocks that stand far apart come from memory side by side.
extension TermDictionary {
  /// Words whose blocks are asked for together.
  private static let asked = 32

  private func askForBlocks(of ordinals: ArraySlice<UInt32>) {
    var last = -1
    for ordinal in ordinals where Int(ordinal) / TermBlock.size != last {
      last = Int(ordinal) / TermBlock.size
      prefetchBlock(last)
    }
  }
}

/// Reads how often the words of a block (see `TermBlock`) occur and nothing else of it.
private struct WordCounts {
  private var cursor: ByteCursor
  /// The word whose info has been read last, and its occurrences.
  private var index = -1
  private var count = 0

  init(_ block: UnsafeRawBufferPointer) {
    cursor = ByteCursor(block)
    let keys = cursor.varint(below: block.count + 1)
    cursor.skip(keys)
  }

  /// - Parameter wanted: none below one that was asked for before; before it stand words only.
  mutating func occurrences(of wanted: Int) -> Int? {
    while index &+ 1 < wanted {
      // An info has as many varints as its kind says, and one more.
      let kind = Int(cursor.upcoming & 3)
      guard kind > 0 else { return nil }
      cursor.skipVarints(kind &+ 1)
      index &+= 1
    }
    if index < wanted {
      guard let next = readCount() else { return nil }
      (index, count) = (wanted, next)
    }
    return cursor.failed ? nil : count
  }

  private mutating func readCount() -> Int? {
    let head = cursor.varint()
    switch head & 3 {
    case 1:
      cursor.skipVarints(1)
      return 1
    case 2:
      let more = cursor.varint()
      cursor.skipVarints(1)
      return Int(truncatingIfNeeded: more) &+ 2
    case 3:
      let more = cursor.varint()
      cursor.skipVarints(2)
      return Int(truncatingIfNeeded: head >> 2) &+ 2 &+ Int(truncatingIfNeeded: more)
    default: return nil
    }
  }
}
