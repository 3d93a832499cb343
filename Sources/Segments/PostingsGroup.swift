// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Some occurrences of a term, told apart by document: what an encoder takes at one go.
struct PostingsGroup: ~Copyable {
  /// Occurrences that a group takes.
  private static var capacity: Int { PackedBlock.size }
  /// The documents, and for each the index of its first occurrence, with the number of occurrences behind the last.
  let documents: UnsafeMutablePointer<UInt32>
  let firsts: UnsafeMutablePointer<UInt32>
  private let gaps: UnsafeMutablePointer<UInt32>
  private(set) var count = 0
  private(set) var occurrences = 0

  init() {
    // The place behind the last document is written to before it is known whether there is one more.
    documents = .allocate(capacity: Self.capacity + 1)
    firsts = .allocate(capacity: Self.capacity + 1)
    gaps = .allocate(capacity: Self.capacity)
  }

  deinit {
    documents.deallocate()
    firsts.deallocate()
    gaps.deallocate()
  }

  var lastDocument: Int { Int(documents[count - 1]) }

  /// What the first so many occurrences give as positions: the first of each document as it is, then the gaps.
  func gaps(end: Int) -> UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: gaps, count: end) }

  /// Takes tokens, ascending, the first of which is the first of its document.
  ///
  /// - Precondition: there is one at least, and no more than a block holds.
  mutating func gather(_ tokens: UnsafeBufferPointer<UInt32>, _ stream: OccurrencesKernel) {
    precondition(!tokens.isEmpty && tokens.count <= Self.capacity)
    count = stream.group(tokens, documents: documents, firsts: firsts, gaps: gaps)
  }

  /// Ends the group: the last document holds the term as often as makes up so many occurrences in all.
  mutating func close(occurrences total: Int) {
    occurrences = total
    firsts[count] = UInt32(truncatingIfNeeded: total)
  }

  /// Takes documents, ascending, each as often as it holds the term.
  ///
  /// - Precondition: as above.
  mutating func gather(documents occurrences: UnsafeBufferPointer<UInt32>) {
    precondition(!occurrences.isEmpty && occurrences.count <= Self.capacity)
    let (documents, firsts) = (documents, firsts)
    var (number, last) = (0, UInt32.max)
    // Whether a document is another one cannot be guessed: each is written as if it were, and only then counted or not.
    for index in 0..<occurrences.count {
      let document = occurrences[index]
      documents[number] = document
      firsts[number] = UInt32(truncatingIfNeeded: index)
      number &+= document != last ? 1 : 0
      last = document
    }
    count = number
  }
}
