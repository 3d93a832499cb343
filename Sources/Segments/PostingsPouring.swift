// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Postings of a run of documents poured into a table, without a call for each posting.
extension PostingsCursor {
  /// Sets the entry of each document of `table`, zero before, to its frequency, or to 255 and tells what is above;
  /// moves to the first document behind the table. Documents before the table are passed over.
  mutating func pour(into table: PostingsKernel.Table, _ large: (_ slot: Int, _ excess: UInt32) -> Void) {
    pour(into: table, marking: false, large)
  }

  /// Sets the entry of each document of `table` to 1.
  mutating func mark(in table: PostingsKernel.Table) { pour(into: table, marking: true) { _, _ in } }

  /// Sets the entries of all documents to 1, or their bits where that is less work; there are `DocumentWindow.slack` more
  /// bytes than `count`.
  package mutating func markAll(
    in marks: UnsafeMutablePointer<UInt8>, bits: UnsafeMutablePointer<UInt64>, count: Int
  ) {
    let table = PostingsKernel.Table(entries: marks, first: 0, size: count)
    var isThere = document != PostingsCursor.end
    while isThere {
      _ = PostingsKernel.pour(restOfBlock, nil, into: table)
      var next = block + 1
      while let found = wholeBlock(next),
        PostingsKernel.mark(bytes, at: found.place, base: found.base, bits: bits, count: count)
          || PostingsKernel.mark(bytes, at: found.place, base: found.base, in: table)
      { next += 1 }
      isThere = move(toBlock: next) != PostingsCursor.end
    }
  }

  /// As `pour`, on top of what is there.
  mutating func add(to table: PostingsKernel.Table, _ large: (_ slot: Int, _ excess: UInt32) -> Void) {
    guard advance(to: table.first) != PostingsCursor.end else { return }
    repeat {
      let (documents, frequencies) = (restOfBlock, frequenciesOfRest())
      for step in documents.indices {
        let slot = Int(documents[step] &- table.first)
        if slot >= table.size { return move(by: step) }
        let sum = UInt32(table.entries[slot]) &+ frequencies[step]
        table.entries[slot] = UInt8(min(sum, 255))
        if sum > 255 { large(slot, sum &- 255) }
      }
    } while nextBlock()
  }

  /// Adds up the documents of `table` whose entries are not zero, and these entries and their frequencies; moves to the
  /// first document behind the table.
  mutating func meet(_ table: PostingsKernel.Table, _ met: inout (documents: UInt64, hits: UInt64)) {
    guard advance(to: table.first) != PostingsCursor.end else { return }
    let end = table.first &+ UInt32(truncatingIfNeeded: table.size)
    repeat {
      let (documents, frequencies) = (restOfBlock, frequenciesOfRest())
      for step in documents.indices {
        let slot = Int(documents[step] &- table.first)
        if slot >= table.size { return move(by: step) }
        let entry = UInt64(table.entries[slot])
        met.documents &+= entry > 0 ? 1 : 0
        met.hits &+= entry > 0 ? entry &+ UInt64(frequencies[step]) : 0
      }
      var next = block + 1
      while let found = wholeBlock(next), found.last < end,
        PostingsKernel.meet(bytes, at: found.place, base: found.base, in: table, &met)
      { next += 1 }
      if move(toBlock: next) >= end { return }
    } while true
  }

  /// Sets the entries of its documents to zero; moves to the first document behind the table.
  mutating func takeOut(of table: PostingsKernel.Table) {
    guard advance(to: table.first) != PostingsCursor.end else { return }
    repeat {
      for (step, document) in restOfBlock.enumerated() {
        let slot = Int(document &- table.first)
        if slot >= table.size { return move(by: step) }
        table.entries[slot] = 0
      }
    } while nextBlock()
  }

  @inline(__always)
  private mutating func pour(
    into table: PostingsKernel.Table, marking: Bool, _ large: (_ slot: Int, _ excess: UInt32) -> Void
  ) {
    guard advance(to: table.first) != PostingsCursor.end else { return }
    while true {
      let documents = restOfBlock
      let frequencies = marking ? nil : frequenciesOfRest().baseAddress
      let (count, isLarge) = PostingsKernel.pour(documents, frequencies, into: table)
      if isLarge, let frequencies {
        for step in 0..<count where frequencies[step] > 255 {
          large(Int(documents[step] &- table.first), frequencies[step] &- 255)
        }
      }
      if count < documents.count { return move(by: count) }
      if !pourBlocks(into: table, marking: marking) { return }
    }
  }

  /// Pours the blocks behind the decoded one that lie in the table, undecoded, and moves to the first document behind
  /// them; false where that lies behind the table.
  @inline(__always)
  private mutating func pourBlocks(into table: PostingsKernel.Table, marking: Bool) -> Bool {
    let end = table.first &+ UInt32(truncatingIfNeeded: table.size)
    var next = block + 1
    while let found = wholeBlock(next), found.last < end,
      marking
        ? PostingsKernel.mark(bytes, at: found.place, base: found.base, in: table)
        : PostingsKernel.pour(bytes, at: found.place, base: found.base, into: table)
    { next += 1 }
    return move(toBlock: next) < end
  }
}
