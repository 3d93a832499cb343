// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `syntop extract` as outside programs rely on it: one object a path, its fields, its failures.
@Suite struct ExtractContractTests {
  @Test func givesOneObjectPerPathWithTheFieldsOfTheContract() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.page, to: "page.html")
    try program.write("A plain note.\n\nIt has two paragraphs, and they are about trust.\n", to: "note.txt")
    let run = try program.run("extract", "page.html", "note.txt", "missing.txt")
    #expect(run.status == 0)
    let objects = Dictionary(uniqueKeysWithValues: run.objects.map { ($0["path"] as? String ?? "", $0) })
    #expect(run.objects.count == 3)
    #expect(run.errors.contains("1 of 3 could not be read"))
    let quiet = try program.run("extract", "--quiet", "page.html", "note.txt", "missing.txt")
    #expect(quiet.output == run.output && quiet.errors.isEmpty)

    let page = try #require(objects["page.html"])
    let text = try #require(page["text"] as? String)
    #expect(page["title"] as? String == "Neighbours run the library")
    #expect(page["authors"] as? [String] == ["Ada Example"])
    #expect(page["author"] as? String == "Ada Example")
    #expect(page["date"] as? String == "2021-05-04")
    #expect(page["language"] as? String == "en")
    #expect(text.contains("The neighbours founded the reading room in 1998"))
    #expect(!text.contains("Accept all cookies"))
    let blocks = try #require(page["blocks"] as? [[String: Any]])
    for block in blocks {
      #expect(block["kind"] is String)
      #expect(block["text"] is String)
    }
    let body: Set<String> = [
      "title", "heading", "paragraph", "list-item", "table", "caption", "footnote", "quote", "code",
    ]
    let joined = blocks.filter { body.contains($0["kind"] as? String ?? "") }.compactMap { $0["text"] as? String }
    #expect(joined.joined(separator: "\n") == text)
    #expect(page["error"] == nil || page["error"] is NSNull)

    let note = try #require(objects["note.txt"])
    #expect(note["text"] as? String == "A plain note.\nIt has two paragraphs, and they are about trust.")

    #expect(note["language"] as? String == "en")

    let missing = try #require(objects["missing.txt"])
    #expect(missing["text"] as? String == "")
    #expect((missing["error"] as? String)?.isEmpty == false)
  }

  @Test func keepsFurnitureOutUnlessAsked() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(Samples.page, to: "page.html")
    let plain = try #require(try program.run("extract", "page.html").objects.first)
    let full = try #require(try program.run("extract", "--include", "furniture,comment", "page.html").objects.first)
    #expect((plain["text"] as? String)?.contains("Opening hours") == false)
    let more = try #require(full["text"] as? String)
    #expect(more.contains("Opening hours"))
    #expect(more.utf8.count > (plain["text"] as? String ?? "").utf8.count)
  }

  @Test func readsPathsFromAListAndWritesOddBytesBack() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let name: [UInt8] = Array("caf".utf8) + [0xE9] + Array(".txt".utf8)
    try program.writeRaw("Trust grows.", toName: name, in: ".")
    try program.write(Data(name + [0x0A]), to: "list")
    let run = try program.run("extract", "--list", "list")
    #expect(run.status == 0)
    #expect(run.output.contains(#""path":"caf\udce9.txt""#))
    #expect(run.output.contains("Trust grows."))
  }

  @Test func aBadListIsAClearError() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let run = try program.run("extract", "--list", "no-such-list")
    #expect(run.status == 2)
    #expect(run.errors.contains("no-such-list"))
  }
}
