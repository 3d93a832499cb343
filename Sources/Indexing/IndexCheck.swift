// SPDX-License-Identifier: Apache-2.0

internal import Bytes
package import Segments

/// Reads a whole index and tells what is wrong with it.
package enum IndexCheck {
  package struct Result: Sendable, Equatable {
    /// Files looked at.
    package var segments: [String] = []
    /// One sentence for each fault; empty where the index is sound.
    package var faults: [String] = []

    package init(faults: [String] = []) { self.faults = faults }
  }

  package static func check(_ reader: IndexReader) -> Result {
    var result = Result()
    for (segment, entry) in zip(reader.segments, reader.manifest.segments) {
      result.segments.append(entry.data.name)
      let damages = segment.damages()
      result.faults += damages.map { "\($0)" }
      guard damages.isEmpty else { continue }
      do {
        try checkTerms(segment, &result.faults)
        try checkDocuments(segment, &result.faults)
        if segment.liveDocumentCount != entry.live {
          result.faults.append(
            "\(segment.path): \(segment.liveDocumentCount) live documents, the manifest says \(entry.live)")
        }
      } catch {
        result.faults.append("\(segment.path): \(error)")
      }
    }
    result.faults += Manifest.namedFiles.compactMap { reader.manifest.fault(of: $0, in: reader.directory) }
    checkHashes(reader, &result)
    return result
  }

  /// Keys ascend; each list has as many documents and occurrences as the dictionary says, inside the segment.
  private static func checkTerms(_ segment: SegmentReader, _ faults: inout [String]) throws {
    var terms = try segment.dictionary.cursor(from: [])
    var previous: [UInt8] = []
    var tokens: [Field: Int] = [:]
    while try terms.next() {
      if !previous.isEmpty, !previous.lexicographicallyPrecedes(terms.key) {
        faults.append("\(segment.path): terms out of order")
      }
      previous = terms.key
      let info = try terms.info
      var cursor = try segment.postings(info)
      var (documents, occurrences) = (0, 0)
      var last: UInt32?
      while cursor.document != PostingsCursor.end {
        if Int(cursor.document) >= segment.documentCount || last.map({ $0 >= cursor.document }) ?? false { break }
        last = cursor.document
        documents += 1
        occurrences += Int(cursor.frequency)
        cursor.next()
      }
      if documents != info.writtenDocuments || occurrences != info.writtenOccurrences {
        let name = String(decoding: terms.form, as: UTF8.self)
        faults.append("\(segment.path): the postings of '\(name)' do not agree with the dictionary")
      }
      if terms.namespace == .word { tokens[terms.field, default: 0] += occurrences }
    }
    for (field, totals) in segment.meta.fields where totals.tokens != tokens[field] ?? 0 {
      faults.append(
        "\(segment.path): field \(field.rawValue) has \(totals.tokens) tokens, its postings \(tokens[field] ?? 0)")
    }
  }

  /// The forward index can be read and agrees with the lengths.
  private static func checkDocuments(_ segment: SegmentReader, _ faults: inout [String]) throws {
    guard segment.meta.isComplete else { return }
    for field in segment.meta.fields.keys.sorted() {
      let (forward, lengths) = (try segment.forward(field), try segment.lengths(field))
      for document in 0..<UInt32(segment.documentCount) {
        let run = try forward.tokens(of: document, 0..<Int(lengths[document]))
        let structure = try segment.structure(document, field)
        let isSound =
          run.surfaces.count == Int(lengths[document])
          && run.surfaces.allSatisfy { Int($0) < forward.surfaces.count }
          && structure.sentences.allSatisfy { $0 < lengths[document] }
        if !isSound { faults.append("\(segment.path): document \(document) is incomplete") }
      }
    }
  }

  private static func checkHashes(_ reader: IndexReader, _ result: inout Result) {
    guard result.faults.isEmpty, reader.manifest["layers"] == "all" else { return }
    do {
      let hashes = try CorpusHashes.compute(reader.segments, lexicon: reader.manifest["lexicon_hash"])
      if hashes.corpus != reader.manifest["corpus_hash"] {
        result.faults.append("the corpus hash of the documents is not that of the manifest")
      }
      if hashes.content != reader.manifest["content_digest"] {
        result.faults.append("the content digest of the documents is not that of the manifest")
      }
    } catch {
      result.faults.append("\(error)")
    }
  }
}
