// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Reads and counts the types of many tokens of a field: their word forms, or their readings where the values of
/// attributes are asked for. Chunks are decoded several at a time.

/// A run of tokens of a field, by their indexes in its stream; what it is counted under is one row of `TypeCounts`.
package struct TokenStretch: Sendable, Equatable {
  package var start: UInt32
  /// Behind the last token; above `start`.
  package var end: UInt32
  package var row: UInt32

  @inlinable package init(_ start: UInt32, _ end: UInt32, row: UInt32) {
    (self.start, self.end, self.row) = (start, end, row)
  }
}

/// Occurrences of each type, in rows that are made when they are first needed.
///
/// Not safe to share between threads.
package final class TypeCounts {
  /// The number of types.
  package let width: Int
  private(set) var rows: [UnsafeMutablePointer<UInt32>] = []

  package init(width: Int) { self.width = width }

  deinit { for row in rows { row.deallocate() } }

  package var rowCount: Int { rows.count }

  func makeRow(_ number: UInt32) {
    while rows.count <= Int(number) {
      rows.append(Vector<UInt32>.zeros(max(width, 1)))
    }
  }

  /// Adds all counts of `other`, which is as wide.
  package func add(_ other: TypeCounts) {
    precondition(width == other.width)
    if other.rowCount > 0 { makeRow(UInt32(other.rowCount - 1)) }
    for (row, more) in zip(rows, other.rows) {
      for type in 0..<width { row[type] &+= more[type] }
    }
  }

  /// A row, a count for each type; empty where nothing was counted in it. Valid as long as this object lives.
  package func row(_ number: Int) -> UnsafeBufferPointer<UInt32> {
    number < rows.count
      ? UnsafeBufferPointer(start: rows[number], count: width) : UnsafeBufferPointer(start: nil, count: 0)
  }
}

