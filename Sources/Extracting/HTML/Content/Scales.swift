// SPDX-License-Identifier: Apache-2.0

/// The two scales on which pages are measured: shares, and logarithms of counts.
func share(_ part: Int, _ whole: Int) -> Float { Float(part) / Float(max(whole, 1)) }

/// The binary logarithm of n + 1, by its bits and a straight line between powers of two: the same on every machine.
func log(_ number: Int) -> Float {
  let value = UInt(max(number, 0)) + 1
  let exponent = UInt.bitWidth - 1 - value.leadingZeroBitCount
  return Float(exponent) + Float(value - (1 << UInt(exponent))) / Float(1 << UInt(exponent))
}
