// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TestSupport
@testable import Extracting

/// Tests of the choice by content, and of unpacking.
@Suite struct DispatchTests {
  @Test(arguments: [
    ("%PDF-1.7\n", SniffedFormat.pdf), ("\n\n%PDF-1.4", .pdf), ("<!DOCTYPE html><p>x", .html),
    ("  \n<HTML><body>x", .html), ("<?xml version='1.0'?><html xmlns='x'><p>x", .html),
    ("<!-- saved -->\n<div>x</div>", .html), ("plain words", .text), ("a < b and <p> is a tag", .text),
    ("<speaker> hello", .text),
    ("From: a@example.org\nTo: b@example.org\nSubject: pages\n\n<html><body><p>x</p></body></html>", .mail),
    ("A text that speaks of %PDF- files, at such length that it cannot be one itself.", .text),
  ]) func formatsByContent(head: String, format: SniffedFormat) {
    #expect(FormatSniffer.sniff(Array(head.utf8)) == format)
  }

  @Test(arguments: [
    (String(repeating: "junk\n", count: 300), SniffedFormat.pdf), ("HTTP/1.1 200 OK\n" + manyWords + "\n\n", .pdf),
    (String(repeating: "An article on files. ", count: 40), .text),
    (String(repeating: "An article on files.\n", count: 400), .text),
  ]) func aWholePDFIsFoundBehindOtherBytes(before: String, format: SniffedFormat) throws {
    let pdf = TestPDF(pages: [TestPDF.page((1...60).map { "Well \($0) is kept by those who drink." })]).bytes()
    let bytes = Array(before.utf8) + pdf
    #expect(FormatSniffer.sniff(bytes) == format)
    // A text on PDF shows a file and goes on.
    #expect(FormatSniffer.sniff(bytes + Array(String(repeating: "That was a file. ", count: 80).utf8)) != .pdf)
    guard format == .pdf else { return }
    #expect(try Extractors.extract(bytes).blocks.map(\.text) == Extractors.extract(pdf).blocks.map(\.text))
  }
  static let manyWords = String(repeating: "Server: of pages, and of what pages are made of. ", count: 30)

  @Test func htmlInUTF16IsSeen() {
    let bytes = "<html><body><p>x</p></body></html>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(FormatSniffer.sniff(bytes) == .html)
  }

  @Test(arguments: [
    (Array("{\\rtf1 x}".utf8), "RTF"), (Array("PK\u{3}\u{4}....word/document.xml".utf8), ".docx"),
    (Array("PK\u{3}\u{4}mimetypeapplication/epub+zip".utf8), "EPUB"), ([0x89, 0x50, 0x4E, 0x47, 0], "PNG"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG"), ([0x7F, 0x45, 0x4C, 0x46], "ELF"), ([0xD0, 0xCF, 0x11, 0xE0], "Office"),
    (Array("%!PS-Adobe".utf8), "PostScript"),
  ]) func othersAreRefusedByName(bytes: [UInt8], name: String) {
    #expect {
      try Extractors.extract(bytes)
    } throws: { error in
      (error as? ExtractionFailure).map { $0.kind == .unsupported && $0.reason.contains(name) } ?? false
    }
  }

  @Test func bytesWithoutMeaningAreRefused() {
    var random = SeededGenerator(seed: 3)
    let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(FormatSniffer.sniff([0x01] + noise) == .binary)
    #expect(FormatSniffer.sniff([UInt8](repeating: 0, count: 1000)) == .binary)
    let terminal = Array("page one\u{C}page two\u{1A}\0\u{7}\u{1B}[31mred\u{1B}[0m\n".utf8)
    #expect(FormatSniffer.sniff([[UInt8]](repeating: terminal, count: 50).flatMap { $0 }) == .text)
  }

  /// The output of `gzip -9` for forty times one sentence and a word with accents.
  static let packed: [UInt8] = bytes(
    "1f8b08000000000002030b4fcdc92956482c4a55c84e2d285148aa5428c9c82f4e5528cfc8574829cacccb56482bcacf050a"
      + "a6e6ea29848f2a1e553caa7854f1a8e251c5c34bf1e195258757720100a4a107270e070000")
  static let unpacked = Array(
    (String(repeating: "Wells are kept by those who drink from them. ", count: 40) + "été\n").utf8)

  static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.utf8).map { UInt8($0 > 0x39 ? $0 - 0x57 : $0 - 0x30) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  @Test func gzipIsUnpacked() throws {
    let (bytes, ending) = Inflate.gunzip(Self.packed, limit: 1 << 20)
    #expect(bytes == Self.unpacked)
    #expect(ending == .complete)
    #expect(Inflate.gunzip(Self.packed + Self.packed, limit: 1 << 20).bytes == Self.unpacked + Self.unpacked)
    #expect(try Extractors.extract(Self.packed).blocks.first?.text.hasSuffix("été") == true)
  }

  @Test func storedBlocksAreUnpacked() {
    let header: [UInt8] = [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3] + Array("name\0".utf8)
    let block: [UInt8] = [1, 3, 0, 0xFC, 0xFF] + Array("abc".utf8)
    #expect(Inflate.gunzip(header + block + [UInt8](repeating: 0, count: 8), limit: 100).bytes == Array("abc".utf8))
  }

  @Test func limitsAndDamageEndUnpacking() {
    let limited = Inflate.gunzip(Self.packed, limit: 100)
    #expect(limited.ending == .limit)
    #expect(limited.bytes.count <= 100 + 258)
    var random = SeededGenerator(seed: 4)
    var endings: [Inflate.Ending] = []
    for length in 0..<Self.packed.count {
      endings.append(Inflate.gunzip(Array(Self.packed[..<length]), limit: 9999).ending)
    }
    #expect(endings.allSatisfy { $0 == .damaged })
    for _ in 0..<3000 {
      var bytes = Self.packed
      for _ in 0..<3 {
        bytes[Int.random(in: 10..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let (output, ending) = Inflate.gunzip(bytes, limit: 1900)
      #expect(output.count <= 1900 + 65_535)
      endings.append(ending)
    }
    for ending in [Inflate.Ending.complete, .damaged, .limit] { #expect(endings.contains(ending)) }
  }
}
