// SPDX-License-Identifier: Apache-2.0

/// Makes a cut-off or scrambled PDF readable again: finds its objects, unpacks object streams, and writes a new table of
/// objects and page tree behind what is there.
///
/// If no page object is left - many writers put them last - pages are made up around the content streams. Their fonts being
/// lost, the codes are read as the common TeX and Latin encodings have them; the caller checks that words come of it.
struct PDFRepair {
  struct Result {
    var bytes: [UInt8]
    /// Whether pages were made up around loose content streams.
    var isGuessed: Bool
  }

  private let objects: PDFObjects
  private var output: [UInt8]
  /// Where each object of the new table stands.
  private var offsets: [Int: Int] = [:]
  private var nextNumber = 1
  private var catalog: Int?
  private var pageTree: Int?
  private var pages: [Int] = []
  /// How much may still be unpacked.
  private var budget = 128 << 20

  /// The file with a new table of objects, or nil if it holds nothing to build one on, or is encrypted.
  ///
  /// With `ignoringPages`, page objects are passed over and pages made up: for files that have them but lost the fonts.
  static func repair(_ bytes: [UInt8], ignoringPages: Bool = false) -> Result? {
    var repair = PDFRepair(PDFObjects(bytes))
    return repair.run(ignoringPages: ignoringPages)
  }

  private init(_ objects: PDFObjects) {
    self.objects = objects
    output = objects.bytes
    nextNumber = (objects.entries.map(\.number).max() ?? 0) + 1
  }

  private mutating func run(ignoringPages: Bool) -> Result? {
    guard !objects.entries.isEmpty, objects.find("/Encrypt", from: 0, to: objects.bytes.count) == nil else {
      return nil
    }
    output += Array("\nendstream\nendobj\n".utf8)
    for entry in objects.entries where !entry.isCutOff || entry.stream != nil {
      offsets[entry.number] = entry.range.lowerBound
      note(objects.bytes[entry.body], number: entry.number)
    }
    for entry in objects.entries where objects.has(entry, "/Type", "/ObjStm") { unpack(entry) }
    let isGuessed = pages.isEmpty || ignoringPages
    if isGuessed {
      pages = []
      catalog = nil
      makeUpPages()
    }
    guard !pages.isEmpty else { return nil }
    writeTree()
    return Result(bytes: output, isGuessed: isGuessed)
  }

  /// Notes what kind of object this is, if the page tree needs it.
  private mutating func note(_ body: ArraySlice<UInt8>, number: Int) {
    if PDFObjects.has(body, "/Type", "/Page") {
      if !pages.contains(number) || pages.count > 20_000 { pages.append(number) }
    } else if PDFObjects.has(body, "/Type", "/Catalog") {
      catalog = number
    } else if PDFObjects.has(body, "/Type", "/Pages"), body.position(of: "/Parent") == nil {
      pageTree = number
    }
  }

