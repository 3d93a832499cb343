// SPDX-License-Identifier: Apache-2.0

import Bytes

/// Normalization form C (UAX #15) of short texts, such as words.
package enum Normalization {
  /// The text in NFC.
  package static func nfc(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    guard mayChange(bytes.span) else { return String(text) }
    return String(decoding: nfc(bytes.span), as: UTF8.self)
  }

  /// Whether NFC may differ: false is certain.
  static func mayChange(_ bytes: Span<UInt8>) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      if point >= 0x300, CodePoint.record(point).flags & WordBreaker.Flag.unstable != 0 { return true }
      offset = next
    }
    return false
  }

  /// The bytes in NFC.
  static func nfc(_ bytes: Span<UInt8>) -> [UInt8] {
    var points: [UInt32] = []
    points.reserveCapacity(bytes.count)
    var offset = 0
    while offset < bytes.count {
      let (point, next) = CodePoint.decode(bytes, at: offset)
      CodePoint.appendDecomposition(of: point, to: &points)
      offset = next
    }
    order(&points)
    compose(&points)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for point in points { CodePoint.append(point, to: &result) }
    return result
  }

  /// Canonical ordering: each run of combining marks sorted by class, equal classes left in order.
  private static func order(_ points: inout [UInt32]) {
    var start = 0
    while start < points.count {
      guard CodePoint.record(points[start]).combining != 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < points.count, CodePoint.record(points[end]).combining != 0 { end += 1 }
      if end - start > 1 {
        let marks = points[start..<end].enumerated().map { (CodePoint.record($1).combining, $0, $1) }
        points.replaceSubrange(start..<end, with: marks.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2))
      }
      start = end
    }
  }

  /// Canonical composition of ordered code points, in place.
  private static func compose(_ points: inout [UInt32]) {
    var (written, starter, lastClass): (Int, Int?, UInt8) = (0, nil, 0)
    for index in points.indices {
      let point = points[index]
      let combining = CodePoint.record(point).combining
      if let starter, lastClass < combining || (lastClass == 0 && starter == written - 1),
        let joined = CodePoint.composed(points[starter], point)
      {
        points[starter] = joined
        continue
      }
      if combining == 0 { starter = written }
      lastClass = combining
      points[written] = point
      written += 1
    }
    points.removeSubrange(written...)
  }
}
