// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Turns the token stream of a field into one run of positions for each term: a counting sort, in two passes.

/// Where one inversion after another puts its occurrences: memory that was used before needs not be cleared by the system.
final class InversionMemory {
  private(set) var base = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  private var capacity = 1

  deinit { base.deallocate() }

  /// Makes room; what it holds is lost.
  func reserve(_ count: Int) {
    guard count > capacity else { return }
    base.deallocate()
    base = .allocate(capacity: count)
    capacity = count
    LargePages.prefer(base, count: count)
  }
}

/// The occurrences of some terms in a stream: for each term, ascending, the indices of its tokens, or of their documents.
struct Inversion: ~Copyable {
  private let memory: InversionMemory
  /// Where each term's occurrences start in `memory`, and one more for the end.
  private let starts: UnsafeMutablePointer<Int>

  /// - Parameters:
  ///   - order: the terms by number, in the order in which they will be asked for.
  ///   - counts: by number, how often each term occurs.
  ///   - memory: where the occurrences go; it is not used for anything else as long as they are asked for.
  ///   - fill: writes each occurrence to `out` at the place of its term's number, which moves on by one. Numbers that are
  ///     not in `order`, and the one behind all, have the place behind all occurrences, to which anything may be written.
  ///     Frequent terms mostly have low numbers, so their places stand together.
  init(
    order: [UInt32], counts: [UInt32], _ memory: InversionMemory,
    fill: (_ places: UnsafeMutablePointer<UInt32>, _ out: UnsafeMutablePointer<UInt32>) -> Void
  ) {
    starts = .allocate(capacity: order.count + 1)
    var total = 0
    for (term, number) in order.enumerated() {
      starts[term] = total
      total += Int(counts[Int(number)])
    }
    starts[order.count] = total
    precondition(total < UInt32.max, "a segment of more than four thousand million tokens")
    let places = UnsafeMutablePointer<UInt32>.allocate(capacity: counts.count + 1)
    defer { places.deallocate() }
    places.initialize(repeating: UInt32(total), count: counts.count + 1)
    for (term, number) in order.enumerated() { places[Int(number)] = UInt32(starts[term]) }
    memory.reserve(total + 1)
    self.memory = memory
    fill(places, memory.base)
  }

  deinit { starts.deallocate() }

  func occurrences(_ term: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: memory.base + starts[term], count: starts[term + 1] - starts[term])
  }
}
