// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The postings that a chunk of terms needs of all segments, read from their files: pages of a mapped file count as memory
/// of the process, sixteen for each that is touched, and stems ask for lists all over every segment.

/// A section that is read piece by piece; the checksum of each chunk is compared when its bytes are first asked for.
struct SectionInput: Sendable {
  let section: Section
  private let file: ReadableFile

  init(_ section: Section) throws {
    self.section = section
    file = try ReadableFile(path: section.file.path)
  }

  /// Fills `memory` with the bytes from `start` on (relative to the section), all of them within it; `spare` has room for
  /// a chunk.
  func read(
    from start: Int, into memory: UnsafeMutableRawBufferPointer, spare: UnsafeMutableRawBufferPointer
  ) throws {
    var (place, done) = (section.range.lowerBound + start, 0)
    while done < memory.count {
      let chunk = place / SectionFormat.chunk
      let extent = section.file.extent(ofChunk: chunk)
      let part = UnsafeMutableRawBufferPointer(
        rebasing: memory[done..<min(memory.count, done + extent.upperBound - place)])
      if section.file.isChecked(chunk: chunk) {
        try file.read(into: part, at: place)
      } else {
        let whole = UnsafeMutableRawBufferPointer(rebasing: spare[..<extent.count])
        try file.read(into: whole, at: extent.lowerBound)
        try section.file.check(chunk: chunk, holds: UnsafeRawBufferPointer(whole))
        part.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: whole[(place - extent.lowerBound)...].prefix(part.count)))
      }
      (place, done) = (place + part.count, done + part.count)
    }
  }
}

/// Unchecked: one thread at a time uses it, and no method is entered again while it runs.
final class PostingsInput: @unchecked Sendable {
  /// Lists that are asked for out of order mostly stand near those asked for before.
  private static let pieceSize = 1 << 14
  /// Memory beyond this is not kept for the next chunk.
  private static let mostKept = 1 << 21
  private let sections: [SectionInput]
  /// For each segment, the lists that were read in one go, and where the first of them begins in `memory`.
  @exclusivity(unchecked) private var runs: [Range<Int>]
  @exclusivity(unchecked) private var places: [Int]
  @exclusivity(unchecked) private var memory = ByteBuffer()
  /// For each segment, what was last read out of order, with its range.
  @exclusivity(unchecked) private var pieces: [Range<Int>]
  @exclusivity(unchecked) private var pieceMemory: [UnsafeMutableRawBufferPointer]
  private let spare = UnsafeMutableRawBufferPointer.allocate(byteCount: SectionFormat.chunk, alignment: 16)

  init(_ sections: [SectionInput]) {
    self.sections = sections
    runs = sections.map { _ in 0..<0 }
    pieces = runs
    places = sections.map { _ in 0 }
    pieceMemory = sections.map { _ in UnsafeMutableRawBufferPointer(start: nil, count: 0) }
  }

  deinit {
    spare.deallocate()
    for memory in pieceMemory { memory.deallocate() }
  }

  /// Reads a run of lists of each segment, in place of those read before.
  func load(_ wanted: [Range<Int>]) throws {
    memory.removeAll()
    if memory.capacity > Self.mostKept { memory = ByteBuffer() }
    for (segment, range) in wanted.enumerated() {
      try check(range, segment)
      memory.reserve(range.count)
      (places[segment], runs[segment]) = (memory.count, range)
      let part = UnsafeMutableRawBufferPointer(start: memory.base + memory.count, count: range.count)
      try sections[segment].read(from: range.lowerBound, into: part, spare: spare)
      memory.count += range.count
    }
  }

  /// The bytes of a list, until the next one of that segment is asked for.
  func list(_ range: Range<Int>, of segment: Int) throws -> UnsafeRawBufferPointer {
    let run = runs[segment]
    if range.lowerBound >= run.lowerBound, range.upperBound <= run.upperBound {
      let start = places[segment] + range.lowerBound - run.lowerBound
      return UnsafeRawBufferPointer(rebasing: memory.bytes[start..<start + range.count])
    }
    if range.lowerBound < pieces[segment].lowerBound || range.upperBound > pieces[segment].upperBound {
      try loadPiece(range, of: segment)
    }
    let start = range.lowerBound - pieces[segment].lowerBound
    return UnsafeRawBufferPointer(rebasing: pieceMemory[segment][start..<start + range.count])
  }

  /// What dictionaries say may point anywhere: no memory is taken before that is known.
  private func check(_ range: Range<Int>, _ segment: Int) throws {
    guard range.lowerBound >= 0, range.upperBound <= sections[segment].section.count else {
      throw IndexError.damaged(path: path(segment), what: "a structure points outside its section")
    }
  }

  func path(_ segment: Int) -> String { sections[segment].section.file.path }

  private func loadPiece(_ range: Range<Int>, of segment: Int) throws {
    try check(range, segment)
    let count = max(range.count, min(Self.pieceSize, sections[segment].section.count - range.lowerBound))
    pieces[segment] = 0..<0
    if pieceMemory[segment].count < count || pieceMemory[segment].count > Self.mostKept {
      pieceMemory[segment].deallocate()
      pieceMemory[segment] = .allocate(byteCount: count, alignment: 16)
    }
    let part = UnsafeMutableRawBufferPointer(rebasing: pieceMemory[segment][..<count])
    try sections[segment].read(from: range.lowerBound, into: part, spare: spare)
    pieces[segment] = range.lowerBound..<range.lowerBound + count
  }
}
