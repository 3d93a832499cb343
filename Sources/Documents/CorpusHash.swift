// SPDX-License-Identifier: Apache-2.0

/// The hash of a whole corpus: SHA-256 over the lines `id TAB sha256(source bytes) LF`, sorted by id.
internal import Bytes

package struct CorpusHash {
  private var state = SHA256()
  private var line: [UInt8] = []

  package init() {}

  /// Adds a document; ids must ascend by their bytes.
  package mutating func add(id: some Sequence<UInt8>, contentHash: some Sequence<UInt8>) {
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: id)
    line.append(0x09)
    for byte in contentHash {
      line.append(Self.digits[Int(byte >> 4)])
      line.append(Self.digits[Int(byte & 15)])
    }
    line.append(0x0a)
    state.add(line)
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// Lower-case hexadecimal.
  package mutating func finish() -> String { Hexadecimal.string(state.finish()) }
}
