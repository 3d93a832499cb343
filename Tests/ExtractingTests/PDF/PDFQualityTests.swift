// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

@testable import Extracting

/// Holds the extraction of the PDFs of Tests/Quality/pdf to the floors of Tests/Quality/floors-pdf.tsv.
///
/// A floor may be raised freely. Lowering one takes a reason, in the third column.
struct PDFQualityTests {
  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Quality")

  private func tally() throws -> QualityTally {
    let folder = Self.folder.appending(path: "pdf")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".pdf") }.sorted()
    #expect(names.count >= 8)
    var tally = QualityTally()
    for name in names {
      let truth = try String(
        contentsOf: folder.appending(path: name.dropLast(4) + ".truth"), encoding: .utf8)
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      var one = QualityTally()
      let blocks = try PDFExtractor.extract(bytes).blocks
      tally.add(blocks, against: PDFTruth(truth))
      one.add(blocks, against: PDFTruth(truth))
      if ProcessInfo.processInfo.environment["SYNTOP_QUALITY"] != nil { print(name, one.summary) }
    }
    return tally
  }

  @Test func noMeasureFallsBelowItsFloor() throws {
    let table = try String(contentsOf: Self.folder.appending(path: "floors-pdf.tsv"), encoding: .utf8)
    let tally = try tally()
    if ProcessInfo.processInfo.environment["SYNTOP_QUALITY"] != nil { print("all", tally.summary) }
    var floors: [String: Double] = [:]
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(cells.count == 3 && !cells[2].isEmpty, "measure TAB floor TAB reason: \(line)")
      floors[String(cells[0])] = Double(cells[1])
    }
    for (measure, floor) in floors.sorted(by: { $0.key < $1.key }) {
      let reached = try #require(tally.share(measure), "nothing was measured for \(measure)")
      #expect(reached >= floor, "\(measure) reached \(reached), floor \(floor)")
    }
    #expect(Set(tally.sums.keys) == Set(floors.keys))
  }
}

extension QualityTally {
  fileprivate var summary: String {
    sums.keys.sorted().map { "\($0)=\(((share($0) ?? 0) * 1000).rounded() / 1000)" }.joined(separator: " ")
  }
}
