// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Postings poured into a table with a byte for each document: blocks straight from their bytes, or decoded ones; see
/// `blocks.h`.
package enum PostingsKernel {
  /// Room that a table must have behind its last document.
  package static let slack = Int(SYNTOP_TABLE_SLACK)

  /// A byte for each of `size` documents from `first` on, and `slack` more.
  package struct Table {
    package var entries: UnsafeMutablePointer<UInt8>
    package var first: UInt32
    package var size: Int

    package init(entries: UnsafeMutablePointer<UInt8>, first: UInt32, size: Int) {
      (self.entries, self.first, self.size) = (entries, first, size)
    }

    fileprivate var value: syntop_table {
      syntop_table(entries: entries, first: first, size: UInt32(truncatingIfNeeded: size))
    }
  }

  /// Which path is taken: the best of this machine, or the one that tests hold it to.
  package enum Path: CaseIterable { case best, portable }

  /// Pours the block of documents at `position`, which follow `base`, with the block of frequencies behind it; false,
  /// and nothing done, where a document may lie outside the table, a frequency may be above 128, or a block is ill-formed.
  package static func pour(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, into table: Table, path: Path = .best
  ) -> Bool {
    run(path == .best ? syntop_pour_block : syntop_pour_block_portable, bytes, at: position, base, table)
  }

  /// The same with 1 for each document and no frequencies.
  package static func mark(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, in table: Table, path: Path = .best
  ) -> Bool {
    run(path == .best ? syntop_mark_block : syntop_mark_block_portable, bytes, at: position, base, table)
  }

  /// Adds up which documents of the block of documents at `position` have an entry that is not zero, and those entries and
  /// the documents' frequencies; false, and nothing done, where `pour` is.
  package static func meet(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, in table: Table,
    _ met: inout (documents: UInt64, hits: UInt64), path: Path = .best
  ) -> Bool {
    var sums = syntop_met(documents: met.documents, hits: met.hits)
    let kernel = path == .best ? syntop_meet_block : syntop_meet_block_portable
    let isMet = run({ kernel($0, $1, $2, $3, &sums) }, bytes, at: position, base, table)
    met = (sums.documents, sums.hits)
    return isMet
  }

  /// Sets the bits of a block of documents that is a bit set, document n that of bit n; false, and nothing done, where it is
  /// another.
  @inline(__always)
  package static func mark(
    _ bytes: UnsafeRawBufferPointer, at position: Int, base: UInt32, bits: UnsafeMutablePointer<UInt64>, count: Int
  ) -> Bool {
    guard position >= 0, position < bytes.count, let start = bytes.baseAddress else { return false }
    let place = (start + position).assumingMemoryBound(to: UInt8.self)
    return syntop_mark_bits(place, bytes.count &- position, base, bits, UInt32(clamping: count)) != 0
  }

  /// How many bits of some words are set.
  package static func countBits(_ words: UnsafeBufferPointer<UInt64>, path: Path = .best) -> Int {
    let kernel = path == .best ? syntop_count_bits : syntop_count_bits_portable
    return kernel(words.baseAddress, words.count)
  }

  private typealias BlockKernel = (
    UnsafePointer<UInt8>?, Int, UInt32, UnsafePointer<syntop_table>?
  ) -> Int32

  @inline(__always)
  private static func run(
    _ kernel: BlockKernel, _ bytes: UnsafeRawBufferPointer, at position: Int, _ base: UInt32, _ table: Table
  ) -> Bool {
    guard position >= 0, position < bytes.count, let start = bytes.baseAddress else { return false }
    let place = (start + position).assumingMemoryBound(to: UInt8.self)
    var value = table.value
    return kernel(place, bytes.count &- position, base, &value) != 0
  }

  /// Pours decoded postings up to the first outside the table; frequencies above 255 become 255. Tells how many lay
  /// within, and whether one was that large.
  package static func pour(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafePointer<UInt32>?, into table: Table
  ) -> (count: Int, isLarge: Bool) {
    guard let base = documents.baseAddress else { return (0, false) }
    var value = table.value
    var large: Int32 = 0
    let count = syntop_pour_documents(base, frequencies, documents.count, &value, &large)
    return (count, large != 0)
  }

  /// Which path the kernels take on this machine.
  package static var path: String { String(cString: syntop_blocks_path()) }
}
