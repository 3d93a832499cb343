// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// The hash by which a source's content is known: lower-case hexadecimal SHA-256 of its bytes.
package enum ContentHash {
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { Hexadecimal.string(SHA256.of($0)) }
  }
}
