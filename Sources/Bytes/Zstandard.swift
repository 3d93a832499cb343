// SPDX-License-Identifier: Apache-2.0

internal import CZstd

/// Blocks compressed by zstd: one-shot, with the size known beforehand.
package enum Zstandard {
  /// The compressed bytes; nil only where the library itself fails.
  package static func compress(_ bytes: UnsafeRawBufferPointer, level: Int32 = 3) -> [UInt8]? {
    let bound = ZSTD_compressBound(bytes.count)
    var failed = false
    let packed = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      let written = ZSTD_compress(buffer.baseAddress, bound, bytes.baseAddress, bytes.count, level)
      failed = ZSTD_isError(written) != 0
      count = failed ? 0 : written
    }
    return failed ? nil : packed
  }

  /// The `size` bytes that were compressed; nil where the input is damaged or holds another number of bytes.
  package static func decompress(_ bytes: UnsafeRawBufferPointer, size: Int) -> [UInt8]? {
    guard size >= 0, size <= 1 << 30, let start = bytes.baseAddress else { return nil }
    // A false size must not make us reserve memory that the input cannot fill.
    let told = ZSTD_getFrameContentSize(start, bytes.count)
    guard told == UInt64(size) else { return nil }
    var whole = false
    let plain = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let written = ZSTD_decompress(buffer.baseAddress, size, start, bytes.count)
      whole = ZSTD_isError(written) == 0 && written == size
      count = whole ? size : 0
    }
    return whole ? plain : nil
  }
}
