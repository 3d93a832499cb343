// SPDX-License-Identifier: Apache-2.0

/// Cuts the programs of embedded Type 1 fonts down, in memory, to the readable part that they begin with.
///
/// Poppler makes every font anew for every page, and unpacks its whole program for the encoding that stands in the first
/// two thousand bytes. That takes half of the time that a document set by TeX does; the outlines of the letters, which
/// follow in the cipher part, are needed for drawing only. Nothing moves: the first part, unpacked, is shorter than the
/// whole was packed, and takes its place.
struct FontPrograms {
  private var bytes: [UInt8]
  /// How many bytes may still be searched for the ends of streams: fonts share none, files made to harm might.
  private var budget: Int

  /// Files of more bytes are mostly pictures, and held in memory twice for little.
  private static let mostBytes = 64 << 20
  /// Farthest that the dictionary of a font's stream reaches to either side of its first length.
  private static let reach = 400
  /// What ends the stream after its new content.
  private static let tail = Array("\nendstream\nendobj\n".utf8)

  /// The file with short font programs; as it is where there is nothing to cut.
  static func cut(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count <= mostBytes, var at = bytes[...].position(of: "/Length1") else { return bytes }
    var programs = FontPrograms(bytes: bytes, budget: 2 * bytes.count)
    while programs.budget > 0 {
      programs.cutProgram(around: at)
      guard let next = programs.bytes[(at + 8)...].position(of: "/Length1") else { break }
      at = next
    }
    return programs.bytes
  }

  /// Where the stream that begins at `data` ends.
  private mutating func end(of data: Int) -> Int? {
    let end = bytes[data...].position(of: "endstream")
    budget -= (end ?? bytes.count) - data
    return end
  }

  private mutating func cutProgram(around key: Int) {
    guard let (body, data) = dictionary(around: key) else { return }
    let values = bytes[body]
    guard let count = PDFObjects.integer(values, "/Length1"), values.position(of: "/Length2") != nil,
      values.position(of: "/DecodeParms") == nil, let length = Self.length(values),
      let end = end(of: data), count >= 64, count < end - data - Self.tail.count
    else { return }
    let filter = Self.filter(values)
    guard filter != nil || values.position(of: "/Filter") == nil else { return }
    let program =
      filter == nil ? Array(bytes[data..<(data + count)]) : Inflater.inflate(bytes[data..<end], limit: count)
    let digits = Array(String(count).utf8)
    guard program.count == count, Self.isReadable(program[...]), digits.count <= length.count else { return }
    for at in length { bytes[at] = at - length.lowerBound < digits.count ? digits[at - length.lowerBound] : 0x20 }
    for at in filter ?? 0..<0 { bytes[at] = 0x20 }
    bytes.replaceSubrange(data..<(data + count), with: program)
    bytes.replaceSubrange((data + count)..<(data + count + Self.tail.count), with: Self.tail)
  }

  /// The inside of the dictionary that a key stands in, and where the stream after it begins; nil unless it is an object's.
  private func dictionary(around key: Int) -> (body: Range<Int>, data: Int)? {
    var start = key
    while start > 1, key - start < Self.reach, !(bytes[start - 1] == 0x3C && bytes[start - 2] == 0x3C) { start -= 1 }
    var before = start - 3
    while before > 2, bytes[before].isPDFSpace { before -= 1 }
    guard before > 2, bytes[(before - 2)...before].elementsEqual("obj".utf8) else { return nil }
    guard let end = bytes[key..<min(key + Self.reach, bytes.count)].position(of: ">>") else { return nil }
    var data = end + 2
    while data < bytes.count, bytes[data].isPDFSpace { data += 1 }
    guard bytes[data...].starts(with: "stream".utf8) else { return nil }
    data += 6
    if data < bytes.count, bytes[data] == 0x0D { data += 1 }
    guard data < bytes.count, bytes[data] == 0x0A else { return nil }
    return (start..<end, data + 1)
  }

  /// The value of the stream's length: a number, or the name of the object that holds it.
  private static func length(_ values: ArraySlice<UInt8>) -> Range<Int>? {
    var rest = values
    while let key = rest.position(of: "/Length") {
      rest = rest[(key + 7)...]
      guard rest.first?.isPDFSpace == true else { continue }
      rest = rest.drop(while: \.isPDFSpace)
      let value = rest.prefix { $0 != 0x2F && $0 != 0x3E }
      let isPlain = value.allSatisfy { $0.isPDFSpace || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "R") }
      return isPlain && !value.isEmpty ? value.startIndex..<value.endIndex : nil
    }
    return nil
  }

  /// The entry that names the filter, if that is the usual one and no other.
  private static func filter(_ values: ArraySlice<UInt8>) -> Range<Int>? {
    guard let key = values.position(of: "/Filter") else { return nil }
    let rest = values[(key + 7)...].drop { $0.isPDFSpace || $0 == UInt8(ascii: "[") }
    guard rest.starts(with: "/FlateDecode".utf8), rest.position(of: "/Filter") == nil else { return nil }
    let after = rest.dropFirst(12).drop { $0.isPDFSpace }
    guard values[key..<rest.startIndex].contains(UInt8(ascii: "[")) else { return key..<after.startIndex }
    return after.first == UInt8(ascii: "]") ? key..<(after.startIndex + 1) : nil
  }

  /// Whether bytes are the first part of a font program with an encoding, up to where the cipher begins.
  private static func isReadable(_ program: ArraySlice<UInt8>) -> Bool {
    program.starts(with: "%!".utf8) && program.suffix(32).position(of: "eexec") != nil
      && program.position(of: "/Encoding") != nil
  }
}
