// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Segments

/// Decides which segments are merged, and merges them.
///
/// A build from nothing merges all segments, up to a size beyond which queries gain little. Later builds keep sizes
/// falling at least by half from each segment to the next, as counters in the binary system do: a document is rewritten
/// about log2(n) times however often the index is updated. A segment that has lost a third of its documents is rewritten.
struct Merging {
  /// Tokens that a merged segment may have.
  static let largest = 400_000_000
  let options: BuildOptions
  private var segments: [Manifest.Segment]
  private var tokens: [Int]
  private var next: Int
  /// Numbers of segments that a committed generation names.
  private let committed: Set<Int>
  private var joinsNew = false

  /// The segments of a new generation, some merged into one; their order, by documents, stays.
  ///
  /// - Parameter joinsNew: whether the new segments are merged into one, even where there is but one.
  static func merge(
    _ segments: [Manifest.Segment], _ options: BuildOptions, committed: Set<Int>, isFresh: Bool, joinsNew: Bool,
    next: inout Int
  ) throws -> [Manifest.Segment] {
    var merging = try Merging(options: options, segments: segments, committed: committed, next: next)
    merging.joinsNew = joinsNew
    let runs = isFresh ? merging.wholeRuns() : merging.unevenRuns()
    // From the last run to the first, so that indices stay right.
    for run in runs.reversed() { try merging.mergeRun(run) }
    next = merging.next
    return merging.segments
  }

  private init(options: BuildOptions, segments: [Manifest.Segment], committed: Set<Int>, next: Int) throws {
    (self.options, self.segments, self.committed, self.next) = (options, segments, committed, next)
    tokens = try segments.map { entry in
      try SegmentReader(path: options.directory + "/" + entry.data.name).meta.fields.values.reduce(1) { $0 + $1.tokens }
    }
  }

  /// Runs of neighbours that are together not too large.
  private func wholeRuns() -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var (start, sum) = (0, 0)
    for index in segments.indices {
      if sum + tokens[index] > Self.largest, index > start {
        runs.append(start..<index)
        (start, sum) = (index, 0)
      }
      sum += tokens[index]
    }
    runs.append(start..<segments.count)
    return runs.filter { $0.count > 1 || needsRewriting($0) }
  }

  private func unevenRuns() -> [Range<Int>] {
    let new = segments.indices.filter { joinsNew && isNew($0) }
    var start = new.first ?? segments.count - 1
    // New segments count as if they were one already.
    var sum = new.reduce(1) { $0 + tokens[$1] - 1 }
    if new.isEmpty { sum = tokens.last ?? 0 }
    while start > 0, tokens[start - 1] < 2 * sum, sum + tokens[start - 1] <= Self.largest {
      start -= 1
      sum += tokens[start]
    }
    var runs = (0..<max(start, 0)).map { $0..<$0 + 1 }.filter(needsRewriting)
    if start >= 0, segments.count - start > 1 || needsRewriting(start..<segments.count) {
      runs.append(start..<segments.count)
    }
    return runs
  }

  private func isNew(_ index: Int) -> Bool { !committed.contains(segments[index].number) }

  private func needsRewriting(_ run: Range<Int>) -> Bool {
    run.contains { segments[$0].live * 3 < segments[$0].documents * 2 || (joinsNew && isNew($0)) }
  }

  private mutating func mergeRun(_ run: Range<Int>) throws {
    func path(_ file: Manifest.File) -> String { options.directory + "/" + file.name }
    let merger = SegmentMerger(
      try segments[run].map {
        try SegmentReader(path: path($0.data), deletes: $0.deletes.map(path), concepts: $0.concepts.map(path))
      })
    let name = SegmentNames.data(next)
    let workers = options.workers
    let summary = try merger.write(
      to: options.directory + "/" + name, dropHashes: !options.isComplete,
      sharing: .init(threads: workers) { try WorkerThreads.each($0, threads: workers, $1) })
    var merged = Manifest.Segment(
      number: next, documents: summary.meta.documents, live: summary.meta.documents,
      data: .init(name: name, length: summary.length))
    if let tagging = options.tagging {
      let name = SegmentNames.concepts(next, lexicon: tagging.names.lexiconHash)
      if let length = try merger.writeConcepts(to: options.directory + "/" + name) {
        merged.concepts = .init(name: name, length: length)
      }
    }
    next += 1
    // Nothing that a committed generation names is removed here.
    for segment in segments[run] where !committed.contains(segment.number) {
      for file in segment.files { try Files.remove(path(file)) }
    }
    segments.replaceSubrange(run, with: [merged])
  }
}
