// SPDX-License-Identifier: Apache-2.0

internal import Querying
internal import Segments

/// Counts the tokens around the hits in one segment: windows are marked document by document, then the marked tokens of many
/// documents are counted at once.
///
/// Not safe to share between threads.
final class WindowCounter {
  /// What a token is counted as.
  private enum Row {
    static let near = 0
    static let node = 1
    static let count = 2
  }
  let units: SegmentUnits
  private let lengths: DocumentLengths
  private let options: CollocateOptions
  private let batch: Int
  private let counts: TypeCounts
  /// Counts beside this one as soon as there are many hits.
  private var helper: CountingThread?
  private var spanCount = 0
  /// Units in the windows, and units of the tokens of hits.
  private(set) var near = UnitCounts()
  private(set) var nodes = UnitCounts()
  private(set) var nodeTokens = 0
  private(set) var windowTokens = 0
  private var marks = TokenMarks()

  /// - Parameter batch: tokens of text that are counted together, and hits before a second thread is worth its while.
  init(_ units: SegmentUnits, _ options: CollocateOptions, batch: Int) throws {
    (self.units, self.options, self.batch) = (units, options, batch)
    lengths = try units.segment.lengths()
    counts = TypeCounts(width: units.reader.typeCount)
  }

  deinit { helper?.abandon() }

  /// - Parameter spans: the hits in a document, by start; they may overlap.
  func add(_ spans: [Span], of document: UInt32, _ context: SegmentContext) throws {
    let (first, count) = lengths.tokens(of: document)
    if marks.tokenCount >= batch, !marks.isEmpty { try flush() }
    if units.isByLanguage {
      units.eachLanguage(document, 0..<count, context) { part, language in
        marks.addPart(upTo: first + part.upperBound, row: UInt32(language) * UInt32(Row.count))
      }
    }
    // Most documents are one piece: a bit tells so.
    if options.scope == .text, !context.hasBarriers(document, .body) {
      mark(spans, first, count)
    } else {
      mark(spans, first, count, between: options.scope.borders(of: document, count: count, context))
    }
    spanCount += spans.count
  }

  /// Marks the hits in a document that begins at token `first` and in which nothing bounds a window.
  private func mark(_ spans: [Span], _ first: Int, _ count: Int) {
    let (marks, left, right) = (marks, options.left, options.right)
    for span in spans {
      // A damaged list may name positions behind the document's end.
      let (start, end) = (Int(span.start), min(Int(span.end), count))
      guard start < end else { continue }
      marks.mark(
        hit: first + start..<first + end, window: first + max(start - left, 0)..<first + min(end + right, count))
    }
  }

  private func mark(_ spans: [Span], _ first: Int, _ count: Int, between borders: [Int]) {
    var border = 0
    for span in spans {
      let (start, end) = (Int(span.start), min(Int(span.end), count))
      guard start < end else { continue }
      while border < borders.count, borders[border] <= start { border += 1 }
      let least = border > 0 ? borders[border - 1] : 0
      // A hit of several sentences has its right window in the last one.
      var last = border
      while last < borders.count, borders[last] < end { last += 1 }
      let most = last < borders.count ? borders[last] : count
      marks.mark(
        hit: first + start..<first + end,
        window: first + max(start - options.left, least)..<first + min(end + options.right, most))
    }
  }

  private func flush() throws {
    if spanCount >= batch, helper == nil { helper = CountingThread(units.makeReader()) }
    if helper?.take(marks) == true {
      marks = TokenMarks()
      return
    }
    try units.reader.count(marks, into: counts)
    marks.removeAll()
  }

  /// Counts what is left, and turns types into units.
  func finish() throws {
    try units.reader.count(marks, into: counts)
    marks.removeAll()
    try helper?.finish(into: counts)
    helper = nil
    near = units.totals(counts, row: Row.near, of: Row.count)
    nodes = units.totals(counts, row: Row.node, of: Row.count, areFew: true)
    (windowTokens, nodeTokens) = (near.total, nodes.total)
  }
}
