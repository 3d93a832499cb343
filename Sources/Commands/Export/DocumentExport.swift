// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Segments

/// Documents with their metadata and text, as the JSON lines that `build` reads.
struct DocumentExport {
  private let segments: [SegmentReader]
  /// Columns that say how a document came in, and nothing about it.
  static let ownColumns: Set<String> = ["source", "format"]

  init(_ segments: [SegmentReader]) { self.segments = segments }

  func write(_ places: [DocumentPlace], _ form: OutputOptions.Form) throws {
    let names = Set(segments.flatMap { $0.meta.columns.map(\.name) }).subtracting(Self.ownColumns).sorted()
    let columns = ["id"] + names.map { $0 == "author" ? "authors" : $0 } + ["text"]
    try ExportWriter(columns: columns, form: form).write { row in
      for (number, document) in places {
        let segment = segments[number]
        var fields = [ExportedField(name: "id", value: .text(try segment.ids.string(document)))]
        for name in names {
          let value = try Self.value(segment.column(name), document)
          if case .none = value { continue }
          // Under this name the reader takes several.
          fields.append(ExportedField(name: name == "author" ? "authors" : name, value: value))
        }
        row(fields + [ExportedField(name: "text", value: .text(try Self.paragraphs(segment, document)))])
      }
    }
  }

  static func value(_ column: MetadataColumn?, _ document: UInt32) throws -> ExportedValue {
    guard let column else { return .none }
    switch column.kind {
    case .integer, .number: return column.number(document).map { .number($0) } ?? .none
    case .text: return column.strings(document).first.map { .text($0) } ?? .none
    case .list:
      let all = column.strings(document)
      return all.isEmpty ? .none : .list(all)
    }
  }

  /// The text with an empty line between blocks.
  private static func paragraphs(_ segment: SegmentReader, _ document: UInt32) throws -> String {
    let text = Array(try segment.text(document).utf8)
    var (bytes, from) = ([UInt8](), 0)
    for block in try segment.structure(document).blocks.dropFirst() {
      let start = min(Int(block.textStart), text.count)
      guard start > from else { continue }
      bytes += text[from..<start] + [0x0A]
      from = start
    }
    return String(decoding: bytes + text[from...], as: UTF8.self)
  }
}
