// SPDX-License-Identifier: Apache-2.0

import Segments
import Testing

/// Manifests come back as written and are refused where they do not hold together.
@Suite struct ManifestTests {
  static var example: Manifest {
    var manifest = Manifest(generation: 12)
    manifest.values = ["corpus_hash": "ab", "odd": "a\tb\\c\nd"]
    manifest.segments = [
      .init(number: 3, documents: 10, live: 9, data: .init(name: "segment-3.data", length: 99)),
      .init(
        number: 4, documents: 1, live: 1, data: .init(name: "x", length: 1), deletes: .init(name: "y", length: 2),
        concepts: .init(name: "z", length: 3)),
    ]
    return manifest
  }

  @Test func comesBack() throws {
    #expect(try Manifest(text: Self.example.text, path: "m") == Self.example)
    #expect(Manifest.generation(fileName: "generation-12") == 12)
    #expect(Manifest.generation(fileName: "generation-12.new") == nil)
  }

  @Test func everyChangedByteIsFound() {
    let bytes = Array(Self.example.text.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: (any Error).self) { try Manifest(text: String(decoding: changed, as: UTF8.self), path: "m") }
    }
    for length in bytes.indices {
      #expect(throws: (any Error).self) {
        try Manifest(text: String(decoding: bytes[..<length], as: UTF8.self), path: "m")
      }
    }
  }

  @Test func otherVersionIsNamed() {
    let text = Self.example.text.replacing("syntop index\t1", with: "syntop index\t7")
    #expect(throws: IndexError.version(path: "m", found: 7, wanted: 1)) { try Manifest(text: text, path: "m") }
  }
}
