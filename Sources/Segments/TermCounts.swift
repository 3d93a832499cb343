// SPDX-License-Identifier: Apache-2.0

/// How often many terms of a dictionary occur, read block by block without their keys.
internal import Bytes

extension TermDictionary {
  /// The occurrences of words in live documents.
  ///
  /// - Parameter ordinals: ascending; all of them words, none a stem or a joined form.
  package func occurrences(ofWords ordinals: [UInt32]) throws -> [Int] {
    var counts: [Int] = []
    counts.reserveCapacity(ordinals.count)
    var (number, info) = (-1, TermInfo.none)
    var reader = TermBlock(UnsafeRawBufferPointer(start: nil, count: 0), start: 0, place: 0)
    for ordinal in ordinals {
      let (wanted, index) = (Int(ordinal) / TermBlock.size, Int(ordinal) % TermBlock.size)
      if wanted != number {
        guard let next = try block(wanted) else { throw damaged() }
        (reader, number) = (next, wanted)
        reader.skipKeysOfWords()
      }
      // Reads nothing where the ordinal is given a second time.
      reader.readInfo(index, into: &info)
      guard !reader.isDamaged, reader.target == nil else { throw damaged() }
      info.ordinal = ordinal
      deletes?.correct(&info)
      counts.append(info.occurrences)
    }
    return counts
  }
}
