// SPDX-License-Identifier: Apache-2.0

/// The metadata files of a build: read, joined to documents, and hashed so that a change of theirs is noticed.
internal import Bytes
internal import Documents
internal import Indexing

enum MetadataChoice {
  static func apply(_ settings: IndexSettings, _ directory: String, to options: inout BuildOptions) throws {
    guard !settings.metadata.isEmpty else { return }
    var records: [MetadataRecord] = []
    var content: [UInt8] = []
    for path in settings.metadata.map({ IndexSettings.resolved($0, index: directory) }) {
      let bytes = try Files.read(path)
      records += try MetadataFile.records(String(decoding: bytes, as: UTF8.self), name: path)
      content += bytes
      options.metadataFiles.append(path)
    }
    let join = MetadataJoin(records)
    options.joinedMetadata = { join.metadata(of: $0) }
    options.metadataHash = Hexadecimal.string(content.withUnsafeBytes { SHA256.of($0) })
  }
}
