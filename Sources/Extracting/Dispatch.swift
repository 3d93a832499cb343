// SPDX-License-Identifier: Apache-2.0

package import Documents

/// Chooses the extractor for a file by what the file holds, after unpacking what is gzip'd.
package enum Extractors {
  package static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    guard !bytes.isEmpty else { throw ExtractionFailure(.empty, "is empty: 0 bytes") }
    switch FormatSniffer.sniff(bytes) {
    case .gzip: return try unpacked(bytes, limits: limits)
    case .mail: return try MailExtractor.extract(bytes, limits: limits)
    case .html: return try HTMLExtractor.extract(bytes, limits: limits)
    case .pdf: return try PDFExtractor.extract(bytes, limits: limits)
    case .text: return try PlainExtractor.extract(bytes, limits: limits)
    case .refused(let name, let advice):
      throw ExtractionFailure(.unsupported, "is \(name), which is not read: \(advice)")
    case .binary:
      throw ExtractionFailure(.unsupported, "holds bytes that are no text in any known encoding: leave it out")
    }
  }

  private static func unpacked(
    _ bytes: [UInt8], limits: ExtractionLimits
  ) throws(ExtractionFailure) -> Extraction {
    let (content, ending) = Inflate.gunzip(bytes, limit: limits.inputBytes)
    if ending == .limit {
      throw ExtractionFailure(.tooLarge, "unpacks to more than \(limits.inputBytes) bytes, which is all that is read")
    }
    guard !content.isEmpty else { throw ExtractionFailure(.damaged, "is a gzip file of which nothing can be unpacked") }
    if Inflate.isGzip(content) { throw ExtractionFailure(.unsupported, "is gzip'd twice: unpack it first") }
    var extraction = try extract(content, limits: limits)
    if ending == .damaged { extraction.notes.append("The gzip stream is damaged; the text ends where it breaks off.") }
    return extraction
  }
}
