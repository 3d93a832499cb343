// SPDX-License-Identifier: Apache-2.0

/// Turns the token stream of a field into one run of positions for each term: a counting sort, in two passes.
internal import Bytes

/// The occurrences of terms 0 ..< n in a stream: for each term, ascending, the indices of its tokens, or of their documents.
struct Inversion: ~Copyable {
  private let tokens: UnsafeMutablePointer<UInt32>
  /// Where each term's occurrences start in `tokens`, and one more for the end.
  private let starts: UnsafeMutablePointer<Int>
  let terms: Int

  /// - Parameters:
  ///   - counts: how often each term occurs.
  ///   - fill: writes each occurrence to `out` at its term's place, which moves on by one.
  init(counts: [UInt32], fill: ((_ place: UnsafeMutablePointer<Int>, _ out: UnsafeMutablePointer<UInt32>) -> Void)) {
    terms = counts.count
    starts = .allocate(capacity: terms + 1)
    let places = UnsafeMutablePointer<Int>.allocate(capacity: max(terms, 1))
    defer { places.deallocate() }
    var total = 0
    for term in 0..<terms {
      starts[term] = total
      places[term] = total
      total += Int(counts[term])
    }
    starts[terms] = total
    tokens = .allocate(capacity: max(total, 1))
    LargePages.prefer(tokens, count: total)
    fill(places, tokens)
  }

  deinit {
    tokens.deallocate()
    starts.deallocate()
  }

  func occurrences(_ term: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: tokens + starts[term], count: starts[term + 1] - starts[term])
  }
}

/// Finds the document of a token quickly: where documents start, and the document of every 32nd token.
final class DocumentFinder {
  private static let shift = 5
  let starts: UnsafeBufferPointer<UInt32>
  private let landmarks: UnsafeMutablePointer<UInt32>

  /// `starts` must outlive the finder.
  init(starts: UnsafeBufferPointer<UInt32>, tokens: Int) {
    self.starts = starts
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

  /// The document that holds `token`, which must be one of the stream.
  @inline(__always) func document(of token: UInt32) -> UInt32 {
    var document = Int(landmarks[Int(token >> UInt32(Self.shift))])
    // Mostly the token is in this document or the next one: which of them is no branch to be guessed.
    document &+= starts[document &+ 1] <= token ? 1 : 0
    while starts[document &+ 1] <= token { document &+= 1 }
    return UInt32(truncatingIfNeeded: document)
  }
}
