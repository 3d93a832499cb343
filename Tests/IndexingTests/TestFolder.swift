// SPDX-License-Identifier: Apache-2.0

/// What the tests of this target share: a folder that goes with its owner, and a seeded generator.
import Bytes
import Glibc

final class TestFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/syntop-vrt-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = mkdtemp(base) else { return "/tmp/none" }
      return String(cString: made)
    }
  }

  func write(_ name: String, _ text: String) throws { try Files.replace(path + "/" + name, with: text) }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    guard path.hasPrefix("/tmp/syntop-vrt-") else { return }
    for name in (try? Files.names(in: path)) ?? [] {
      if Files.isDirectory(path + "/" + name) { remove(path + "/" + name) } else { unlink(path + "/" + name) }
    }
    rmdir(path)
  }
}

struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
