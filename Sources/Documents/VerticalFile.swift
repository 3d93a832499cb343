// SPDX-License-Identifier: Apache-2.0

/// Tells vertical text from other files by its content.
package enum VerticalFile {
  /// Whether a file that begins with `head` is vertical text: tags on lines of their own and tokens with columns, or, for
  /// a file whose name says so, at least one such tag. HTML and XML have lines that are neither.
  package static func isVertical(_ head: [UInt8], isNamedSo: Bool) -> Bool {
    guard head.first(where: { $0 > 0x20 }) != nil else { return false }
    var (tags, tokens, columns) = (0, 0, 0)
    // The last line may be cut.
    for line in head.split(separator: 0x0A).dropLast(head.last == 0x0A ? 0 : 1).prefix(200) {
      let isTab = line.contains(0x09)
      let line = line.last == 0x0D ? line.dropLast() : line
      let kind = line.withUnsafeBufferPointer { VerticalScanner.line($0) }
      switch kind {
      case .openText, .sentence, .openBlock, .columns, .closeText, .closeBlock: tags += 1
      case .token:
        tokens += 1
        if isTab { columns += 1 }
        if !isTab, line.contains(0x20), !isNamedSo { return false }
      case .glue, .nothing: break
      case .stray: if !isNamedSo { return false }
      }
    }
    return isNamedSo ? tags > 0 || columns > 0 : tags > 0 && columns > 0 && columns * 10 >= tokens * 9
  }
}
