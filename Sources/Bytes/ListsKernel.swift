// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Documents of one list of postings looked up in others; see `lists.h`. Not safe to share between threads.
package final class ListsKernel {
  /// A list as it lies in the file.
  package struct List {
    /// From the first block on.
    package var blocks: UnsafeRawBufferPointer
    /// The entries of all blocks, if the list has whole ones.
    package var entries: UnsafeRawBufferPointer
    package var whole: Int
    package var entryLength: Int
    package var lastBytes: Int
    package var placeBytes: Int

    package init(
      blocks: UnsafeRawBufferPointer, entries: UnsafeRawBufferPointer, whole: Int, entryLength: Int, lastBytes: Int,
      placeBytes: Int
    ) {
      (self.blocks, self.entries, self.whole) = (blocks, entries, whole)
      (self.entryLength, self.lastBytes, self.placeBytes) = (entryLength, lastBytes, placeBytes)
    }
  }

  private let lists: UnsafeMutablePointer<syntop_list>
  private let tails: UnsafeMutablePointer<UInt32>
  private static let slack = 16
  private static let tailLength = 2 * PackedBlock.size + slack

  package init(count: Int) {
    lists = .allocate(capacity: max(count, 1))
    tails = .allocate(capacity: max(count, 1) * Self.tailLength)
  }

  deinit {
    lists.deallocate()
    tails.deallocate()
  }

  /// Sets a list; `tail` writes the documents and frequencies behind the last whole block, at most 128, and returns how
  /// many there are.
  package func set(
    _ number: Int, _ list: List,
    tail: (_ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>) -> Int
  ) {
    let documents = tails + number * Self.tailLength
    let frequencies = documents + PackedBlock.size + Self.slack
    let count = tail(documents, frequencies)
    (documents + count).update(repeating: .max, count: Self.slack)
    let own = lists + number
    own.pointee.bytes = list.blocks.baseAddress?.assumingMemoryBound(to: UInt8.self)
    own.pointee.length = list.blocks.count
    own.pointee.entries = list.entries.baseAddress?.assumingMemoryBound(to: UInt8.self)
    own.pointee.whole = UInt32(list.whole)
    own.pointee.entry_length = UInt32(list.entryLength)
    own.pointee.last_bytes = UInt32(list.lastBytes)
    own.pointee.place_bytes = UInt32(list.placeBytes)
    (own.pointee.tail_documents, own.pointee.tail_frequencies) = (UnsafePointer(documents), UnsafePointer(frequencies))
    own.pointee.tail_count = UInt32(count)
    (own.pointee.block, own.pointee.at, own.pointee.decoded, own.pointee.has_frequencies) = (0, 0, 0, 0)
  }

  package enum Path: CaseIterable { case best, portable }

  /// Looks up ascending documents, given by their places, none before one that was asked for earlier. Keeps the places of
  /// those found and returns their number. `found` has room for three numbers for each place: the frequency, the block, and
  /// if `summing` the occurrences in the block before.
  package func meet(
    _ number: Int, _ documents: UnsafePointer<UInt32>, _ places: UnsafeMutablePointer<UInt32>, _ count: Int,
    summing: Bool, found: UnsafeMutableRawPointer, path: Path = .best
  ) -> Int {
    let kernel = path == .best ? syntop_list_meet : syntop_list_meet_portable
    return Int(
      kernel(
        lists + number, documents, places, UInt32(count), summing ? 1 : 0,
        found.assumingMemoryBound(to: syntop_found.self)))
  }

  /// Lets the next documents be any again.
  package func rewind(_ number: Int) { (lists[number].block, lists[number].at) = (0, 0) }

  /// The first document that a list may still hold, `.max` where there is none.
  package func next(_ number: Int) -> UInt32 { syntop_list_next(lists + number) }
}
