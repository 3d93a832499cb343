// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// E-mail: the message's one text is read as plain text or as a page, under what its header says.
enum MailExtractor {
  static func extract(
    _ bytes: [UInt8], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> Extraction {
    guard !MailMessage.isMailbox(bytes) else {
      throw ExtractionFailure(
        .unsupported,
        "is a mailbox of several mails, and one document is one mail: part it into files (git mailsplit -oFOLDER FILE)")
    }
    let mail = MailMessage(bytes)
    guard let part = mail.part else {
      throw ExtractionFailure(.noText, "is a mail without text of its own: only attachments, or nothing")
    }
    guard part.isHTML else {
      return try PlainExtractor.extract(
        TextDecoder.decode(part.bytes, declared: part.charset), mail: mail.metadata, limits: limits)
    }
    return try page(part, mail.metadata, limits)
  }

  /// A mail written in HTML. What a letter shows is meant to be read, so where nothing looks like a page's main content
  /// all of it is body.
  private static func page(
    _ part: MailMessage.TextPart, _ metadata: Metadata, _ limits: ExtractionLimits
  ) throws(ExtractionFailure) -> Extraction {
    let decoded = TextDecoder.decode(part.bytes, declared: part.charset ?? DeclaredCharset.name(in: part.bytes))
    var extraction = try HTMLExtractor.extract(utf8: decoded.utf8, limits: limits)
    let language = extraction.metadata.language
    extraction.format = .email
    extraction.metadata = metadata
    extraction.metadata.language = language
    if let note = decoded.note { extraction.notes.append(note) }
    if !extraction.blocks.contains(where: \.kind.isBody) {
      extraction.notes.removeAll { $0 == HTMLExtractor.emptyNote || $0 == HTMLExtractor.scriptedNote }
      for index in extraction.blocks.indices { extraction.blocks[index].kind = .paragraph }
    }
    return extraction
  }
}
