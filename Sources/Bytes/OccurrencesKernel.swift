// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Occurrences of a word in a stream of tokens, told apart by document.
///
/// Finds the documents of tokens quickly: where documents start, and the document of every 32nd token.
package final class OccurrencesKernel {
  private static let shift = 5
  /// The first token of each document and, at the end, the number of tokens.
  package let starts: UnsafeBufferPointer<UInt32>
  private let landmarks: UnsafeMutablePointer<UInt32>
  private let tokens: Int
  private let isPortable: Bool

  /// `starts` must outlive the kernel; it ascends from 0 to the number of tokens.
  package init(starts: UnsafeBufferPointer<UInt32>, isPortable: Bool = false) {
    self.starts = starts
    self.isPortable = isPortable
    tokens = Int(starts.last ?? 0)
    let count = tokens >> Self.shift + 1
    landmarks = .allocate(capacity: count)
    var document = 0
    for index in 0..<count {
      let token = UInt32(truncatingIfNeeded: index << Self.shift)
      while document + 2 < starts.count, starts[document + 1] <= token { document += 1 }
      landmarks[index] = UInt32(truncatingIfNeeded: document)
    }
  }

  deinit { landmarks.deallocate() }

  /// Writes the document of each run of tokens in one document, the index of the first of each run, and for each token its
  /// place in its document if it is the first there, else how many tokens stand between it and the one before. Returns
  /// the number of documents.
  ///
  /// - Precondition: the tokens ascend and are of the stream; the three have room for as many numbers and one more.
  package func group(
    _ some: UnsafeBufferPointer<UInt32>, documents: UnsafeMutablePointer<UInt32>,
    firsts: UnsafeMutablePointer<UInt32>, gaps: UnsafeMutablePointer<UInt32>
  ) -> Int {
    guard let base = some.baseAddress, let last = some.last, let starts = starts.baseAddress else { return 0 }
    precondition(Int(last) < tokens)
    var stream = syntop_documents(starts: starts, landmarks: landmarks)
    return isPortable
      ? syntop_group_tokens_portable(base, some.count, &stream, documents, firsts, gaps)
      : syntop_group_tokens(base, some.count, &stream, documents, firsts, gaps)
  }
}
