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
    /// The first four numbers of the text matrix, other than those of level text.
    var matrix = "1 0 0 1"
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
      let content = page.map {
        "BT /\($0.font) \($0.size) Tf \($0.matrix) \($0.x) \($0.y) Tm (\(Self.escaped($0.text))) Tj ET\n"
      }.joined()
      objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
    }
    let info = title.map { "/Info << /Title (\(Self.escaped($0))) >>" } ?? ""
    let encrypt =
      isEncrypted ? "/Encrypt << /Filter /Standard /V 1 /R 2 /O (\(key)) /U (\(key)) /P -1 >> /ID [(a) (b)]" : ""
    return Self.file(of: objects.map { Array($0.utf8) }, trailer: "\(info) \(encrypt)")
  }

  /// A file of these objects, numbered from 1; the first is its catalog.
  static func file(of objects: [[UInt8]], trailer: String = "") -> [UInt8] {
    var out = Array("%PDF-1.4\n".utf8)
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let digits = String(out.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(out.count)\n%%EOF\n"
    return out + Array(table.utf8)
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
