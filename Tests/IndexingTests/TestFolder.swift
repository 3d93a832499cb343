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
