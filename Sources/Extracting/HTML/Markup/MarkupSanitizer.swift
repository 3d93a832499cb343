// SPDX-License-Identifier: Apache-2.0

/// Makes markup safe for libxml2, and small: drops what would make it lose the rest of a page or run for hours, and
/// what nothing reads; puts right what it would misread.
///
/// - A NUL ends libxml2's input: NULs are dropped, and a leading byte order mark.
/// - libxml2 compares every attribute of a tag with every earlier one: a tag keeps its first 256.
/// - `<![CDATA[` in XHTML would be dropped with all it holds: its fences are.
/// - Comments, what scripts and style sheets hold (but JSON-LD), and long values of attributes that are not read
///   (addresses, picture sources, `data-` attributes) are about half of a page, and libxml2 reads it byte by byte.
/// - Character references that libxml2 misreads are written in a way it reads (see `CharacterReference`).
enum MarkupSanitizer {
  static let mostAttributes = 256

  static func sanitized(_ utf8: [UInt8]) -> [UInt8] {
    let (edits, hasZeros) = utf8.withUnsafeBufferPointer { bytes in
      var finder = EditFinder(bytes: bytes)
      finder.run()
      return (finder.edits, finder.find(0, from: 0) != nil)
    }
    var start = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if edits.isEmpty, start == 0, !hasZeros { return utf8 }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    for edit in edits {
      if edit.range.lowerBound > start { out.append(contentsOf: utf8[start..<edit.range.lowerBound]) }
      out.append(contentsOf: edit.text)
      start = max(start, edit.range.upperBound)
    }
    out.append(contentsOf: utf8[start...])
    if hasZeros { out.removeAll { $0 == 0 } }
    return out
  }
}
