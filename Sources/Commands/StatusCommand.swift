// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bytes
internal import Indexing
internal import Presenting
internal import Segments

/// `syntop status`: what the index holds, what it is built from, and what it could not read.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what the index holds, what it is built from, and which files it could not read and why.",
    discussion: """
      Example: only the files that could not be read
        syntop status --json | jq -r '.quarantine[] | [.source, .reason] | @tsv'
      """)

  @OptionGroup var index: IndexOption
  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    let directory = try index.existing()
    let reader = try IndexReader.open(directory)
    if let fault = reader.manifest.fault(of: "quarantine", in: directory) {
      throw CommandFailure("\(fault). Which files could not be read is not known; run 'syntop build' to find out.")
    }
    let settings = try IndexSettings.read(directory) ?? IndexSettings()
    let quarantine = QuarantineFile.read(directory, reader.manifest)
    if json {
      writeJSON(reader, settings, quarantine)
    } else {
      writeText(reader, settings, quarantine)
    }
  }

  private func writeJSON(_ reader: IndexReader, _ settings: IndexSettings, _ quarantine: [QuarantineEntry]) {
    var json = JSONWriter()
    json.object { json in
      json.field("ok", true)
      json.field("index", reader.directory)
      json.field("generation", reader.manifest.generation)
      json.field("layers", reader.manifest["layers"])
      json.field("documents", reader.documentCount)
      json.field("tokens", reader.totals(.body).tokens)
      json.field("segments", reader.segments.count)
      json.field("corpus_hash", reader.manifest["corpus_hash"])
      json.field("lexicon_hash", reader.manifest["lexicon_hash"])
      json.field("content_digest", reader.manifest["content_digest"])
      json.field("roots", settings.roots)
      json.field("exclude", settings.exclude)
      json.field("lexicons", settings.lexicons)
      json.objectField("index_bytes") { json in
        for (structure, bytes) in reader.sizes.sorted(by: { $0.key < $1.key }) { json.field(structure, bytes) }
        json.field("total", reader.sizes.values.reduce(0, +))
      }
      json.field("skipped", quarantine.count(where: \.isSkipped))
      json.arrayField("quarantine") { json in
        for entry in quarantine {
          json.object { json in
            json.field("source", entry.source)
            json.field("kind", entry.kind)
            json.field("reason", entry.reason)
          }
        }
      }
    }
    Output.writeLine(&json)
  }

  private func writeText(_ reader: IndexReader, _ settings: IndexSettings, _ quarantine: [QuarantineEntry]) {
    let lexicon = reader.manifest["lexicon_hash"]
    var lines = [
      "index        \(reader.directory), generation \(reader.manifest.generation)",
      "documents    \(reader.documentCount)",
      "words        \(reader.totals(.body).tokens)",
      "layers       \(reader.manifest["layers"])",
      "size         \(reader.sizes.values.reduce(0, +)) bytes in \(reader.segments.count) segments",
      "lexicon      \(lexicon.isEmpty ? "none" : String(lexicon.prefix(16)))",
    ]
    func path(_ recorded: String) -> String { IndexSettings.resolved(recorded, index: reader.directory) }
    lines += settings.roots.map { "root         \(path($0))" }
    lines += settings.exclude.map { "without      \($0)" }
    lines += settings.lexicons.map { "lexicon from \(path($0))" }
    let skipped = quarantine.count(where: \.isSkipped)
    lines.append("quarantined  \(quarantine.count)\(skipped > 0 ? ", \(skipped) of kinds that are not read" : "")")
    lines += StatusCommand.quarantineLines(quarantine)
    Output.write(lines.map(PrintableText.line).joined(separator: "\n") + "\n")
  }

  /// How many files, or reasons, are listed.
  private static let most = 20

  /// Some files one by one; more of them by reason, each with how many and the first.
  private static func quarantineLines(_ quarantine: [QuarantineEntry]) -> [String] {
    guard quarantine.count > most else { return quarantine.map { "  \($0.source): \($0.kind): \($0.reason)" } }
    let groups = Dictionary(grouping: quarantine) { "\($0.kind): \($0.reasonAnywhere)" }
    let ordered = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let others = ordered.dropFirst(most)
    let rest = "  \(others.reduce(0) { $0 + $1.value.count }) x other reasons (\(others.count))"
    return ordered.prefix(most).map { "  \($0.value.count) x \($0.key), such as \($0.value[0].example)" }
      + (others.isEmpty ? [] : [rest]) + ["  'syntop status --json' lists each."]
  }
}

extension QuarantineEntry {
  /// The number of the line that a reason begins with, as `line 12: not JSON`.
  private var line: Substring? {
    guard reason.hasPrefix("line "), let colon = reason.firstIndex(of: ":") else { return nil }
    let number = reason[..<colon].dropFirst(5)
    return !number.isEmpty && number.allSatisfy { ("0"..."9").contains($0) } ? number : nil
  }

  /// The reason without the place in its file, which is another one for every line.
  fileprivate var reasonAnywhere: String {
    let bare = line.map { reason.dropFirst("line \($0): ".count) } ?? reason[...]
    let parts = bare.split(separator: " at byte ", maxSplits: 1)
    guard parts.count == 2 else { return String(bare) }
    return String(parts[0]) + parts[1].drop { ("0"..."9").contains($0) }
  }

  fileprivate var example: String { line.map { "\(source), line \($0)" } ?? source }
}
