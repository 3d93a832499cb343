// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Glibc
internal import Segments
internal import Tokenizing
@testable import Indexing

/// The readers of files that need no extractor, and of what an extractor process sends back.
extension FuzzTarget {
  static let readers: [FuzzTarget] = [
    FuzzTarget("jsonl", longest: 4_000) { bytes in
      guard (try? UTF8Span(validating: bytes.span)) != nil else { return }
      _ = try? JSONLine.document(bytes.span, source: "f")
    },
    FuzzTarget("vrt", longest: 4_000) { bytes in
      let vocabulary = Vocabulary()
      let text = VerticalDocument(VerticalWords(vocabulary, ReadingTable()), vocabulary)
      let tokenizer = Tokenizer(into: vocabulary)
      var reader = VerticalReader(text, file: "f", start: 0)
      for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
        line.withUnsafeBufferPointer { line in
          if reader.text(endingBefore: line) != nil {
            check(text, tokenizer, vocabulary)
            reader.startAfresh()
          }
          _ = reader.take(line)
        }
      }
      check(text, tokenizer, vocabulary)
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

/// Each token's place in the text holds its form.
private func check(_ text: VerticalDocument, _ tokenizer: Tokenizer, _ vocabulary: Vocabulary) {
  text.finish(prior: .unknown, tokenizer)
  let (tokens, bytes) = (text.tokens, Array(text.text.bytes))
  for token in 0..<tokens.count {
    let place = Int(tokens.starts[token])..<Int(tokens.ends[token])
    guard place.upperBound <= bytes.count else { finding("token \(token) ends behind the text") }
    let form = vocabulary.surfaces.withBytes(of: tokens.surfaces[token]) { $0.withUnsafeBytes { Array($0) } }
    if Array(bytes[place]) != form { finding("token \(token) is not what stands at its place") }
  }
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
