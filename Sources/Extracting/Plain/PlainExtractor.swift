// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Plain text files: decoded, cleaned, cut into pages and blocks.
package enum PlainExtractor {
  package static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    let decoded = TextDecoder.decode(bytes)
    var extraction = Extraction(format: .plain)
    for part in decoded.text.split(separator: "\n\n") {
      let text = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if !text.isEmpty { extraction.blocks.append(Block(kind: .paragraph, text: text)) }
    }
    if let note = decoded.note { extraction.notes.append(note) }
    if extraction.blocks.isEmpty { throw ExtractionFailure(.noText, "holds no text: only white space or controls") }
    return extraction
  }
}
