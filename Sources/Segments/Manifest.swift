// SPDX-License-Identifier: Apache-2.0

package import Bytes

/// A generation of an index: which files it consists of and what holds for all of them together.
///
/// The file `generation-N` is text, one item a line, fields separated by TAB:
///
///     syntop index<TAB>Version
///     Name<TAB>Value                    settings and totals; Value may be empty
///     segment<TAB>Number<TAB>Documents<TAB>Live<TAB>File<TAB>Length(<TAB>Role<TAB>File<TAB>Length)*
///     end<TAB>CRC-32C of all lines before, as eight hexadecimal digits
///
/// Version is 1. Role is `deletes` or `concepts`. TAB, LF and `\` in values are written `\t`, `\n` and `\\`. Renaming the
/// file into place commits the generation: a reader takes the newest one, and one whose last
/// line does not hold is damaged. The names are:
///
/// | name | value |
/// |---|---|
/// | generation, program | number of the generation; what wrote it |
/// | documents, tokens, source_bytes | live documents, tokens of their bodies, bytes of the files that gave documents |
/// | layers | `all` or `postings` |
/// | corpus_hash, content_digest, lexicon_hash | as `status` prints them; lexicon_hash is empty without a lexicon |
/// | metadata_hash, columns, ocr | what else the documents depend on: the metadata files, the columns of `.vrt` files, the languages of `--ocr` |
/// | reading | how the program read files and cut texts; an index of another reading is built anew |
/// | lexicon, quarantine | files of the directory: the copy of the lexicon; what could not be indexed |
/// | lexicon_checksum, quarantine_checksum | CRC-32C of these files, as eight hexadecimal digits |
/// | quarantined, next_segment | lines of the quarantine; the number that the next segment gets |
package struct Manifest: Sendable, Equatable {
  package static let version: UInt32 = 1

  package struct File: Sendable, Equatable {
    package var name: String
    package var length: Int

    package init(name: String, length: Int) { (self.name, self.length) = (name, length) }
  }

  package struct Segment: Sendable, Equatable {
    /// Number of the segment, never used twice; segments stand in the order of their documents.
    package var number: Int
    package var documents: Int
    package var live: Int
    package var data: File
    package var deletes: File?
    package var concepts: File?

    package init(
      number: Int, documents: Int, live: Int, data: File, deletes: File? = nil, concepts: File? = nil
    ) {
      (self.number, self.documents, self.live) = (number, documents, live)
      (self.data, self.deletes, self.concepts) = (data, deletes, concepts)
    }

    package var files: [File] { [data, deletes, concepts].compactMap { $0 } }
  }

  package var generation: Int
  /// Everything else, by name.
  package var values: [String: String] = [:]
  package var segments: [Segment] = []

  package init(generation: Int) { self.generation = generation }

  package subscript(name: String) -> String { values[name] ?? "" }

  package static func fileName(_ generation: Int) -> String { "generation-\(generation)" }

  /// The generation of a manifest's file name, else nil.
  package static func generation(fileName: String) -> Int? {
    guard fileName.hasPrefix("generation-") else { return nil }
    let digits = fileName.dropFirst("generation-".count)
    return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
  }
}

extension Manifest {
  /// The files that are named by a value of that name, such as `lexicon`.
  package static let namedFiles = ["lexicon", "quarantine"]

  /// Names a file of the directory and keeps its checksum.
  package mutating func setFile(_ name: String, _ file: String, _ bytes: [UInt8]) {
    values[name] = file
    values[name + "_checksum"] = Self.checksum(bytes)
  }

  /// What is wrong with the file of that name, as a sentence; nil where it is as it was written, or none is named.
  package func fault(of name: String, in directory: String) -> String? {
    let file = self[name]
    if file.isEmpty { return nil }
    let path = directory + "/" + file
    guard !file.contains("/"), let bytes = try? Files.read(path) else { return "\(path): cannot be read" }
    // Earlier generations have no checksum of it.
    guard let checksum = values[name + "_checksum"] else { return nil }
    return Self.checksum(bytes) == checksum ? nil : "\(path): its checksum differs"
  }

  package var text: String {
    var lines = ["syntop index\t\(Manifest.version)", "generation\t\(generation)"]
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { lines.append("\(name)\t\(Self.escaped(value))") }
    for segment in segments {
      var line = "segment\t\(segment.number)\t\(segment.documents)\t\(segment.live)"
      line += "\t\(segment.data.name)\t\(segment.data.length)"
      if let file = segment.deletes { line += "\tdeletes\t\(file.name)\t\(file.length)" }
      if let file = segment.concepts { line += "\tconcepts\t\(file.name)\t\(file.length)" }
      lines.append(line)
    }
    let body = lines.joined(separator: "\n") + "\n"
    return body + "end\t\(Self.checksum(Array(body.utf8)))\n"
  }

  private static func checksum(_ bytes: [UInt8]) -> String {
    let crc = bytes.withUnsafeBytes { CRC32C.of($0) }
    return Hexadecimal.string([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> UInt32($0)) })
  }

  /// Reads a manifest's text; throws where it does not hold together.
  package init(text: String, path: String) throws {
    func damaged(_ what: String) -> IndexError { .damaged(path: path, what: what) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.popLast() == "", let first = lines.first else { throw damaged("it is cut short") }
    let head = first.split(separator: "\t")
    guard head.count == 2, head[0] == "syntop index", let version = UInt32(head[1]) else {
      throw damaged("it is no manifest of an index")
    }
    guard version == Manifest.version else {
      throw IndexError.version(path: path, found: version, wanted: Manifest.version)
    }
    guard let last = lines.popLast() else { throw damaged("it is cut short") }
    let body = lines.joined(separator: "\n") + "\n"
    guard last == "end\t\(Self.checksum(Array(body.utf8)))" else { throw damaged("its checksum differs") }
    self.init(generation: 0)
    for line in lines.dropFirst() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if fields[0] == "segment" {
        guard let segment = Segment(fields) else { throw damaged("a segment's line is ill-formed") }
        segments.append(segment)
      } else if fields.count == 2 {
        values[fields[0]] = Self.unescaped(fields[1])
      }
    }
    guard let generation = values.removeValue(forKey: "generation").flatMap({ Int($0) }) else {
      throw damaged("it names no generation")
    }
    self.generation = generation
  }

  private static func escaped(_ value: String) -> String {
    var out = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": out += "\\\\"
      case "\t": out += "\\t"
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  private static func unescaped(_ value: String) -> String {
    var out = ""
    var isEscaped = false
    for character in value.unicodeScalars {
      if isEscaped {
        out.unicodeScalars.append(character == "t" ? "\t" : character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        out.unicodeScalars.append(character)
      }
    }
    return out
  }
}

extension Manifest.Segment {
  /// The fields of a line `segment`.
  fileprivate init?(_ fields: [String]) {
    guard fields.count >= 6, fields.count % 3 == 0, let number = Int(fields[1]), let documents = Int(fields[2]),
      let live = Int(fields[3]), let length = Int(fields[5])
    else { return nil }
    self.init(number: number, documents: documents, live: live, data: .init(name: fields[4], length: length))
    for place in stride(from: 6, to: fields.count, by: 3) {
      guard let length = Int(fields[place + 2]) else { return nil }
      let file = Manifest.File(name: fields[place + 1], length: length)
      switch fields[place] {
      case "deletes": deletes = file
      case "concepts": concepts = file
      default: return nil
      }
    }
    // A name that leads out of the directory is nobody's index.
    if files.contains(where: { $0.name.contains("/") || $0.name.isEmpty }) { return nil }
  }
}
