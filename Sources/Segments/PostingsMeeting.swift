// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Documents of the shortest of several lists looked up in the others, a block at a time, by a kernel that decodes no more
/// than it must. Not safe to share between threads.
package final class PostingsMeeting {
  /// What a list has of a document: occurrences, in which block of the list it stands, and how many occurrences stand
  /// before it in the block (0 unless asked for). As the kernel writes it.
  package struct Found {
    package var frequency: UInt32
    package var block: UInt32
    package var before: UInt32
  }

  /// Places in the block given last: of the documents that all lists hold.
  package let places: UnsafeMutablePointer<UInt32>
  /// For each list, what was found at each place.
  private let found: UnsafeMutablePointer<Found>
  private let kernel: ListsKernel
  private let lists: Int
  private let summing: Bool
  private let rows: Int
  /// Keeps the mapped bytes alive.
  private let owner: SectionFile?

  /// - Parameters:
  ///   - lists: all but the shortest.
  ///   - summing: whether positions will be read.
  ///   - rows: of how many blocks what was found is kept.
  package init(_ lists: [PostingsCursor], summing: Bool = false, rows: Int = 1) {
    (self.lists, self.summing, owner) = (lists.count, summing, lists.first?.buffer.owner)
    self.rows = rows
    kernel = ListsKernel(count: lists.count)
    for (number, list) in lists.enumerated() { list.describe(as: number, to: kernel) }
    places = .allocate(capacity: PackedBlock.size)
    found = .allocate(capacity: PackedBlock.size * rows * max(lists.count, 1))
  }

  deinit {
    places.deallocate()
    found.deallocate()
  }

  /// Finds which of the documents of a block, `range` of those at `documents`, all lists hold; returns how many. Blocks
  /// must ascend.
  package func meet(_ documents: UnsafePointer<UInt32>, _ range: Range<Int>, row: Int = 0) -> Int {
    for index in 0..<range.count { places[index] = UInt32(truncatingIfNeeded: range.lowerBound &+ index) }
    return meet(documents, chosen: range.count, row: row)
  }

  /// The same of those documents of the block whose places are the first in `places`, as many as `count`.
  package func meet(_ documents: UnsafePointer<UInt32>, chosen count: Int, row: Int = 0) -> Int {
    var count = count
    for list in 0..<lists where count > 0 {
      let found = self.found(list) + row &* PackedBlock.size
      count = kernel.meet(list, documents, places, count, summing: summing, found: found)
    }
    return count
  }

  /// Finds which of the documents at `places`, as many as `count`, one list holds; keeps the places of those found and returns
  /// how many. Documents must ascend from call to call.
  package func meet(
    list: Int, _ documents: UnsafePointer<UInt32>, _ places: UnsafeMutablePointer<UInt32>, _ count: Int
  ) -> Int {
    kernel.meet(list, documents, places, count, summing: summing, found: found(list))
  }

  /// Lets the next documents be any again.
  package func rewind() { for list in 0..<lists { kernel.rewind(list) } }

  /// What a list has of the documents given last, by place; row behind row.
  package func found(_ list: Int) -> UnsafeMutablePointer<Found> { found + list &* rows &* PackedBlock.size }

  /// No document before this one is held by all lists and was not looked up; `.max` where there is none.
  package var next: UInt32 {
    var next: UInt32 = 0
    for list in 0..<lists { next = max(next, kernel.next(list)) }
    return next
  }
}

extension PostingsCursor {
  /// Tells the kernel where the list lies.
  fileprivate func describe(as number: Int, to kernel: ListsKernel) {
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    guard let entries else {
      // Shorter lists are decoded already.
      let isShort = count < PackedBlock.size
      kernel.set(
        number,
        .init(blocks: none, entries: none, whole: 0, entryLength: 0, lastBytes: 1, placeBytes: 1)
      ) { documents, frequencies in
        guard isShort, blockCount == count else { return 0 }
        documents.update(from: self.documents, count: count)
        frequencies.update(from: self.frequencies, count: count)
        return count
      }
      return
    }
    let blocks = UnsafeRawBufferPointer(rebasing: bytes[entries.end...])
    let whole = count / PackedBlock.size
    kernel.set(
      number,
      .init(
        blocks: blocks, entries: entries.bytes, whole: whole, entryLength: entries.layout.length,
        lastBytes: entries.layout.lastLength, placeBytes: entries.layout.placeLength)
    ) { documents, frequencies in readTail(documents, frequencies) }
  }
}
