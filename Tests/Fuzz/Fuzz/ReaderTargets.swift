// SPDX-License-Identifier: Apache-2.0

/// The readers of files that need no extractor, and of what an extractor process sends back.
internal import Bytes
internal import Documents
internal import Glibc

extension FuzzTarget {
  static let readers: [FuzzTarget] = [
    FuzzTarget("jsonl", longest: 4_000) { bytes in
      ScratchFile.with(bytes) { path in
        guard var reader = try? JSONLinesReader(path: Array(path.utf8), longestLine: 1_000) else { return }
        var line = 0
        while let item = try? reader.next() {
          let place =
            switch item {
            case .document(_, let place), .stray(_, let place): place
            }
          if place.line <= line || place.bytes.upperBound > bytes.count { finding("line \(place.line) after \(line)") }
          line = place.line
        }
      }
    },
    FuzzTarget("vrt", longest: 4_000) { bytes in
      for text in VerticalReader(bytes, fallbackID: "f").texts { _ = text.document(source: "f") }
    },
    FuzzTarget("metadata", longest: 4_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      for name in ["m.csv", "m.tsv", "m.bib", "m.ris", "m.json"] { _ = try? MetadataFile.records(text, name: name) }
    },
    FuzzTarget("reply", longest: 4_000) { bytes in
      _ = try? WorkerRequest(decoding: bytes)
      guard let reply = try? WorkerReply(decoding: bytes), case .document(let frame) = reply,
        let document = try? DocumentCodec.decode(frame)
      else { return }
      // Bytes are compared, since a number may be none (NaN) and then equals nothing.
      let written = DocumentCodec.encode(document)
      let again = try? DocumentCodec.encode(DocumentCodec.decode(written))
      if again != written { finding("a document changes when written and read") }
    },
  ]
}

/// A file in memory that holds an input, for readers that open files themselves.
enum ScratchFile {
  static let path = "/dev/shm/syntop-fuzz-\(getpid())"

  static func with(_ bytes: [UInt8], _ body: (String) -> Void) {
    let handle = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard handle >= 0 else { return }
    defer { unlink(path) }
    let written = bytes.withUnsafeBytes { write(handle, $0.baseAddress, $0.count) }
    close(handle)
    if written == bytes.count { body(path) }
  }
}
