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
  private let batch: Int
  private let counts: TypeCounts
  /// Counts beside this one as soon as there is more than one batch.
  private var helper: CountingThread?
  private var hasFlushed = false
  /// Units in the windows, and units of the tokens of hits.
  private(set) var near = UnitCounts()
  private(set) var nodes = UnitCounts()
  private(set) var nodeTokens = 0
  private(set) var windowTokens = 0
  @exclusivity(unchecked) private var stretches: [TokenStretch] = []
  @exclusivity(unchecked) private var hulls: [Range<Int>] = []
  @exclusivity(unchecked) private var windows: [Range<Int>] = []

  init(_ units: SegmentUnits, _ options: CollocateOptions, batch: Int) {
    (self.units, self.options, self.batch) = (units, options, batch)
    counts = TypeCounts(width: units.reader.typeCount)
  }

  deinit { helper?.abandon() }

  /// - Parameter spans: the hits in a document, by start; they may overlap.
  func add(_ spans: [Span], of document: UInt32, _ context: SegmentContext) throws {
    let borders = options.scope.borders(of: document, count: units.forward.count(document), context)
    if borders.count == 1, !units.isByLanguage {
      addWhole(spans, of: document)
    } else {
      addPieces(spans, borders, of: document, context)
    }
    if stretches.count >= batch { try flush() }
  }

  /// The same for a document in which nothing bounds a window.
  private func addWhole(_ spans: [Span], of document: UInt32) {
    let (first, count) = (units.forward.firstToken(of: document), units.forward.count(document))
    var (near, node) = (0, 0)
    func append(_ start: Int, _ end: Int, _ row: Int) -> Int {
      guard start < end else { return 0 }
      stretches.append(TokenStretch(UInt32(first + start), UInt32(first + end), row: UInt32(row)))
      return end - start
    }
    // Behind the last hit, and where its window ends.
    var (end, reach) = (0, 0)
    var index = 0
    while index < spans.count {
      // A damaged list may name positions behind the document's end.
      let start = min(Int(spans[index].start), count)
      var stop = min(Int(spans[index].end), count)
      index += 1
      while index < spans.count, Int(spans[index].start) <= stop {
        stop = max(stop, min(Int(spans[index].end), count))
        index += 1
      }
      let left = max(start - options.left, end)
      if left <= reach {
        near += append(end, start, Row.near)
      } else {
        near += append(end, reach, Row.near) + append(left, start, Row.near)
      }
      node += append(start, stop, Row.node)
      (end, reach) = (stop, min(stop + options.right, count))
    }
    near += append(end, reach, Row.near)
    windowTokens += near
    nodeTokens += node
  }

  private func addPieces(_ spans: [Span], _ borders: [Int], of document: UInt32, _ context: SegmentContext) {
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
    if hasFlushed, helper == nil { helper = CountingThread(units.makeReader()) }
    hasFlushed = true
    if helper?.take(stretches) == true {
      stretches = []
      stretches.reserveCapacity(2 * batch)
      return
    }
    try units.reader.count(stretches, into: counts)
    stretches.removeAll(keepingCapacity: true)
  }

  /// Counts what is left, and turns types into units.
  func finish() throws {
    try units.reader.count(stretches, into: counts)
    try helper?.finish(into: counts)
    helper = nil
    near = units.totals(counts, row: Row.near, of: Row.count)
    nodes = units.totals(counts, row: Row.node, of: Row.count)
  }
}
