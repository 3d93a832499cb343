// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

@testable import Extracting

/// Holds the extraction of sample pages, twelve of each kind, to the floors of Tests/Quality/floors-html.tsv.
///
/// A floor may be raised freely. Lowering one takes a reason, in the third column and in the commit.
struct HTMLQualityTests {
  private static let floors = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Quality/floors-html.tsv")

  @Test func noMeasureFallsBelowItsFloor() throws {
    let reached = try measured()
    if ProcessInfo.processInfo.environment["SYNTOP_QUALITY"] != nil {
      for (measure, value) in reached.sorted(by: { $0.key < $1.key }) { print("\(measure)\t\(value)") }
    }
    var floors: [String: Double] = [:]
    for line in try String(contentsOf: Self.floors, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(cells.count == 3 && !cells[2].isEmpty, "measure TAB floor TAB reason: \(line)")
      floors[String(cells[0])] = Double(cells[1])
    }
    #expect(Set(reached.keys) == Set(floors.keys))
    for (measure, floor) in floors {
      let value = reached[measure] ?? 0
      #expect(value >= floor, "\(measure) reached \(value), floor \(floor)")
    }
  }

  /// Means over pages, by measure.
  private func measured() throws -> [String: Double] {
    var sums: [String: (sum: Double, count: Double)] = [:]
    func add(_ measure: String, _ value: Double) {
      sums[measure, default: (0, 0)].sum += value
      sums[measure, default: (0, 0)].count += 1
    }
    for kind in SamplePage.Kind.allCases {
      for seed in UInt64(1)...12 {
        let page = SamplePage(kind, seed: seed)
        let found = try HTMLExtractor.extract(Array(page.html.utf8))
        let text = found.blocks.filter(\.kind.isBody).map(\.text).joined(separator: "\n")
        add("words-\(kind.rawValue)", wordF1(text, page.content.joined(separator: " ")))
        add("title", found.metadata.title == page.title ? 1 : 0)
        if let author = page.author { add("author", found.metadata.authors == [author] ? 1 : 0) }
        if let date = page.date { add("date", found.metadata.date == date ? 1 : 0) }
        add("free-of-imprint", text.contains(SampleFurniture.imprint) ? 0 : 1)
        if page.html.contains(SampleFurniture.consent) {
          add("free-of-consent", text.contains(SampleFurniture.consent) ? 0 : 1)
        }
      }
    }
    return sums.mapValues { $0.sum / $0.count }
  }

  /// Twice the words in common over all words, letter case aside.
  private func wordF1(_ text: String, _ truth: String) -> Double {
    let (found, wanted) = (counts(text), counts(truth))
    let both = wanted.reduce(0) { $0 + min($1.value, found[$1.key] ?? 0) }
    let all = found.values.reduce(0, +) + wanted.values.reduce(0, +)
    return all == 0 ? 1 : 2 * Double(both) / Double(all)
  }

  private func counts(_ text: String) -> [Substring: Int] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
