// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Joins the positions of several words in the documents of a window; see `positions.h`. Not safe to share between threads.
package final class PositionsKernel {
  /// The positions of one word, as they lie in the file.
  package struct Word {
    /// Whole blocks of positions; the rest of the list decoded.
    package var blocks: UnsafeRawBufferPointer
    package var rest: [UInt32]
    /// One entry for each block of documents, all there, and how their numbers lie; see `EntryLayout`.
    package var entries: UnsafeRawBufferPointer
    package var entryCount: Int
    package var entryLength: Int
    package var lastBytes: Int
    package var placeOffset: Int
    package var placeBytes: Int
    /// Place of the word in the phrase.
    package var offset: UInt32

    package init(
      blocks: UnsafeRawBufferPointer, rest: [UInt32], entries: UnsafeRawBufferPointer, entryCount: Int,
      entryLength: Int, lastBytes: Int, placeOffset: Int, placeBytes: Int, offset: UInt32
    ) {
      (self.blocks, self.rest, self.entries, self.entryCount) = (blocks, rest, entries, entryCount)
      (self.entryLength, self.lastBytes, self.placeOffset) = (entryLength, lastBytes, placeOffset)
      (self.placeBytes, self.offset) = (placeBytes, offset)
    }
  }

  private let words: UnsafeMutableBufferPointer<syntop_positions>
  private let rests: UnsafeMutablePointer<UInt32>
  /// By word, what its table does not hold.
  private var excesses: [UnsafeMutableBufferPointer<syntop_excess>]
  /// At most so many positions stand behind the last whole block.
  private static let longestRest = PackedBlock.size

  /// The words, the rarest first.
  package init(_ given: [Word]) {
    words = .allocate(capacity: given.count)
    rests = .allocate(capacity: given.count * Self.longestRest)
    excesses = given.map { _ in UnsafeMutableBufferPointer(start: nil, count: 0) }
    for (index, word) in given.enumerated() {
      let rest = rests + index * Self.longestRest
      let count = min(word.rest.count, Self.longestRest)
      for place in 0..<count { rest[place] = word.rest[place] }
      var own = syntop_positions()
      (own.bytes, own.length) = (word.blocks.baseAddress?.assumingMemoryBound(to: UInt8.self), word.blocks.count)
      (own.rest, own.rest_count) = (UnsafePointer(rest), UInt32(count))
      own.entries = word.entries.baseAddress?.assumingMemoryBound(to: UInt8.self)
      own.entry_count = UInt32(word.entryCount)
      own.entry_length = UInt32(word.entryLength)
      own.last_bytes = UInt32(word.lastBytes)
      own.place_offset = UInt32(word.placeOffset)
      own.place_bytes = UInt32(word.placeBytes)
      own.offset = word.offset
      (own.decoded, own.touched) = (.max, .max)
      (words.baseAddress! + index).initialize(to: own)
    }
  }

  deinit {
    words.deallocate()
    rests.deallocate()
    for room in excesses { room.deallocate() }
  }

  /// The most documents of a window.
  package static let windowSize = Int(SYNTOP_JOINED)

  /// Starts a window: `table` has the frequencies of `size` documents from `first` on, 255 for all above, which `exceed`
  /// tells; the word's first document in it stands in the block of documents `entry`, and its positions begin at `index` of
  /// the block of positions at `start`, or behind it.
  package func begin(
    _ word: Int, table: UnsafePointer<UInt8>, first: UInt32, size: Int, entry: Int, start: Int, index: Int
  ) {
    words[word].table = table
    (words[word].first, words[word].size) = (first, UInt32(truncatingIfNeeded: size))
    words[word].entry = UInt32(truncatingIfNeeded: entry)
    (words[word].excess_count, words[word].is_counted, words[word].passed) = (0, 0, 0)
    words[word].start = start
    words[word].index = UInt32(truncatingIfNeeded: index)
  }

  /// Tells how much more than 255 times a word occurs in a document of its window; slots ascend.
  package func exceed(_ word: Int, slot: UInt32, by more: UInt32) {
    let count = Int(words[word].excess_count)
    if count == excesses[word].count { makeRoom(word, count) }
    excesses[word][count] = syntop_excess(slot: slot, more: more)
    words[word].excess_count += 1
  }

  private func makeRoom(_ word: Int, _ count: Int) {
    let room = UnsafeMutableBufferPointer<syntop_excess>.allocate(capacity: max(2 * count, 16))
    _ = room.update(fromContentsOf: excesses[word])
    excesses[word].deallocate()
    excesses[word] = room
    words[word].excesses = UnsafePointer(room.baseAddress)
  }

  /// Reads the positions of documents found by meetings of lists: slots are places in `found`; see `ListsKernel`.
  package func begin(_ word: Int, found: UnsafeRawPointer) {
    words[word].found = found.assumingMemoryBound(to: syntop_found.self)
    words[word].entry = .max
  }

  /// What stands for the hits of a document in which a word occurs too often: positions must be joined elsewhere.
  package static let untold = SYNTOP_UNTOLD

  package enum Path: CaseIterable { case best, portable }

  /// Counts the phrases in documents that have all words; false where a list is ill-formed.
  package func phrases(
    at slots: UnsafeBufferPointer<UInt32>, into hits: UnsafeMutablePointer<UInt32>, path: Path = .best
  ) -> Bool {
    let kernel = path == .best ? syntop_phrase_hits : syntop_phrase_hits_portable
    return kernel(words.baseAddress, UInt32(words.count), slots.baseAddress, UInt32(slots.count), hits) != 0
  }

  /// Counts the tokens of one of two words that the other follows with at most `distance` tokens between them.
  package func near(
    _ distance: UInt32, at slots: UnsafeBufferPointer<UInt32>, into hits: UnsafeMutablePointer<UInt32>,
    path: Path = .best
  ) -> Bool {
    let kernel = path == .best ? syntop_near_hits : syntop_near_hits_portable
    return kernel(words.baseAddress, distance, slots.baseAddress, UInt32(slots.count), hits) != 0
  }
}
