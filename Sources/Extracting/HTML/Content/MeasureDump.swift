// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// What the content model sees of a page, as lines of text: the input of `Benchmarks/fit_content_model.py`.
package enum MeasureDump {
  /// The names of the columns, in order.
  package static var columns: [String] { BlockFeatures.names }

  /// A line for the page and one for each block, fields set apart by tabs.
  ///
  /// - The page: `page`, 1 if it declares itself an article, 1 if a product, 1 if it is a forum's.
  /// - A block: `block`, words, the number of its neighbourhood (see `Neighbourhood`), letters for what the rules after
  ///   the model ask (`c` readers' comments, `p` privacy consent, `r` review, `k` code, `t` text by what the generator of
  ///   the page says), text, and the columns that are not 0, as `column:value`.
  package static func lines(_ bytes: [UInt8]) -> [String] {
    let limits = ExtractionLimits()
    let decoded = TextDecoder.decode(bytes, declared: DeclaredCharset.name(in: bytes))
    let tree = MarkupParser.parse(MarkupSanitizer.sanitized(decoded.utf8), depth: limits.depth)
    let (page, _) = HTMLExtractor.shownBlocks(tree, limits: limits)
    let measures = BlockMeasures(page)
    let traits = PageTraits(tree: tree, page: page, measures: measures)
    var features = BlockFeatures(tree: tree, page: page, measures: measures, kind: traits.columns)
    let places = Neighbourhood.places(of: page, in: tree)
    let generated = GeneratedPage.textBlocks(page, in: tree)
    var numbers: [UInt64: Int] = [:]
    let kinds = [traits.isArticle, traits.isProduct, traits.isForum].map { $0 ? "1" : "0" }
    var lines = ["page\t" + kinds.joined(separator: "\t")]
    var row: [Float] = []
    for (index, block) in page.blocks.enumerated() {
      features.fill(&row, index)
      let number = numbers[places[index]] ?? numbers.count
      numbers[places[index]] = number
      let cells = row.indices.lazy.filter { row[$0] != 0 }.map { "\($0):\(row[$0])" }
      let fields = [
        "block", "\(block.words)", "\(number)",
        signs(block, narrow: features.hints.narrow[index]) + (generated?[index] == true ? "t" : ""),
        collapsed(page.text(block)), cells.joined(separator: " "),
      ]
      lines.append(fields.joined(separator: "\t"))
    }
    return lines
  }

  private static func signs(_ block: RawBlock, narrow: UInt64) -> String {
    let all = block.context.hints
    return (all & ClassWords.bit(.comment) != 0 ? "c" : "") + (all & ClassWords.bit(.consent) != 0 ? "p" : "")
      + (narrow & ClassWords.bit(.review) != 0 ? "r" : "") + (block.kind == .code ? "k" : "")
  }
}