  /// Writes the objects of an object stream out as plain objects.
  private mutating func unpack(_ entry: PDFObjects.Entry) {
    let body = objects.bytes[entry.body]
    guard let packed = entry.stream, let count = PDFObjects.integer(body, "/N"),
      let first = PDFObjects.integer(body, "/First"), count < 100_000
    else { return }
    let data = unpacked(packed, body: body)
    guard first < data.count else { return }
    var header = data[..<first].split(whereSeparator: \.isPDFSpace).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? -1
    }[...]
    var members: [(number: Int, offset: Int)] = []
    while header.count >= 2, members.count < count {
      let pair = header.prefix(2)
      members.append((pair[pair.startIndex], pair[pair.startIndex + 1]))
      header = header.dropFirst(2)
    }
    for (index, member) in members.enumerated() where member.number > 0 && member.offset >= 0 {
      let start = first + member.offset
      // The last object that a cut-off stream still gives may be cut off itself.
      let end = index + 1 < members.count ? first + members[index + 1].offset : data.count
      guard start < end, end <= data.count, !(entry.isCutOff && index + 1 == members.count) else { continue }
      nextNumber = max(nextNumber, member.number + 1)
      write(member.number, Array(data[start..<end]))
      note(data[start..<end], number: member.number)
    }
  }

  private mutating func unpacked(_ range: Range<Int>, body: ArraySlice<UInt8>) -> [UInt8] {
    guard budget > 0 else { return [] }
    guard body.position(of: "/Filter") != nil else { return Array(objects.bytes[range]) }
    guard body.position(of: "/FlateDecode") != nil, body.position(of: "/Predictor") == nil else { return [] }
    let data = Inflater.inflate(objects.bytes[range], limit: min(budget, 16 << 20))
    budget -= data.count
    return data
  }

  private mutating func write(_ number: Int, _ body: [UInt8]) {
    offsets[number] = output.count
    output += Array("\(number) 0 obj\n".utf8) + body + Array("\nendobj\n".utf8)
  }

  private mutating func take() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  /// Makes a page of every stream that draws text.
  private mutating func makeUpPages() {
    let font = take()
    write(font, Array(Self.standInFont.utf8))
    for entry in objects.entries where pages.count < 5_000 {
      let body = objects.bytes[entry.body]
      guard let stream = entry.stream, body.position(of: "/Subtype") == nil, body.position(of: "/Length1") == nil,
        body.position(of: "/Type") == nil
      else { continue }
      let data = unpacked(stream, body: body)
      guard data[...].position(of: "BT") != nil, data[...].position(of: "ET") != nil else { continue }
      let fonts = Self.fontNames(in: data)
      guard !fonts.isEmpty else { continue }
      let content = take()
      write(content, Array("<</Length \(data.count)>>\nstream\n".utf8) + data + Array("\nendstream".utf8))
      let named = fonts.map { "/\($0) \(font) 0 R" }.joined(separator: " ")
      let page = take()
      write(
        page,
        Array("<</Type/Page/MediaBox[0 0 612 842]/Contents \(content) 0 R/Resources<</Font<<\(named)>>>>>>".utf8))
      pages.append(page)
    }
  }

  /// The names before "Tf": "/F8 9.96 Tf".
  private static func fontNames(in data: [UInt8]) -> [String] {
    var names: Set<String> = []
    let tokens = data.prefix(1 << 20).split(whereSeparator: \.isPDFSpace)
    for (index, token) in tokens.enumerated() where index >= 2 && token.elementsEqual("Tf".utf8) {
      let name = tokens[index - 2]
      guard let slash = name.lastIndex(of: UInt8(ascii: "/")) else { continue }
      let plain = name[(slash + 1)...]
      if !plain.isEmpty, plain.allSatisfy(\.isPDFRegular) { names.insert(String(decoding: plain, as: UTF8.self)) }
    }
    return names.sorted()
  }

  /// Latin letters at their usual codes; ligatures and quotation marks where TeX's two text encodings have them.
  private static let standInFont = """
    <</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[\
    11/ff/fi/fl/ffi/ffl 16/quotedblleft/quotedblright 21/endash/emdash 27/ff/fi/fl/ffi/ffl 123/endash/emdash \
    127/hyphen 255/germandbls]>>>>
    """

  private mutating func writeTree() {
    var root = catalog
    if catalog == nil || pageTree == nil {
      let tree = take()
      let kids = pages.map { "\($0) 0 R" }.joined(separator: " ")
      write(tree, Array("<</Type/Pages/Count \(pages.count)/MediaBox[0 0 612 842]/Kids[\(kids)]>>".utf8))
      let new = take()
      write(new, Array("<</Type/Catalog/Pages \(tree) 0 R>>".utf8))
      root = new
    }
    let table = output.count
    var text = "xref\n0 1\n0000000000 65535 f \n"
    for (number, offset) in offsets.sorted(by: { $0.key < $1.key }) {
      let digits = String(offset)
      text += "\(number) 1\n\(String(repeating: "0", count: max(0, 10 - digits.count)))\(digits) 00000 n \n"
    }
    text += "trailer\n<</Size \(nextNumber)/Root \(root ?? 0) 0 R>>\nstartxref\n\(table)\n%%EOF\n"
    output += Array(text.utf8)
  }
}