/// Not safe to share between threads.
package final class TypeReader {
  /// Chunks held at once.
  static let window = 16
  static let size = ForwardEncoder.chunk
  let forward: ForwardField
  private let layer: AttributeLayer?
  /// The number of types.
  package let typeCount: Int
  let types: UnsafeMutablePointer<UInt32>
  /// The forms that readings are worked out from; not used without attributes.
  private let surfaces: UnsafeMutablePointer<UInt32>
  /// Chunks in `types`, one after another.
  private var held = 0..<0

  /// - Parameter layer: nil to read word forms.
  package init(_ forward: ForwardField, _ layer: AttributeLayer?) {
    (self.forward, self.layer) = (forward, layer)
    typeCount = layer?.readingCount ?? forward.surfaces.count
    types = .allocate(capacity: Self.window * Self.size)
    types.initialize(repeating: 0, count: Self.window * Self.size)
    surfaces = .allocate(capacity: layer == nil ? 1 : Self.window * Self.size)
    surfaces.initialize(repeating: 0, count: layer == nil ? 1 : Self.window * Self.size)
  }

  deinit {
    types.deallocate()
    surfaces.deallocate()
  }

  // MARK: Counting

  /// Counts the tokens of stretches that do not overlap, in ascending order.
  ///
  /// - Parameter counts: as wide as there are types.
  package func count(_ stretches: [TokenStretch], into counts: TypeCounts) throws {
    precondition(counts.width == typeCount)
    for stretch in stretches {
      guard Int(stretch.end) <= forward.tokenCount else { throw forward.damaged() }
      if Int(stretch.row) >= counts.rowCount { counts.makeRow(stretch.row) }
    }
    forget()
    let rows = counts.rows
    try stretches.withUnsafeBufferPointer { stretches in
      try withUnsafeTemporaryAllocation(of: Int.self, capacity: 4) { chunks in
        var (index, last) = (0, -1)
        while index < stretches.count {
          let gathered = gather(stretches, from: index, after: last, into: chunks)
          let some = UnsafeBufferPointer(rebasing: chunks[..<gathered])
          forward.askForIDs(of: some)
          guard try decode(some) < typeCount else { throw forward.damaged() }
          for lane in 0..<gathered { index = add(stretches, from: index, some[lane], lane, rows) }
          if gathered > 0 { last = some[gathered - 1] }
        }
      }
    }
  }

  /// The next chunks behind `last` that stretches lie in.
  private func gather(
    _ stretches: UnsafeBufferPointer<TokenStretch>, from first: Int, after last: Int,
    into chunks: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    var (index, last, count) = (first, last, 0)
    while count < chunks.count, index < stretches.count {
      let stretch = stretches[index]
      let chunk = max(Int(stretch.start) / Self.size, last + 1)
      if chunk > (Int(stretch.end) - 1) / Self.size {
        index += 1
      } else {
        chunks[count] = chunk
        (last, count) = (chunk, count + 1)
      }
    }
    return count
  }

  /// Counts what lies in a chunk; returns the first stretch that goes on behind it.
  private func add(
    _ stretches: UnsafeBufferPointer<TokenStretch>, from first: Int, _ chunk: Int, _ lane: Int,
    _ rows: [UnsafeMutablePointer<UInt32>]
  ) -> Int {
    let (start, end) = (chunk * Self.size, (chunk + 1) * Self.size)
    let base = types + lane * Self.size
    var index = first
    while index < stretches.count, stretches[index].start < end {
      let stretch = stretches[index]
      let row = rows[Int(stretch.row)]
      let stop = min(Int(stretch.end), end) &- start
      var token = max(Int(stretch.start), start) &- start
      while token < stop {
        row[Int(base[token])] &+= 1
        token &+= 1
      }
      if stretch.end > end { break }
      index += 1
    }
    return index
  }

  // MARK: Reading

  /// The types of the tokens `range` of the stream; valid until the next call. Every one is below `typeCount`.
  package func withTypes<Value>(
    _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt32>) throws -> Value
  ) throws -> Value {
    guard range.lowerBound >= 0, range.upperBound <= forward.tokenCount else { throw forward.damaged() }
    if range.isEmpty { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    let first = range.lowerBound / Self.size
    let end = (range.upperBound - 1) / Self.size + 1
    guard end - first <= Self.window else {
      var all: [UInt32] = []
      all.reserveCapacity(range.count)
      for part in stride(from: range.lowerBound, to: range.upperBound, by: (Self.window - 1) * Self.size) {
        let stop = min(part + (Self.window - 1) * Self.size, range.upperBound)
        try withTypes(part..<stop) { all.append(contentsOf: $0) }
      }
      return try all.withUnsafeBufferPointer(body)
    }
    if first < held.lowerBound || end > held.upperBound { try hold(first..<end) }
    let start = range.lowerBound - held.lowerBound * Self.size
    return try body(UnsafeBufferPointer(start: types + start, count: range.count))
  }

  /// Decodes some chunks, and those behind them where the ones before have been asked for.
  private func hold(_ chunks: Range<Int>) throws {
    let goesOn = held.contains(chunks.lowerBound) || held.upperBound == chunks.lowerBound
    let all = (forward.tokenCount + Self.size - 1) / Self.size
    let wanted = chunks.lowerBound..<(goesOn ? min(chunks.lowerBound + Self.window, all) : chunks.upperBound)
    forget()
    let highest = try withUnsafeTemporaryAllocation(of: Int.self, capacity: wanted.count) { numbers in
      for (index, chunk) in wanted.enumerated() { numbers[index] = chunk }
      return try decode(UnsafeBufferPointer(numbers))
    }
    guard highest < typeCount else { throw forward.damaged() }
    held = wanted
  }

  /// To be called before `types` is written to.
  func forget() { held = 0..<0 }

  /// Decodes at most `window` chunks from the first place of `types` on; returns the highest type.
  ///
  /// - Parameter limits: how many tokens of each chunk are wanted; nil for all.
  func decode(_ chunks: UnsafeBufferPointer<Int>, upTo limits: ArraySlice<Int>? = nil) throws -> Int {
    guard let layer else { return Int(try forward.decodeSurfaces(ofChunks: chunks, into: types, upTo: limits)) }
    let highest = Int(try forward.decodeSurfaces(ofChunks: chunks, into: surfaces, upTo: limits))
    var highestReading: UInt32 = 0
    for (lane, chunk) in chunks.enumerated() {
      let count = min(limits.map { $0[$0.startIndex + lane] } ?? Self.size, forward.tokenCount - chunk * Self.size)
      let place = lane * Self.size
      highestReading = max(
        highestReading, try layer.readings(ofChunk: chunk, count, surfaces + place, upTo: highest, into: types + place))
    }
    return Int(highestReading)
  }
}

extension AttributeLayer {
  /// The readings of a chunk's tokens, from their word forms, none of which is above `highest`; returns the highest reading.
  @discardableResult
  func readings(
    ofChunk chunk: Int, _ count: Int, _ surfaces: UnsafePointer<UInt32>, upTo highest: Int,
    into readings: UnsafeMutablePointer<UInt32>
  ) throws -> UInt32 {
    let starts = readingStarts
    guard let base = starts.baseAddress, highest < starts.count - 1 else { throw damaged }
    for index in 0..<count { readings[index] = base[Int(surfaces[index])] }
    try eachException(in: chunk) { token, place in
      guard token < count else { return }
      let reading = readings[token] &+ place
      if reading < base[Int(surfaces[token]) &+ 1] { readings[token] = reading }
    }
    var highestReading: UInt32 = 0
    for index in 0..<count { highestReading = max(highestReading, readings[index]) }
    return highestReading
  }
}
