// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Which of the chunks of a file or section have had their checksums compared.

// Unchecked: the words are atomic. Where two threads set bits of one word at once, one may be lost: that chunk is compared
// once more.
final class ComparedChunks: @unchecked Sendable {
  private let words: UnsafeMutablePointer<Atomic<UInt64>>
  private let wordCount: Int

  init(count: Int) {
    wordCount = (count + 63) / 64
    words = .allocate(capacity: max(wordCount, 1))
    for index in 0..<wordCount { (words + index).initialize(to: Atomic(0)) }
  }

  deinit {
    words.deinitialize(count: wordCount)
    words.deallocate()
  }

  /// - Precondition: the chunk is one of those counted in `init`.
  @inline(__always)
  func contains(_ chunk: Int) -> Bool {
    precondition(chunk >= 0 && chunk >> 6 < wordCount)
    return words[chunk >> 6].load(ordering: .relaxed) >> UInt64(chunk & 63) & 1 == 1
  }

  /// - Precondition: the chunk is one of those counted in `init`.
  @inline(__always)
  func insert(_ chunk: Int) {
    precondition(chunk >= 0 && chunk >> 6 < wordCount)
    let word = words[chunk >> 6].load(ordering: .relaxed)
    words[chunk >> 6].store(word | 1 << UInt64(chunk & 63), ordering: .relaxed)
  }
}
