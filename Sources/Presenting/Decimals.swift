// SPDX-License-Identifier: Apache-2.0

/// Numbers as a reader wants them: a fixed count of decimals, and thousands set apart.
package enum Decimals {
  /// `number` rounded half away from zero to `decimals` places: `text(2.5, 0)` is `3`, `text(0.125, 2)` is `0.13`.
  ///
  /// - Precondition: `0 <= decimals <= 9`. Numbers too large for the scaled integer are printed without rounding.
  package static func text(_ number: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (number.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e18 else { return "\(number)" }
    let digits = String(UInt64(scaled))
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A count with thousands set apart by commas: `grouped(1234567)` is `1,234,567`.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return (count < 0 ? "-" : "") + out
  }

  /// A size in bytes as `17.3 MB` (powers of 1000).
  package static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var size = Double(count)
    var unit = 0
    while size >= 999.95, unit + 1 < units.count {
      size /= 1000
      unit += 1
    }
    return (unit == 0 ? text(size, 0) : text(size, 1)) + " " + units[unit]
  }
}
