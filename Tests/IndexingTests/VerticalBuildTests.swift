// SPDX-License-Identifier: Apache-2.0

import Bytes
import Documents
import Segments
import Testing
import TestSupport
@testable import Indexing

/// Builds of `.vrt` files: tokens as given, attributes, ids, what is kept, and that cuts and merges change nothing.
@Suite struct VerticalBuildTests {
  static let sample = """
    <!-- #vrt positional-attributes: word tag base -->
    <text id="t1" title="On wells" year="1999">
    <head>
    Wells\tNNS\twell
    </head>
    <p>
    <s>
    The\tDT\tthe
    co-production\tNN\tCoproduction
    <g/>
    .\tSENT\t.
    </s>
    <s>
    R&amp;D\tNP
    \tX\tno word
    wells\tVBZ\twell
    </s>
    </p>
    <strange>
    </text>
    <text year="2000">
    wells\tNNS\twell
    </text>

    """

  private func build(_ files: [(name: String, text: String)], _ change: (inout BuildOptions) -> Void = { _ in })
    throws -> (IndexReader, BuildReport, TemporaryFolder)
  {
    let folder = try TemporaryFolder()
    try Files.makeDirectory(folder.path + "/in")
    for file in files { try folder.write("in/" + file.name, file.text) }
    var options = BuildOptions(directory: folder.path + "/index", roots: [folder.path + "/in"])
    change(&options)
    let report = try IndexBuild(options).run()
    return (try IndexReader.open(options.directory), report, folder)
  }

  /// Every token of a document as `word/value/value`, by attribute name.
  private func tokens(_ reader: IndexReader, _ id: String, _ attributes: [String]) throws -> [String] {
    let place = try #require(try reader.document(id))
    let segment = reader.segments[place.segment]
    let layer = try #require(try segment.attributes)
    let forward = try segment.forward()
    let types = TokenTypes(forward, layer)
    let first = forward.firstToken(of: place.document)
    return try (0..<forward.count(place.document)).map { token in
      let (surface, reading) = try types.type(of: first + token)
      #expect(layer.surface(of: reading) == surface)
      let values = attributes.map { name in layer.attribute(name).map { $0.string($0.value(of: reading)) } ?? "-" }
      return ([forward.surfaces.string(surface)] + values).joined(separator: "/")
    }
  }

  @Test func lineEndsOfWindowsChangeNothing() throws {
    let header = "<!-- #vrt positional-attributes: word base tag -->"
    let text = "\(header)\n<text id=\"t\">\nWells\twell\tNNS\ndug\tdig\tVBD\n</text>\n"
    let (unix, _, one) = try build([("a.vrt", text)])
    let (windows, _, other) = try build([("a.vrt", text.replacing("\n", with: "\r\n"))])
    let wanted = try tokens(unix, "t", ["base", "tag"])
    #expect(wanted == ["Wells/well/NNS", "dug/dig/VBD"])
    #expect(try tokens(windows, "t", ["base", "tag"]) == wanted)
    withExtendedLifetime((one, other)) {}
  }

  @Test func whichTextKeepsAnIDDoesNotDependOnHistory() throws {
    var random = SeededGenerator(seed: 5)
    let folder = try TemporaryFolder()
    try Files.makeDirectory(folder.path + "/in")
    var (leftOut, unchanged, wide) = (0, 0, 0)
    for step in 0..<10 {
      let texts = (0..<20).map { _ in
        let (id, version) = (Int.random(in: 0...7, using: &random), Int.random(in: 0...1, using: &random))
        let more = Int.random(in: 0...9, using: &random) == 0 ? "\tmore" : ""
        return "<text id=\"t\(id)\"><s>\nwells\tNNS\ndug\(version)\tVBD\(more)\n</s></text>\n"
      }
      try folder.write("in/a.vrt", "<!-- #vrt positional-attributes: word tag -->\n" + texts.joined())
      func report(_ index: String, workers: Int, batch: Int) throws -> BuildReport {
        var options = BuildOptions(directory: folder.path + "/" + index, roots: [folder.path + "/in"])
        (options.workers, options.batchBytes) = (workers, batch)
        return try IndexBuild(options).run()
      }
      let steps = try report("steps", workers: 3, batch: 150)
      let fresh = try report("fresh\(step)", workers: 1, batch: 100_000)
      #expect(steps.contentDigest == fresh.contentDigest && steps.corpusHash == fresh.corpusHash)
      #expect(steps.quarantine == fresh.quarantine && steps.documents.total == fresh.documents.total)
      leftOut += steps.quarantine.count { $0.reason.contains("used twice") }
      wide += steps.quarantine.count { $0.reason.contains("more cells than the 2 columns") }
      unchanged += steps.documents.unchanged
    }
    #expect(leftOut > 50 && unchanged > 20 && (3...10).contains(wide))
  }

