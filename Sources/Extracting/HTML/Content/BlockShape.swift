// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Which kind of body block a run of text is, by the elements around it.
enum BlockShape {
  static func kind(of context: ElementContext) -> (BlockKind, level: Int) {
    let regions = context.regions
    if context.tableNode >= 0 { return (regions.contains(.caption) ? .caption : .table, 0) }
    if context.headingLevel > 0 { return (.heading, Int(context.headingLevel)) }
    if regions.contains(.preformatted) { return (.code, 0) }
    if regions.contains(.caption) { return (.caption, 0) }
    if regions.contains(.footnote) || context.hints & ClassWords.bit(.reference) != 0 && regions.contains(.item) {
      return (.footnote, 0)
    }
    if regions.contains(.quote) { return (.quote, 0) }
    if !regions.isDisjoint(with: [.item, .definition]) { return (.listItem, 0) }
    return (.paragraph, 0)
  }
}
