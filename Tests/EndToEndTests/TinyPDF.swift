// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes one-page PDFs by hand, sound and broken, so that tests need no other program to make them.
enum TinyPDF {
  /// A page with one line of Helvetica; `trailer` is added to the trailer dictionary.
  static func document(text: String, trailer: String = "", pages: String = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    -> Data
  {
    let content = "BT /F1 12 Tf 72 700 Td (\(text)) Tj ET\n"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      pages,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)endstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var out = "%PDF-1.7\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.utf8.count)
      out += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let xref = out.utf8.count
    out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      out += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    out += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(xref)\n%%EOF\n"
    return Data(out.utf8)
  }

  /// A standard security handler whose password nobody has.
  static let unreadableEncryption =
    "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 "
    + "/O <\(String(repeating: "ab", count: 32))> /U <\(String(repeating: "cd", count: 32))> >> "
    + "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"

  /// A page tree whose only child is itself.
  static let pageTreeLoop = document(text: "x", pages: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
}