  @Test func tokensStructureAndAttributes() throws {
    let (reader, report, folder) = try build([("a.vrt", Self.sample)])
    #expect(
      try tokens(reader, "t1", ["tag", "base"]) == [
        "Wells/NNS/well", "The/DT/the", "co-production/NN/Coproduction", "./SENT/.", "R&D/NP/", "wells/VBZ/well",
      ])
    let place = try #require(try reader.document("t1"))
    let segment = reader.segments[place.segment]
    #expect(try segment.text(place.document) == "Wells\nThe co-production. R&D wells")
    let structure = try segment.structure(place.document)
    #expect(structure.blocks.map(\.firstToken) == [0, 1])
    #expect(structure.blocks.map(\.kind) == [BlockKind.heading.rawValue, BlockKind.paragraph.rawValue])
    #expect(structure.sentences == [0, 1, 4])
    #expect(try segment.column("year")?.strings(place.document) == ["1999"])
    #expect(try segment.column("format")?.strings(place.document) == ["vrt"])
    let place2 = Self.sample.utf8.count - "<text year=\"2000\">\nwells\tNNS\twell\n</text>\n".utf8.count
    #expect(try tokens(reader, "a.vrt#\(place2)", ["tag"]) == ["wells/NNS"])
    #expect(report.quarantine.map(\.reason) == ["line 19: <strange> is not known and is passed over"])
    #expect(report.documents.total == 2)
    _ = folder
  }

  @Test func aTextWithoutTokensIsADocument() throws {
    let text = "<doc>\n<text id=\"none\" year=\"1990\">\n</text>\n<text id=\"one\">\nwells\n</text>\n</doc>\n"
    let (reader, report, folder) = try build([("a.vrt", text)])
    #expect(report.documents.total == 2)
    let place = try #require(try reader.document("none"))
    #expect(try reader.segments[place.segment].column("year")?.strings(place.document) == ["1990"])
    #expect(try tokens(reader, "one", ["lemma"]).count == 1)
    #expect(IndexCheck.check(reader).faults == [])
    _ = folder
  }

  @Test func columnsAreNamedByHeaderOptionOrPlace() throws {
    let plain = "<text id=\"x\">\nwells\tNNS\twell\tmore\n</text>\n"
    let (byPlace, _, one) = try build([("a.vrt", plain)])
    #expect(try tokens(byPlace, "x", ["pos", "lemma", "column4"]) == ["wells/NNS/well/more"])
    let (byOption, _, other) = try build([("a.vrt", Self.sample)]) { $0.columns = ["w", "xpos"] }
    #expect(try tokens(byOption, "t1", ["xpos", "base"])[0] == "Wells/NNS/-")
    _ = (one, other)
  }

  @Test func whatHasNotChangedIsKept() throws {
    let (_, _, folder) = try build([("a.vrt", Self.sample), ("b.jsonl", #"{"id":"j","text":"Wells run."}"# + "\n")])
    let options = BuildOptions(directory: folder.path + "/index", roots: [folder.path + "/in"])
    try folder.write("in/a.vrt", Self.sample.replacing("R&amp;D\tNP", with: "R&amp;D\tNN"))
    let report = try IndexBuild(options).run()
    #expect(report.documents.changed == 1)
    #expect(report.documents.unchanged == 2)
    let reader = try IndexReader.open(options.directory)
    #expect(try tokens(reader, "t1", ["tag"])[4] == "R&D/NN")
    // Another header: the same lines say something else.
    try folder.write("in/a.vrt", Self.sample.replacing("word tag base", with: "word tagX base"))
    let renamed = try IndexBuild(options).run().documents
    // The text without an id is named by its place, and that has moved.
    #expect((renamed.changed, renamed.added, renamed.unchanged) == (1, 1, 1))
    #expect(try tokens(try IndexReader.open(options.directory), "t1", ["tagX"])[0] == "Wells/NNS")
  }

  /// Random texts of few words with many readings, so that forms have several in every segment.
  private func randomText(_ seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    var text = ""
    for number in 0..<80 {
      text += "<text id=\"r\(number)\">\n"
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        let word = "w\(Int.random(in: 0..<12, using: &random))"
        text += "\(word)\tP\(Int.random(in: 0..<8, using: &random))\t\(word.uppercased())\n"
      }
      text += "</text>\n"
    }
    return text
  }

  @Test func cutsAndMergesChangeNothing() throws {
    let texts = [("a.vrt", randomText(3)), ("b.jsonl", #"{"id":"j","text":"w1 w2 w3"}"# + "\n")]
    let (whole, wholeReport, one) = try build(texts)
    let (cut, cutReport, other) = try build(texts) { ($0.batchBytes, $0.merges) = (700, false) }
    let (merged, mergedReport, third) = try build(texts) { $0.batchBytes = 700 }
    #expect(whole.segments.count == 1)
    #expect(cut.segments.count > 10)
    #expect(merged.segments.count == 1)
    #expect(wholeReport.contentDigest == cutReport.contentDigest)
    #expect(wholeReport.contentDigest == mergedReport.contentDigest)
    var later = 0
    for number in 0..<80 {
      let expected = try tokens(whole, "r\(number)", ["pos", "lemma"])
      #expect(try tokens(merged, "r\(number)", ["pos", "lemma"]) == expected)
      let place = try #require(try merged.document("r\(number)"))
      let layer = try #require(try merged.segments[0].attributes)
      let types = TokenTypes(try merged.segments[0].forward(), layer)
      let first = try merged.segments[0].forward().firstToken(of: place.document)
      for token in expected.indices {
        let (surface, reading) = try types.type(of: first + token)
        if reading > layer.readings(of: surface).lowerBound + 4 { later += 1 }
      }
      // Cut segments of the JSON lines alone have no attributes.
      #expect(try tokens(cut, "r\(number)", ["pos", "lemma"]) == expected)
    }
    // Enough tokens whose place among the readings of their form takes two numbers.
    #expect(later > 100)
    #expect(try tokens(merged, "j", ["pos"]) == ["w1/", "w2/", "w3/"])
    _ = (one, other, third)
  }
}
