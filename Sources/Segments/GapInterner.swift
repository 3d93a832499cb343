// SPDX-License-Identifier: Apache-2.0

internal import Bytes

/// Numbers what stands between tokens while a segment is being filled: pairs of a gap code and the characters.
final class GapInterner {
  /// The symbol of a single space, the commonest gap of most texts: always the first.
  static let space: UInt32 = 0
  let table = InternTable(capacity: 256)
  /// Symbols of gaps of one byte, by code and byte; `.max` where not known yet.
  private let single: UnsafeMutablePointer<UInt32>
  /// Symbols of gaps of no byte, by code; `.max` where not known yet.
  private let empty: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var scratch: [UInt8] = []

  init() {
    single = .allocate(capacity: 1 << 12)
    single.initialize(repeating: .max, count: 1 << 12)
    empty = .allocate(capacity: 16)
    empty.initialize(repeating: .max, count: 16)
    _ = intern(code: 1, [0x20])
  }

  deinit {
    single.deallocate()
    empty.deallocate()
  }

  @inline(__always)
  func intern(code: UInt8, _ text: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    if count == 1, code < 16 {
      let known = single[Int(code) << 8 | Int(text[0])]
      if known != .max { return known }
    }
    if count == 0, code < 16, empty[Int(code)] != .max { return empty[Int(code)] }
    let symbol = intern(code: code, UnsafeBufferPointer(start: text, count: count))
    if count == 1, code < 16 { single[Int(code) << 8 | Int(text[0])] = symbol }
    if count == 0, code < 16 { empty[Int(code)] = symbol }
    return symbol
  }

  @inline(never)
  func intern(code: UInt8, _ bytes: some Sequence<UInt8>) -> UInt32 {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(code)
    scratch.append(contentsOf: bytes)
    return scratch.withUnsafeBufferPointer { table.intern($0) }
  }

  func code(_ symbol: UInt32) -> UInt8 { table.withBytes(of: symbol) { $0[0] } }
}
