// SPDX-License-Identifier: Apache-2.0

/// Counts the tokens around the hits in one segment: which stretches of text are windows is worked out document by
/// document, then many stretches are counted at once.
internal import Querying
internal import Segments

/// Not safe to share between threads.
final class WindowCounter {
  /// What a stretch is counted as.
  private enum Row {
    static let near = 0
    static let node = 1
    static let count = 2
  }
  let units: SegmentUnits
  private let options: CollocateOptions
  private let counts: TypeCounts
  /// Units in the windows, and units of the tokens of hits.
  private(set) var near = UnitCounts()
  private(set) var nodes = UnitCounts()
  private(set) var nodeTokens = 0
  private(set) var windowTokens = 0
  @exclusivity(unchecked) private var stretches: [TokenStretch] = []
  @exclusivity(unchecked) private var hulls: [Range<Int>] = []
  @exclusivity(unchecked) private var windows: [Range<Int>] = []

  init(_ units: SegmentUnits, _ options: CollocateOptions) {
    (self.units, self.options) = (units, options)
    counts = TypeCounts(width: units.reader.typeCount)
  }

  /// - Parameter spans: the hits in a document, by start; they may overlap.
  func add(_ spans: [Span], of document: UInt32, _ context: SegmentContext) throws {
    let borders = options.scope.borders(of: document, count: units.forward.count(document), context)
    hulls.removeAll(keepingCapacity: true)
    for span in spans { Self.join(Int(span.start)..<Int(span.end), to: &hulls) }
    gatherWindows(spans, borders)
    // What is left of the windows without the hits themselves; every hit lies inside a window.
    var node = 0
    for window in windows {
      var start = window.lowerBound
      while node < hulls.count, hulls[node].lowerBound < window.upperBound {
        windowTokens += append(start..<hulls[node].lowerBound, Row.near, document, context)
        nodeTokens += append(hulls[node], Row.node, document, context)
        start = hulls[node].upperBound
        node += 1
      }
      windowTokens += append(start..<window.upperBound, Row.near, document, context)
    }
    if stretches.count >= TokenStretch.batch { try flush() }
  }

  private func append(_ range: Range<Int>, _ row: Int, _ document: UInt32, _ context: SegmentContext) -> Int {
    units.append(range, of: document, row: row, of: Row.count, context, to: &stretches)
    return range.count
  }

  private func gatherWindows(_ spans: [Span], _ borders: [Int]) {
    windows.removeAll(keepingCapacity: true)
    var border = 0
    for span in spans {
      let (start, end) = (Int(span.start), Int(span.end))
      while border < borders.count, borders[border] <= start { border += 1 }
      let least = border > 0 ? borders[border - 1] : 0
      // A hit of several sentences has its right window in the last one.
      var last = border
      while last < borders.count, borders[last] < end { last += 1 }
      let most = last < borders.count ? borders[last] : borders.last ?? end
      Self.join(max(start - options.left, least)..<max(min(end + options.right, most), end), to: &windows)
    }
  }

  /// Adds a range to ranges by start that do not touch each other.
  @inline(__always)
  private static func join(_ range: Range<Int>, to ranges: inout [Range<Int>]) {
    if let last = ranges.last, range.lowerBound <= last.upperBound {
      ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      ranges.append(range)
    }
  }

  private func flush() throws {
    try units.reader.count(stretches, into: counts)
    stretches.removeAll(keepingCapacity: true)
  }

  /// Counts what is left, and turns types into units.
  func finish() throws {
    try flush()
    near = units.totals(counts, row: Row.near, of: Row.count)
    nodes = units.totals(counts, row: Row.node, of: Row.count)
  }
}
