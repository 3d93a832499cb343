// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The objects that can still be found in a damaged PDF by looking for "N G obj", without a table of objects.
struct PDFObjects {
  struct Entry: Equatable {
    var number: Int
    /// From the object's number to its end.
    var range: Range<Int>
    /// The object's value up to its stream, or to its end.
    var body: Range<Int>
    /// The stream's bytes, if it has one.
    var stream: Range<Int>?
    /// Whether the file ends before the object does.
    var isCutOff = false
  }

  let bytes: [UInt8]
  /// In the order of the file; of objects with one number the last counts.
  private(set) var entries: [Entry] = []

  private static let mostObjects = 500_000

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let starts = Self.starts(in: bytes)
    for (index, start) in starts.enumerated() {
      let limit = index + 1 < starts.count ? starts[index + 1].at : bytes.count
      entries.append(entry(start, limit: limit))
    }
  }

  private typealias Start = (number: Int, at: Int, body: Int)

  /// All places that read "N G obj".
  private static func starts(in bytes: [UInt8]) -> [Start] {
    var starts: [Start] = []
    var at = 3
    while at + 2 < bytes.count, starts.count < mostObjects {
      defer { at += 1 }
      guard bytes[at] == UInt8(ascii: "o"), bytes[at + 1] == UInt8(ascii: "b"), bytes[at + 2] == UInt8(ascii: "j")
      else { continue }
      var back = at - 1
      guard skipSpace(bytes, &back), number(bytes, &back) != nil, skipSpace(bytes, &back) else { continue }
      guard let id = number(bytes, &back), id > 0, id < 10_000_000 else { continue }
      starts.append((id, back + 1, at + 3))
    }
    return starts
  }

  /// Steps back over at least one white space.
  private static func skipSpace(_ bytes: [UInt8], _ at: inout Int) -> Bool {
    let start = at
    while at >= 0, bytes[at].isPDFSpace { at -= 1 }
    return at < start && at >= 0
  }

  /// Reads a number backwards, ending at its first digit's left.
  private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int? {
    var value = 0
    var unit = 1
    var digits = 0
    while at >= 0, (0x30...0x39).contains(bytes[at]), digits < 9 {
      value += Int(bytes[at] - 0x30) * unit
      unit *= 10
      digits += 1
      at -= 1
    }
    return digits > 0 ? value : nil
  }

  private func entry(_ start: Start, limit: Int) -> Entry {
    let end = find("endobj", from: start.body, to: limit)
    let stop = end ?? limit
    guard let keyword = find("stream", from: start.body, to: min(stop, start.body + 65_536)) else {
      return Entry(
        number: start.number, range: start.at..<stop, body: start.body..<stop, isCutOff: end == nil)
    }
    var data = min(keyword + 6, limit)
    if data < limit, bytes[data] == 0x0D { data += 1 }
    if data < limit, bytes[data] == 0x0A { data += 1 }
    let close = find("endstream", from: data, to: limit)
    return Entry(
      number: start.number, range: start.at..<(end ?? limit), body: start.body..<keyword,
      stream: data..<(close ?? limit), isCutOff: close == nil)
  }

  func find(_ text: StaticString, from: Int, to: Int) -> Int? {
    text.withUTF8Buffer { part in
      guard let first = part.first, to - from >= part.count else { return nil }
      var at = from
      while at + part.count <= to {
        if bytes[at] == first, bytes[at..<(at + part.count)].elementsEqual(part) { return at }
        at += 1
      }
      return nil
    }
  }

  /// Whether the dictionary of an entry holds `/Key/Name` with any white space between.
  func has(_ entry: Entry, _ key: StaticString, _ name: StaticString) -> Bool {
    Self.has(bytes[entry.body], key, name)
  }

  static func has(_ body: ArraySlice<UInt8>, _ key: StaticString, _ name: StaticString) -> Bool {
    var at = body.startIndex
    while let found = body[at...].position(of: key) {
      var next = found + key.utf8CodeUnitCount
      while next < body.endIndex, body[next].isPDFSpace { next += 1 }
      let rest = body[next...]
      let isName = name.withUTF8Buffer { rest.starts(with: $0) }
      let end = next + name.utf8CodeUnitCount
      // "/Page" is not "/Pages".
      if isName, end >= body.endIndex || !body[end].isPDFRegular { return true }
      at = found + 1
    }
    return false
  }

  /// The number after a key, such as 12 in "/N 12".
  static func integer(_ body: ArraySlice<UInt8>, _ key: StaticString) -> Int? {
    guard let found = body.position(of: key) else { return nil }
    var at = found + key.utf8CodeUnitCount
    while at < body.endIndex, body[at].isPDFSpace { at += 1 }
    var value: Int?
    while at < body.endIndex, (0x30...0x39).contains(body[at]), (value ?? 0) < 100_000_000 {
      value = (value ?? 0) * 10 + Int(body[at] - 0x30)
      at += 1
    }
    return value
  }
}

extension ArraySlice<UInt8> {
  /// Where `text` first stands.
  func position(of text: StaticString) -> Int? {
    text.withUTF8Buffer { part in
      guard let first = part.first, let wanted = part.baseAddress else { return nil }
      // The library's search reads the bytes as they lie, within their bounds.
      return withUnsafeBytes { all in
        var at = 0
        while at + part.count <= all.count, let base = all.baseAddress,
          let found = memchr(base + at, Int32(first), all.count - at - part.count + 1)
        {
          at = UnsafeRawPointer(found) - base
          if memcmp(found, wanted, part.count) == 0 { return startIndex + at }
          at += 1
        }
        return nil
      }
    }
  }
}

extension UInt8 {
  var isPDFSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) || self == 0 }
  /// Neither white space nor a delimiter.
  var isPDFRegular: Bool { !isPDFSpace && !"()<>[]{}/%".utf8.contains(self) }
}
