// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// How many bytes the numbers of a list's entries take: as many as the last entry needs, since they ascend.
///
///     Layout --> one byte: bytes of LastDocument - 1 (2 bits), of Place - 1 (2), of PositionsPlace - 1 (2),
///                whether PositionsPlace and PositionsIndex are there (1), zero (1)
///
/// Example: `45` is for entries of 2 bytes of LastDocument, 2 of Place, 1 of PositionsPlace and 1 of PositionsIndex, which
/// are 12 bytes long with their impacts.
struct EntryLayout {
  struct Entry {
    var last: UInt32
    var place: UInt32
    var positions: UInt32
    var index: UInt8
  }
  let byte: UInt8

  init(byte: UInt8) { self.byte = byte }

  /// The layout that holds `last` and all entries before it.
  init(for last: Entry, _ withPositions: Bool) {
    func code(_ value: UInt32) -> UInt8 { UInt8((31 - (value | 1).leadingZeroBitCount) / 8) }
    byte = code(last.last) | code(last.place) << 2 | (withPositions ? code(last.positions) << 4 | 64 : 0)
  }

  private var lastBytes: Int { Int(byte & 3) + 1 }
  private var placeBytes: Int { Int(byte >> 2 & 3) + 1 }
  private var positionsBytes: Int { Int(byte >> 4 & 3) + 1 }
  private var hasPositions: Bool { byte & 64 != 0 }

  /// How many bytes LastDocument and Place take.
  var lastLength: Int { lastBytes }
  var placeLength: Int { placeBytes }

  /// Where in an entry PositionsPlace stands and how long it is; nil where the list has no positions.
  var positionsLayout: (offset: Int, length: Int)? { hasPositions ? (lastBytes + placeBytes, positionsBytes) : nil }

  /// The length of an entry.
  var length: Int { lastBytes + placeBytes + (hasPositions ? positionsBytes + 1 : 0) + Impacts.byteCount }

  /// Where an entry's impacts stand in it.
  var impacts: Int { length - Impacts.byteCount }

  // An entry ends in six bytes of impacts, so four bytes may be read wherever a number begins.
  @inline(__always)
  private func number(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ size: Int) -> UInt32 {
    guard position >= 0, position &+ 4 <= bytes.count else { return 0 }
    let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    return word & (UInt32.max >> UInt32(32 &- 8 &* size))
  }

  /// The last document of the block whose entry stands at `position`.
  @inline(__always) func last(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    number(bytes, position, lastBytes)
  }

  /// Where the block starts behind the head.
  func place(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
    Int(number(bytes, position + lastBytes, placeBytes))
  }

  /// Where the block's positions begin: the start of a block of positions, and an index in it.
  func positions(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> (start: Int, index: Int) {
    let place = position + lastBytes + placeBytes
    guard hasPositions, place >= 0, place + positionsBytes < bytes.count else { return (0, 0) }
    return (Int(number(bytes, place, positionsBytes)), Int(bytes[place + positionsBytes]))
  }

  /// Appends an entry without its impacts.
  func append(_ entry: Entry, to out: inout ByteBuffer) {
    func append(_ value: UInt32, _ size: Int) {
      for index in 0..<size { out.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index))) }
    }
    append(entry.last, lastBytes)
    append(entry.place, placeBytes)
    guard hasPositions else { return }
    append(entry.positions, positionsBytes)
    out.append(entry.index)
  }
}
