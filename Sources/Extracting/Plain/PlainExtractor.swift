// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Plain text files: decoded, cleaned of what is not text, told apart as Markdown, transcript or prose, and cut into
/// pages and blocks. The text of a mail is read here too.
package enum PlainExtractor {
  package static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    try extract(TextDecoder.decode(bytes), mail: nil, limits: limits)
  }

  /// Extracts text that is decoded; `mail` is what the header says where it is the text of a mail.
  static func extract(
    _ decoded: DecodedText, mail: Metadata?, limits: ExtractionLimits
  ) throws(ExtractionFailure) -> Extraction {
    guard decoded.utf8.count <= limits.textBytes else {
      throw ExtractionFailure(
        .tooLarge, "holds \(decoded.utf8.count) bytes of text; at most \(limits.textBytes) are kept")
    }
    var extraction = extract(TextLines(decoded.utf8), mail: mail)
    if let note = decoded.note { extraction.notes.append(note) }
    guard !extraction.blocks.isEmpty else {
      throw ExtractionFailure(.noText, "holds no text: only white space, rules or controls")
    }
    return extraction
  }

  private static func extract(_ text: TextLines, mail: Metadata?) -> Extraction {
    if mail == nil, let subtitles = Subtitles(text) {
      return Extraction(format: .transcript, metadata: subtitles.metadata, blocks: subtitles.blocks)
    }
    let isMarkdown = mail == nil && MarkdownSigns.isMarkdown(text)
    let text = mail == nil && !isMarkdown ? SpeakerLines.rewritten(text) ?? text : text
    let speakers = mail == nil && !isMarkdown ? Speakers(text) : .none
    let header = PlainHeader(text, isMarkdown: isMarkdown)
    var blocks = PlainBlocks(text, from: header.bodyStart, isMarkdown: isMarkdown, speakers: speakers).blocks
    var metadata = header.metadata
    if let mail {
      metadata = mail
      markSignature(&blocks, text)
    } else {
      let title = PlainOutline.settle(&blocks)
      metadata.title = metadata.title ?? title
    }
    if !speakers.labels.isEmpty {
      for index in blocks.indices where Speakers.isTimestamp(blocks[index].text) { blocks[index].kind = .furniture }
    }
    let format: DocumentFormat =
      mail != nil ? .email : isMarkdown ? .markdown : speakers.labels.isEmpty ? .plain : .transcript
    return Extraction(
      format: format, metadata: metadata, blocks: blocks, pageCount: text.pageCount > 1 ? text.pageCount : 0)
  }

  /// What follows the line "-- " is a signature.
  private static func markSignature(_ blocks: inout [Block], _ text: TextLines) {
    guard let mark = text.lines.indices.last(where: { text.content($0).elementsEqual("--".utf8) }) else { return }
    let signature = text.lines.indices[(mark + 1)...].filter { !text.lines[$0].isBlank }.count
    guard signature <= 12 else { return }
    // The signature is one block, since no blank line or rule parts it.
    if let last = blocks.indices.last, blocks[last].kind == .paragraph { blocks[last].kind = .furniture }
  }
}
