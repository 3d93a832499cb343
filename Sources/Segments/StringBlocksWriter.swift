// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Writes numbered strings; see `StringBlocks` for the format.
struct StringBlocksWriter: ~Copyable {
  private var out = ByteBuffer(capacity: 1 << 12)
  /// The strings of the block that is being filled, and which of them are not written.
  private var block = ByteBuffer(capacity: 1 << 10)
  private var risen: UInt32 = 0
  private var last: [UInt8] = []
  private var spare: [UInt8] = []
  private var places: [UInt32] = []
  /// Bytes of the section so far.
  private var length = 0
  private(set) var count = 0
  /// Whether each string stands above the one before by its bytes.
  private(set) var isAscending = true

  /// Starts the section of the bytes.
  init(_ section: UInt32, to file: inout SectionFileWriter) throws { try file.begin(section) }

  mutating func append(_ string: UnsafeRawBufferPointer, to file: inout SectionFileWriter) throws {
    let within = count % StringBlocks.block
    if within == 0 { try closeBlock(to: &file) }
    if isAscending, count > 0 { isAscending = last.withUnsafeBytes { ByteOrder.compare($0, string) } < 0 }
    if within > 0, DecimalTail.isRaised(string, from: last, spare: &spare) {
      risen |= 1 << UInt32(within)
    } else {
      write(string, shared: within > 0 ? sharedWithLast(string) : 0)
    }
    last.removeAll(keepingCapacity: true)
    last.append(contentsOf: string)
    count += 1
  }

  private func sharedWithLast(_ string: UnsafeRawBufferPointer) -> Int {
    let limit = min(last.count, string.count)
    var shared = 0
    while shared < limit, last[shared] == string[shared] { shared += 1 }
    return shared
  }

  private mutating func write(_ string: UnsafeRawBufferPointer, shared: Int) {
    let length = string.count - shared
    block.append(UInt8(min(shared, 15) | min(length, 15) << 4))
    if shared >= 15 { block.append(varint: shared - 15) }
    if length >= 15 { block.append(varint: length - 15) }
    block.append(bytes: UnsafeRawBufferPointer(rebasing: string[shared...]))
  }

  private mutating func closeBlock(to file: inout SectionFileWriter) throws {
    if count > 0 {
      out.append(little: risen)
      out.append(bytes: block.bytes)
      length += 4 + block.count
      block.removeAll()
      risen = 0
      if out.count >= 1 << 16 { try flush(to: &file) }
    }
    places.append(UInt32(truncatingIfNeeded: length))
  }

  private mutating func flush(to file: inout SectionFileWriter) throws {
    try file.append(out.bytes)
    out.removeAll()
  }

  /// Ends the section of the bytes and writes that of the places.
  mutating func finish(places section: UInt32, to file: inout SectionFileWriter) throws {
    try closeBlock(to: &file)
    try flush(to: &file)
    try TrendArray.write(places, section, to: &file)
  }
}
