// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Segments
internal import Tagging

/// First inputs of the targets whose inputs are binary: written by the product's own writers, so that they follow the
/// formats wherever these go.
enum Seeds {
  static func write(to folder: String) throws {
    try Files.makeDirectory(folder)
    try index(folder)
    try replies(folder)
    try encodings(folder)
    for (number, pdf) in pdfs.enumerated() {
      try put(pdf.bytes(), folder, "pdf", number)
      try put(pdf.bytes(), folder, "repair", number)
      try put(Array(pdf.bytes().prefix(pdf.bytes().count * 2 / 3)), folder, "repair", 100 + number)
    }
    try put(layout, folder, "layout", 0)
    try put(try LexiconCompiler.compile(LexiconReader.read(files: lexicon)).archived(), folder, "compiled", 0)
  }

  /// A lexicon with something of everything that its compiled form holds.
  private static let lexicon = [
    (
      name: "scheme.yml",
      text: """
      name: small
      actors: {CIT: {opposite: ORG}, ORG: {opposite: CIT}}
      concepts: [{id: begun}, {id: run}, {id: cue, internal: true}]
      classification:
        labels: [own, none]
        otherwise: none
        define: both = min(begun, run)
        decision: "own told: both"
        weigh: {when: begun >= 1, signs: "cue :: own 1"}
      """
    ),
    (
      name: "en.yml",
      text: """
      language: en
      grammar: {determiners: "the, a", by: by, be: "was, is", verbs: "~run, *ed", prepositions: "in, from"}
      classes: {CIT: "~resident, ~parent", ORG: "~council, housing association", START: "~start, ~set+up"}
      rules:
        - {id: r, concept: begun, patterns: ["CIT>{START}", "2 :: (start|founding) by ..3 <CIT>"]}
        - {id: s, concept: run, denied-as: begun, patterns: ["CIT>~run", "co-production"], except: [run over]}
      triggers: [{polarity: denied, window: 6, phrases: [not], stop: [but], pseudo: [not only]}]
      cues: ["<CIT> run :: cue 1, begun 0.5", "ORG>closed :: cue -1"]
      """
    ),
  ]

  private static func put(_ bytes: [UInt8], _ folder: String, _ target: String, _ number: Int) throws {
    try Files.makeDirectory(folder + "/" + target)
    try bytes.withUnsafeBytes { try Files.replace("\(folder)/\(target)/made-\(number)", with: $0) }
  }

  /// A small segment with all its structures, its concept layer and its deletes.
  private static func index(_ folder: String) throws {
    for target in ["segment", "concepts", "deletes"] { try Files.makeDirectory(folder + "/" + target) }
    for (number, size) in [3, 24].enumerated() {
      let documents = TestCorpus.documents(size, seed: UInt64(number), wild: number == 1)
      let words = TestWords()
      let builder = SegmentBuilder(words: words, isComplete: true)
      for document in documents { document.add(to: builder, words) }
      let path = "\(folder)/segment/made-\(number)"
      _ = try builder.write(to: path)
      let names = ConceptNames(
        lexiconHash: "h", concepts: ["z", "a", "m"], rules: ["r0", "r1"], roles: ["who"], broader: ["", "z", "a"])
      let layer = ConceptLayerWriter(names: names)
      for document in documents { layer.endDocument(hits(in: document), length: document.body.count) }
      _ = try layer.write(to: "\(folder)/concepts/made-\(number)")
      _ = try DeletesWriter.write([0, 2], of: SegmentReader(path: path), to: "\(folder)/deletes/made-\(number)")
    }
  }

  private static func hits(in document: TestDocument) -> [StoredHit] {
    stride(from: UInt32(1), to: UInt32(max(1, document.body.count - 3)), by: 5).map { start in
      let roles = start % 2 == 0 ? [StoredRole(role: 0, start: start - 1, end: start)] : []
      return StoredHit(
        concept: start % 3, start: start, end: start + 2, rule: 1, strength: 1, polarity: UInt8(start % 4),
        roles: roles)
    }
  }

  private static func replies(_ folder: String) throws {
    var document = Document(id: "d", source: "a.pdf", format: .pdf, contentHash: "00")
    document.metadata.title = "On wells"
    document.metadata.authors = ["A. Author"]
    document.metadata.fields["year"] = .number(1999)
    document.blocks = [
      Block(kind: .heading, text: "Wells", page: 1, level: 1),
      Block(
        kind: .paragraph, text: "The wells are deep.", page: 1, language: "en",
        lines: [LineBox(start: 0, page: 1, left: 1, top: 2, right: 3, bottom: 4)]),
    ]
    document.pageCount = 1
    let replies: [WorkerReply] = [
      .document(DocumentCodec.encode(document)), .failure(FileFailure(.damaged, "is cut off")),
      .ready(version: 1, confinement: ["memory"]), .picture([1, 2, 3]),
    ]
    for (number, reply) in replies.enumerated() { try put(reply.encoded(), folder, "reply", number) }
    var drawing = DrawingRequest(path: [0x61], page: 2)
    drawing.marks = [DrawingRequest.Mark(start: 1, end: 4, color: 0xFF)]
    try put(WorkerRequest.draw(drawing).encoded(), folder, "reply", 10)
  }

  /// One sentence in encodings that have no letters of their own in a file kept as text.
  private static func encodings(_ folder: String) throws {
    let text = "Dès l’été, «Müller» fährt für 5 € nach Århus.\n\nНет воды. 水は深い。\n"
    let wide = Array(text.utf16)
    let little = wide.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let big = wide.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    let long = text.unicodeScalars.flatMap { scalar in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
    }
    let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    for (number, bytes) in [little, [0xFF, 0xFE] + little, big, long, latin, Array(text.utf8)].enumerated() {
      try put(bytes, folder, "plain", number)
    }
  }

  private static let pdfs: [TestPDF] = {
    let lines = ["The wardens of the river met on Tues-", "day to settle the flood defences."]
    var turned = TestPDF(pages: [TestPDF.page(lines), TestPDF.page(["1. Item", "2. Item"])])
    turned.rotation = 90
    turned.title = "Floods"
    var miscounted = TestPDF(pages: [TestPDF.page(lines)])
    miscounted.count = 9
    return [TestPDF(pages: [TestPDF.page(lines)]), turned, miscounted]
  }()

  /// Two columns of short words over two pages, as `MadePages` reads them.
  private static var layout: [UInt8] {
    var bytes: [UInt8] = []
    for page in 0..<2 {
      for row in 0..<20 {
        for column in 0..<2 {
          for sign in 0..<12 {
            let command: UInt8 = sign == 0 ? 1 : sign % 4 == 0 ? 3 : 0
            bytes += [
              command, UInt8(0x61 + (row + sign) % 26), UInt8(20 + 110 * column), UInt8(20 + 5 * row), 76, 0, 100,
            ]
          }
        }
      }
      if page == 0 { bytes += [2, 0x61, 150, 200, 76, 0, 100] }
    }
    return bytes
  }
}
