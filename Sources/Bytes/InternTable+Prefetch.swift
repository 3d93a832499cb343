// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Asks for what will soon be read of a table of strings: dictionaries are written in the order of bytes, tables hold their
/// strings in the order of arrival, so that nearly every one would have to be waited for.
extension InternTable {
  /// How many strings before its turn one is asked for.
  package static let ahead = 8

  /// Asks for the bytes of a string.
  ///
  /// - Precondition: `number < count`.
  package func prefetch(_ number: UInt32) {
    precondition(Int(number) < count)
    syntop_prefetch(storage.pointee.arena + Int(storage.pointee.ends[Int(number)]))
  }

  /// Asks for the place where a string belongs.
  package func prefetch(placeOf bytes: UnsafeBufferPointer<UInt8>) {
    let (key, length) = (InternTable.key(bytes), UInt32(truncatingIfNeeded: bytes.count))
    syntop_prefetch(storage.pointee.slots + InternTable.home(key, length) & storage.pointee.mask)
  }
}
