// SPDX-License-Identifier: Apache-2.0

/// Rows as CSV (RFC 4180: fields quoted when they hold a comma, quote or line end, lines ended by CR LF) or as TSV
/// (TAB, LF, CR and backslash inside a field written as `\t`, `\n`, `\r`, `\\`).
package enum DelimitedWriter {
  package enum Form: Sendable { case csv, tsv }

  /// One row, line end included.
  package static func row(_ fields: [String], _ form: Form) -> String {
    switch form {
    case .csv: fields.map(csvField).joined(separator: ",") + "\r\n"
    case .tsv: fields.map(tsvField).joined(separator: "\t") + "\n"
    }
  }

  private static func csvField(_ field: String) -> String {
    let special = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard special else { return field }
    var out = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { out.unicodeScalars.append("\"") }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }

  private static func tsvField(_ field: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\t": out.append(contentsOf: "\\t".unicodeScalars)
      case "\n": out.append(contentsOf: "\\n".unicodeScalars)
      case "\r": out.append(contentsOf: "\\r".unicodeScalars)
      case "\\": out.append(contentsOf: "\\\\".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
