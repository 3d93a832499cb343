// SPDX-License-Identifier: Apache-2.0

import CPoppler

/// Unpacks zlib streams with the decompressor that glib brings along, as far as they go.
enum Inflater {
  /// The unpacked bytes, at most `limit`; of a stream that is cut off or damaged, what came before that.
  static func inflate(_ packed: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
    guard let decompressor = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB) else { return [] }
    defer { g_object_unref(UnsafeMutableRawPointer(decompressor)) }
    let converter = OpaquePointer(UnsafeMutableRawPointer(decompressor))
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 64 << 10))
    var offset = packed.startIndex
    while result.count < limit {
      var read: gsize = 0
      var written: gsize = 0
      var error: UnsafeMutablePointer<GError>?
      let status = packed[offset...].withUnsafeBytes { input in
        buffer.withUnsafeMutableBytes { output in
          g_converter_convert(
            converter, input.baseAddress, gsize(input.count), output.baseAddress, gsize(output.count),
            G_CONVERTER_NO_FLAGS, &read, &written, &error)
        }
      }
      g_clear_error(&error)
      if status == G_CONVERTER_ERROR { break }
      result += buffer[..<Int(written)]
      offset += Int(read)
      if status == G_CONVERTER_FINISHED || (read == 0 && written == 0) { break }
    }
    return Array(result.prefix(limit))
  }
}
