// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport
@testable import Extracting

/// Tests of e-mail: which part is read, what the header says, what is no single mail.
@Suite struct MailTests {
  static let header = """
    From: "Margery Osgathorpe" <margery@example.org>
    To: friends@example.org
    Subject: =?utf-8?Q?The_park_=E2=80=93_read?=
    Date: Thu, 3 Nov 2011 21:04:00 +0000
    MIME-Version: 1.0

    """

  static func extract(_ text: String) throws -> Extraction {
    try Extractors.extract(Array(text.replacing("\n", with: "\r\n").utf8))
  }

  /// `kind: text` of each block, after the fields of the header were found as they are.
  static func lines(_ text: String) throws -> [String] {
    let extraction = try extract(text)
    #expect(extraction.format == .email)
    #expect(extraction.metadata.title == "The park – read")
    #expect(extraction.metadata.authors == ["Margery Osgathorpe"])
    #expect(extraction.metadata.date == "2011-11-03")
    #expect(extraction.metadata.kind == "e-mail")
    return extraction.blocks.map { "\($0.kind.name): \($0.text)" }
  }

  @Test func plainTextIsDecoded() throws {
    let text = """
      \(Self.header)Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      Dear all, the caf=E9 is closed on Tues=
      day.

      > Can't we just refuse?

      --\u{20}
      Margery Osgathorpe
      """
    #expect(
      try Self.lines(text) == [
        "paragraph: Dear all, the café is closed on Tuesday.", "quote: Can't we just refuse?",
        "furniture: Margery Osgathorpe",
      ])
  }

  /// A message of two alternatives, each after the lines given.
  static func alternatives(plain: String, html: String) -> String {
    """
    \(header)Content-Type: multipart/mixed; boundary="out;er"

    This is a message in several parts.
    --out;er
    Content-Type: multipart/alternative; boundary=outer

    --outer
    Content-Type: text/plain; charset="utf-8"
    \(plain)
    --outer
    Content-Type: text/html; charset="utf-8"
    Content-Transfer-Encoding: quoted-printable

    \(html)
    --outer--

    --out;er
    Content-Type: text/plain
    Content-Disposition: attachment; filename="list.txt"

    Words of an attached list.
    --out;er--
    """
  }

  static let letter = """
    <html lang=3D"nl"><body><p>The residents keep the caf=C3=A9 &amp; the p=
    ark.</p><blockquote><p>Can't we just refuse?</p></blockquote></body></html>
    """

  @Test func ofAlternativesThePlainOneIsRead() throws {
    let text = Self.alternatives(
      plain: "Content-Transfer-Encoding: base64\n\nVGhlIHJlc2lkZW50cyBrZWVwIHRoZSBjYWbDqS4KCj4gV2h5Pwo=\n",
      html: Self.letter)
    #expect(try Self.lines(text) == ["paragraph: The residents keep the café.", "quote: Why?"])
  }

  @Test(arguments: ["<!DOCTYPE html>", ""]) func withoutPlainTextThePageIsRead(opening: String) throws {
    let wanted = ["paragraph: The residents keep the café & the park.", "quote: Can't we just refuse?"]
    #expect(try Self.lines(Self.alternatives(plain: "\n \n", html: opening + Self.letter)) == wanted)
    let alone = "\(Self.header)Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    #expect(try Self.lines(alone + opening + Self.letter) == wanted)
    #expect(try Self.extract(alone + Self.letter).metadata.language == "nl")
  }

  @Test func whatIsCutOffIsReadAsFarAsItGoes() throws {
    let text = "\(Self.header)Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe wells are kept by"
    #expect(try Self.lines(text) == ["paragraph: The wells are kept by"])
  }

  @Test func aMailboxOfSeveralIsRefused() throws {
    let message =
      "From m@example.org Thu Nov  3 21:04:00 2011\n\(Self.header)\nThe wells are kept.\n\nFrom here on all is well.\n"
    #expect(
      try Self.lines(message) == ["paragraph: The wells are kept.", "paragraph: From here on all is well."])
    #expect {
      try Self.extract(message + "\n" + message)
    } throws: { error in
      (error as? ExtractionFailure).map { $0.kind == .unsupported && $0.reason.contains("mailbox") } ?? false
    }
  }

  @Test func attachmentsAloneAreNoText() {
    #expect {
      try Self.extract(
        "\(Self.header)Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQgeHg=\n")
    } throws: {
      ($0 as? ExtractionFailure)?.kind == .noText
    }
  }

  @Test func parametersAreReadAsTheyAreWritten() {
    func header(_ line: String) -> MailHeader { MailHeader(Array("Content-Type: \(line)\n\n".utf8)[...]) }
    #expect(header("Text/HTML; Charset=UTF-8; format=flowed").contentType == "text/html")
    #expect(header("text/html; format=flowed; Charset=\"UTF-8\"").parameter("charset") == "UTF-8")
    #expect(header("multipart/mixed;\n boundary=\"a b; charset=x\"; charset=y").parameter("charset") == "y")
    #expect(header("multipart/mixed; boundary=\"a b\"").parameter("boundary") == "a b")
    for odd in ["", ";", ";;=;", "x;=", "x; charset", "x; charset=", "x; charset=\"", "x;\"=\"\";"] {
      #expect(header(odd).parameter("boundary") == nil)
    }
  }
}
