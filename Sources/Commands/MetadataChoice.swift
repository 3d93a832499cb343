// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Indexing

/// The metadata files of a build: read, joined to documents, and hashed so that a change of theirs is noticed.
enum MetadataChoice {
  /// How many remarks are told one by one.
  private static let most = 10

  /// - Returns: what knows afterwards which records no document was joined to; nil where there is no metadata file.
  static func apply(_ settings: IndexSettings, _ directory: String, to options: inout BuildOptions) throws
    -> MetadataJoin?
  {
    guard !settings.metadata.isEmpty else { return nil }
    var records: [MetadataRecord] = []
    var content: [UInt8] = []
    for path in settings.metadata.map({ IndexSettings.resolved($0, index: directory) }) {
      let bytes = try Files.read(path)
      do throws(MetadataFile.Failure) { records += try MetadataFile.records(bytes, name: path) } catch {
        throw CommandFailure("metadata: \(error.description); the index stays as it was")
      }
      content += bytes
      options.metadataFiles.append(path)
    }
    let join = MetadataJoin(records)
    options.metadata = join
    options.metadataHash = Hexadecimal.string(content.withUnsafeBytes { SHA256.of($0) })
    return join
  }

  /// Says what is odd in the files, and after a build that read all documents which records joined to none.
  static func tell(_ join: MetadataJoin, _ report: BuildReport) {
    let remarks = join.remarks + join.doubtful
    for remark in remarks.prefix(most) { Output.note("metadata: \(remark)") }
    if remarks.count > most { Output.note("metadata: \(remarks.count - most) more remarks of this kind") }
    guard !report.isUntouched, report.documents.unchanged == 0, report.documents.total > 0 else { return }
    let unused = join.unused
    if unused.count == join.count {
      Output.note("metadata: none of \(join.count) records joins to a document by path, DOI or key")
    } else if !unused.isEmpty {
      let places = unused.prefix(3).joined(separator: ", ") + (unused.count > 3 ? " ..." : "")
      Output.note("metadata: \(unused.count) of \(join.count) records join to no document: \(places)")
    }
  }
}
