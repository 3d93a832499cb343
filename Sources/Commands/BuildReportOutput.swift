// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Indexing
internal import Presenting
internal import Synchronization

/// What `syntop build` shows: a bar while it works, a summary or a line of JSON when it is done.

/// The processors this process may use.
enum Processors {
  static var count: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }
}

/// One line on standard error that is written over and over: share done, rate, time left.
final class ProgressBar: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: BuildProgress) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { last in
      if let last, now - last < .milliseconds(200) { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let spent = Self.seconds(now - start)
    let rate = Double(progress.done) / max(spent, 0.001)
    let share = progress.total > 0 ? min(Double(progress.done) / Double(progress.total), 1) : 0
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    let left = rate > 0 ? Double(max(progress.total - progress.done, 0)) / rate : 0
    let megabytes = Decimals.text(rate / 1e6, 1)
    write("\r\(progress.stage) [\(bar)] \(Int(share * 100)) %  \(megabytes) MB/s  \(Self.clock(left)) left ")
  }

  func clear() { if isShown { write("\r" + String(repeating: " ", count: 78) + "\r") } }

  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// The line of JSON that ends `build --json`.
enum BuildLine {
  static func write(_ report: BuildReport) {
    var json = JSONWriter()
    json.object { json in
      json.objectField("documents") { json in
        json.field("total", report.documents.total)
        json.field("added", report.documents.added)
        json.field("changed", report.documents.changed)
        json.field("removed", report.documents.removed)
        json.field("unchanged", report.documents.unchanged)
        json.field("quarantined", report.documents.quarantined)
      }
      json.field("tokens", report.tokens)
      json.field("bytes", report.bytes)
      json.objectField("seconds") { json in
        for (stage, seconds) in report.seconds { json.field(stage, seconds, decimals: 6) }
      }
      json.field("peak_memory", report.peakMemory)
      json.objectField("index_bytes") { json in
        for (structure, bytes) in report.sizes.sorted(by: { $0.key < $1.key }) { json.field(structure, bytes) }
        json.field("total", report.sizes.values.reduce(0, +))
      }
      json.field("corpus_hash", report.corpusHash)
      json.field("lexicon_hash", report.lexiconHash)
      if report.remarked.documents > 0 {
        json.objectField("remarked") { json in
          json.field("documents", report.remarked.documents)
          json.field("tokens", report.remarked.tokens)
        }
      }
      if report.skipped > 0 { json.field("skipped", report.skipped) }
      json.field("content_digest", report.contentDigest)
      json.field("generation", report.generation)
    }
    Output.writeLine(&json)
  }
}

enum BuildSummary {
  static func print(_ report: BuildReport, _ directory: String) {
    let counts = report.documents
    if report.isUntouched {
      Output.note(
        "nothing has changed: generation \(report.generation) of \(directory) holds \(counts.total) documents")
    } else {
      let seconds = report.seconds.reduce(0) { $0 + $1.seconds }
      Output.note(
        "generation \(report.generation) of \(directory): \(counts.total) documents, \(report.tokens) words "
          + "(\(counts.added) added, \(counts.changed) changed, \(counts.removed) removed, \(counts.unchanged) as they were) "
          + "in \(Decimals.text(seconds, 1)) s")
    }
    if report.remarked.documents > 0 {
      let lexicon = report.lexiconHash.isEmpty ? "are without concepts now" : "marked again with the changed lexicon"
      Output.note(
        "\(report.remarked.documents) stored documents (\(report.remarked.tokens) words) \(lexicon); no file was read for it"
      )
    }
    for name in report.renamedFields {
      Output.note("the documents' field \(name.dropLast()) is kept as \(name): syntop has a field of that name itself")
    }
    if counts.quarantined > 0 {
      let skipped = report.skipped > 0 ? ", \(report.skipped) of them of kinds that are not read" : ""
      Output.note("\(counts.quarantined) could not be read\(skipped); see: syntop status")
    }
  }
}
