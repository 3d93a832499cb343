// SPDX-License-Identifier: Apache-2.0

import Bytes
import Segments
import Testing

/// The bytes that the format's doc comments show.
@Suite struct WorkedExampleTests {
  @Test func postingsList() {
    var encoder = PostingsEncoder()
    encoder.add(document: 3, frequency: 2, length: 10)
    encoder.add(positionGap: 0)
    encoder.add(positionGap: 1)
    encoder.add(document: 4, frequency: 1, length: 10)
    encoder.add(positionGap: 5)
    var out = ByteBuffer()
    let list = encoder.finish(into: &out, withPositions: true)
    #expect(Array(out.bytes) == [0x80, 0x54, 0xa1, 0x1d])
    #expect(list.documents == 2 && list.occurrences == 3 && list.documentsLength == 2 && list.length == 4)
  }

  @Test func dictionaryEntries() throws {
    let directory = TestDirectory()
    var writer = TermDictionaryWriter()
    writer.add(
      [0, 0, 0x63, 0x6f], list: EncodedList(documents: 2, occurrences: 3, documentsLength: 2, length: 4))
    var single = EncodedList(documents: 1, occurrences: 1, documentsLength: 0, length: 0)
    (single.document, single.position) = (9, 1)
    writer.add([0, 0, 0x63, 0x6f, 0x77], list: single)
    var file = try SectionFileWriter(path: directory("d"), kind: .segment)
    try writer.write(to: &file, terms: 2, index: 3)
    _ = try file.finish()
    let written = try SectionFile(path: directory("d"), kind: .segment)
    let terms = try withExtendedLifetime(written) { Array(try written.section(2).checked()) }
    #expect(terms == [7, 0x40, 0, 0, 0x63, 0x6f, 0x14, 0x77] + [3, 1, 2, 2] + [0x25, 1])
  }

  @Test func forwardIndex() throws {
    let directory = TestDirectory()
    var encoder = ForwardEncoder()
    encoder.beginDocument()
    encoder.add(ids: [3, 200, 30000], symbols: [0, 0, 2])
    var file = try SectionFileWriter(path: directory("f"), kind: .segment)
    try encoder.write(.body, to: &file)
    _ = try file.finish()
    let written = try SectionFile(path: directory("f"), kind: .segment)
    let sections = try withExtendedLifetime(written) {
      try [0x200, 0x300].map { Array(try written.section($0).checked()) }
    }
    #expect(sections == [[0x03, 0xa0, 0x28, 0xf8, 0x1c, 0x90], [0x21]])
  }
}
