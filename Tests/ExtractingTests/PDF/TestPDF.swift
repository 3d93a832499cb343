// SPDX-License-Identifier: Apache-2.0

/// Writes small PDFs for tests: text at given places in Times and Helvetica, and the faults that files have.

struct TestPDF {
  struct Text {
    var x: Int
    var y: Int
    var size: Int = 10
    /// "F1" is Times, "F2" Times Bold.
    var font = "F1"
    var text: String
  }

  var pages: [[Text]] = []
  /// Quarter turns of every page, in degrees.
  var rotation = 0
  var title: String?
  /// Written in place of the true number of pages.
  var count: Int?
  /// Whether the page tree's node is its own only child.
  var isLooped = false
  var isEncrypted = false

  func bytes() -> [UInt8] {
    var objects: [String] = []
    let kids = pages.indices.map { "\(5 + 2 * $0) 0 R" }.joined(separator: " ")
    objects.append("<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(
      "<< /Type /Pages /Kids [\(isLooped ? "2 0 R" : kids)] /Count \(count ?? pages.count) >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>")
    for (index, page) in pages.enumerated() {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate \(rotation) /Contents \(6 + 2 * index) 0 R "
          + "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>")
      let content = page.map { "BT /\($0.font) \($0.size) Tf \($0.x) \($0.y) Td (\(Self.escaped($0.text))) Tj ET\n" }
        .joined()
      objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
    }
    var out = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.utf8.count)
      out += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let table = out.utf8.count
    out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      out += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    let info = title.map { "/Info << /Title (\(Self.escaped($0))) >>" } ?? ""
    let encrypt =
      isEncrypted ? "/Encrypt << /Filter /Standard /V 1 /R 2 /O (\(key)) /U (\(key)) /P -1 >> /ID [(a) (b)]" : ""
    out += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(info) \(encrypt) >>\nstartxref\n\(table)\n%%EOF\n"
    return Array(out.utf8)
  }

  /// A password's digest that no empty password has.
  private var key: String { String(repeating: "k", count: 32) }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "()\\".contains($0) ? ["\\", $0] : [$0] })
  }

  /// One page with these lines, 14 points apart.
  static func page(_ lines: [String]) -> [Text] {
    lines.enumerated().map { Text(x: 72, y: 700 - 14 * $0, text: $1) }
  }
}
