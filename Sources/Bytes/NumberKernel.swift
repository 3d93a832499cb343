// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Searches in long rows of numbers; see `numbers.h`.
package enum NumberKernel {
  /// Where the first number from `least` to `least + span`, which must not overflow, stands at or behind `from`; the number of
  /// all where there is none.
  package static func first(
    from: Int, in numbers: UnsafeBufferPointer<UInt32>, _ least: UInt32, span: UInt32
  ) -> Int {
    guard let base = numbers.baseAddress, from < numbers.count else { return numbers.count }
    return syntop_first_between(base, numbers.count, from, least, span)
  }
}

package enum Prefetch {
  /// Asks for bytes that are about to be read, so that they come while others are worked on.
  package static func ask(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    syntop_prefetch_all(base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}
