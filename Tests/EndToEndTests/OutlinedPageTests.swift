// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `syntop extract --image`: the picture of a page with its blocks, the list beside it, and what is said when there is none.
@Suite struct OutlinedPageTests {
  private static let signature = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

  private func folder() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(TinyPDF.document(text: "The wardens settle the flood defences."), to: "report.pdf")
    return program
  }

  @Test func aPictureIsWrittenAndItsBlocksListed() throws {
    let program = try folder()
    defer { program.remove() }
    let run = try program.run("extract", "--image", "1", "--output", "page.png", "report.pdf")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "block  kind       text\n    1  paragraph  The wardens settle the flood defences.\n")
    let picture = try Data(contentsOf: program.folder.appendingPathComponent("page.png"))
    #expect(picture.prefix(8) == Self.signature)
    // The frames are drawn: the same page without them is another picture.
    try program.run("build", "--index", "ix", "--quiet", "report.pdf")
    try program.run("show", "--index", "ix", "report.pdf", "--page", "1", "--image", "plain.png")
    #expect(try Data(contentsOf: program.folder.appendingPathComponent("plain.png")) != picture)
  }

  @Test func eachPageHasTheBlocksOfThatPage() throws {
    let program = try folder()
    defer { program.remove() }
    let report = BuiltProgram.sourceRoot.appendingPathComponent("Corpus/pdf/eighteen-branches.pdf").path
    let first = try program.run("extract", "--image", "1", "--output", "1.png", report)
    let second = try program.run("extract", "--image", "2", "--output", "2.png", "--resolution", "36", report)
    #expect(first.status == 0 && second.status == 0)
    #expect(first.output.contains("    1  ") && second.output.contains("    1  "))
    #expect(first.output != second.output)
    let sizes = try ["1.png", "2.png"].map {
      try Data(contentsOf: program.folder.appendingPathComponent($0)).count
    }
    #expect(sizes[1] < sizes[0])
  }

  @Test func withoutAFileThePictureGoesToStandardOutput() throws {
    let program = try folder()
    defer { program.remove() }
    let run = try program.run("extract", "--image", "1", "report.pdf")
    #expect(run.status == 0)
    #expect(run.output.contains("PNG") && run.output.contains("IEND"))
  }

  @Test func whatCannotBeDrawnIsSaid() throws {
    let program = try folder()
    defer { program.remove() }
    try program.write(Samples.page, to: "page.html")
    try program.write("%PDF-1.4 and no more", to: "broken.pdf")
    let cases: [(arguments: [String], words: [String])] = [
      (["--image", "2", "report.pdf"], ["report.pdf has 1 page;", "no page 2"]),
      (["--image", "1", "page.html"], ["page.html is read as html", "PDF files only"]),
      (["--image", "1", "missing.pdf"], ["missing.pdf", "no such file"]),
      (["--image", "1", "broken.pdf"], ["broken.pdf", "fetch it again"]),
      (["--image", "0", "report.pdf"], ["Pages count from 1"]),
      (["--image", "1", "report.pdf", "page.html"], ["one file"]),
      (["--output", "x.png", "report.pdf"], ["--output needs --image"]),
      (["--image", "1", "--resolution", "5", "report.pdf"], ["18 to 600"]),
      (["--image", "1", "--output", "no-folder/x.png", "report.pdf"], ["no-folder/x.png", "No such file"]),
    ]
    for (arguments, words) in cases {
      let run = try program.run(["extract"] + arguments)
      #expect(run.status == 2, "\(arguments)")
      for word in words { #expect(run.errors.contains(word), "\(arguments): \(run.errors)") }
    }
  }
}
