// SPDX-License-Identifier: Apache-2.0

/// Finds YAML's anchors and aliases, of which a lexicon needs none: ten lines that each repeat the one before ten times are
/// ten thousand million values to whoever looks at all of them.
enum LexiconAnchors {
  /// The line, from 1, of the first anchor (`&name`) that an alias (`*name`) takes up. Texts and patterns may hold either
  /// sign by itself.
  static func firstLine(_ text: String) -> Int? {
    var (anchors, aliases) = ([(name: [UInt8], line: Int)](), Set<[UInt8]>())
    var (line, isStart) = (1, true)
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      if isStart, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
        let name = Array(rest.prefix(while: isOfName))
        if byte == UInt8(ascii: "*") { aliases.insert(name) } else { anchors.append((name, line)) }
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      isStart = !isOfName(byte) || byte == UInt8(ascii: "-")
    }
    return anchors.first { !$0.name.isEmpty && aliases.contains($0.name) }?.line
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: byte >= 0x80
    }
  }
}
