// SPDX-License-Identifier: Apache-2.0

/// Reads a metadata file of any of the known formats, told apart by content: CSV, BibTeX, RIS or CSL-JSON.
package enum MetadataFile {
  /// Why a metadata file cannot be used.
  package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String
  }

  /// The records of the file `name` with those bytes.
  package static func records(_ bytes: [UInt8], name: String) throws(Failure) -> [MetadataRecord] {
    do throws(UTF8.ValidationError) { _ = try UTF8Span(validating: bytes.span) } catch {
      let line = 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") }
      throw Failure(description: "\(name):\(line): a byte that is no UTF-8; save the file as UTF-8")
    }
    return try records(String(decoding: bytes, as: UTF8.self), name: name)
  }

  /// The records of the file `name` with that text; what does not spoil a whole file is said in `remarks` of a record.
  package static func records(_ text: String, name: String) throws(Failure) -> [MetadataRecord] {
    let body = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    let start = body.drop { $0.isWhitespace }
    let records: [MetadataRecord]
    if start.hasPrefix("[") || start.hasPrefix("{") {
      records = try CSLReader.records(body, name: name)
    } else if start.hasPrefix("TY  -") {
      records = RISReader.records(body, name: name)
    } else if start.hasPrefix("@") || start.hasPrefix("%") {
      records = try BibTeXReader.records(body, name: name)
    } else {
      records = try TableReader.records(body, name: name)
    }
    guard !records.isEmpty else {
      throw Failure(
        description: "\(name) holds no record; CSV with a heading line, BibTeX, RIS and CSL-JSON are read")
    }
    return records
  }
}

/// RIS: a tag of two characters, two spaces, hyphen, space, value; `ER` ends a record.
enum RISReader {
  static func records(_ text: String, name: String) -> [MetadataRecord] {
    var records: [MetadataRecord] = []
    var open: MetadataRecord?
    func end(_ remark: String?) {
      guard var record = open else { return }
      if let remark { record.remarks.append(remark) }
      records.append(record)
      open = nil
    }
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard line.count >= 5, line.dropFirst(2).hasPrefix("  -") else { continue }
      let tag = String(line.prefix(2))
      let value = line.dropFirst(5).trimmed
      switch tag {
      case "TY":
        end("no line ER ends the record")
        open = MetadataRecord(metadata: kind(value))
        open?.place = "\(name):\(number + 1)"
      case "ER": end(nil)
      case "AU", "A1": if !value.isEmpty { open?.metadata.authors.append(MetadataRecord.personName(value)) }
      default: open?.set(tag, value)
      }
    }
    end("no line ER ends the record")
    return records
  }

  private static func kind(_ value: String) -> Metadata {
    var metadata = Metadata()
    let names = [
      "JOUR": "article", "BOOK": "book", "CHAP": "chapter", "RPRT": "report", "THES": "thesis", "CONF": "paper",
    ]
    metadata.kind = names[value] ?? value.lowercased()
    return metadata
  }
}

/// CSL-JSON: an array of items, as Zotero and citeproc write it.
enum CSLReader {
  static func records(_ text: String, name: String) throws(MetadataFile.Failure) -> [MetadataRecord] {
    let value: JSONValue
    do {
      value = try JSONScanner.parse(Array(text.utf8))
    } catch {
      throw MetadataFile.Failure(description: "\(name) is not sound JSON: \(error)")
    }
    return (value.array ?? [value]).enumerated().compactMap { record($1, place: "\(name): item \($0 + 1)") }
  }

  private static func record(_ item: JSONValue, place: String) -> MetadataRecord? {
    guard let fields = item.fields else { return nil }
    var record = MetadataRecord()
    record.place = place
    for field in fields {
      switch field.name {
      case "author": record.metadata.authors = (field.value.array ?? []).compactMap(Metadata.author)
      case "issued": record.metadata.date = date(field.value)
      default: if let text = field.value.scalarText { record.set(field.name, text) }
      }
    }
    return record
  }

  private static func date(_ value: JSONValue) -> String? {
    if let raw = value["raw"]?.string ?? value["literal"]?.string ?? value.string { return MetadataRecord.date(raw) }
    return Metadata.date(value)
  }
}
