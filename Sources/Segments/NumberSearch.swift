// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Finds numbers in a long array without an index: such as the readings that have a value, or the forms of a word.
extension UnsafeBufferPointer where Element: FixedWidthInteger & UnsignedInteger {
  /// Where numbers from `least` to `least + span` stand that `accepts` lets in, ascending. Complexity: O(n), many at a time
  /// where none is in the range; `least + span` must not overflow.
  @inlinable
  package func places(from least: Element, span: Element, where accepts: (Element) -> Bool = { _ in true }) -> [UInt32]
  {
    var places: [UInt32] = []
    for block in stride(from: 0, to: count, by: 64) {
      let end = Swift.min(block + 64, count)
      // Without a branch, so that the processor compares many at a time.
      var near: Element = 0
      for index in block..<end { near |= self[index] &- least <= span ? 1 : 0 }
      if near == 0 { continue }
      for index in block..<end where self[index] &- least <= span && accepts(self[index]) {
        places.append(UInt32(truncatingIfNeeded: index))
      }
    }
    return places
  }
}

extension UnsafeBufferPointer<UInt32> {
  /// The same for long rows, by a kernel.
  package func places(
    from least: UInt32, span: UInt32, where accepts: (UInt32) -> Bool = { _ in true }
  ) -> [UInt32] {
    var places: [UInt32] = []
    var index = NumberKernel.first(from: 0, in: self, least, span: span)
    while index < count {
      if accepts(self[index]) { places.append(UInt32(truncatingIfNeeded: index)) }
      index = NumberKernel.first(from: index + 1, in: self, least, span: span)
    }
    return places
  }
}
