// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The hash of a whole corpus: SHA-256 over the lines `id TAB sha256(source bytes) LF`, sorted by id.
package struct CorpusHash {
  private var state = SHA256()
  /// Lines wait here until there are enough to be worth hashing.
  private var lines: [UInt8] = []

  package init() {}

  /// Adds a document; ids must ascend by their bytes.
  package mutating func add(id: UnsafeRawBufferPointer, contentHash: UnsafeRawBufferPointer) {
    lines.append(contentsOf: id)
    lines.append(0x09)
    for byte in contentHash {
      lines.append(Self.digit(byte >> 4))
      lines.append(Self.digit(byte & 15))
    }
    lines.append(0x0a)
    if lines.count > 1 << 15 { flush() }
  }

  private mutating func flush() {
    state.add(lines)
    lines.removeAll(keepingCapacity: true)
  }

  @inline(__always) private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  /// Lower-case hexadecimal.
  package mutating func finish() -> String {
    flush()
    return Hexadecimal.string(state.finish())
  }
}
