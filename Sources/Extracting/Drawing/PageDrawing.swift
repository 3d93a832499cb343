// SPDX-License-Identifier: Apache-2.0

import CCairo
import CPoppler
import Documents

/// Draws pages of a PDF as PNG pictures: with marks at the exact place of words, or with the blocks that extraction found.
package enum PageDrawing {
  /// Part of the document's text to be marked on the page.
  package struct Mark: Sendable, Equatable {
    /// Code points of `Document.text` (the body blocks joined by line feeds).
    package var range: Range<Int>
    package var colour: Colour

    package init(range: Range<Int>, colour: Colour) {
      self.range = range
      self.colour = colour
    }
  }

  /// Red, green and blue, each from 0 to 1.
  package struct Colour: Sendable, Equatable {
    package var red: Double
    package var green: Double
    package var blue: Double

    package init(red: Double, green: Double, blue: Double) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Colours that are told apart under translucent print, in the order in which they are handed out.
    package static let palette: [Colour] = [
      Colour(red: 1.00, green: 0.85, blue: 0.10), Colour(red: 0.45, green: 0.80, blue: 1.00),
      Colour(red: 0.60, green: 0.90, blue: 0.45), Colour(red: 1.00, green: 0.60, blue: 0.65),
      Colour(red: 0.80, green: 0.65, blue: 1.00), Colour(red: 1.00, green: 0.70, blue: 0.30),
      Colour(red: 0.40, green: 0.90, blue: 0.80), Colour(red: 0.85, green: 0.80, blue: 0.65),
    ]
  }

  /// The page of that number (from 1) as a PNG, `scale` pixels to the point, with the marks that lie on it.
  ///
  /// The document is extracted anew; extraction being deterministic, ranges into the stored text fit.
  package static func draw(
    _ bytes: [UInt8], page number: Int, scale: Double, marks: [Mark], limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> [UInt8] {
    // Without marks the page needs no text.
    if marks.isEmpty { return try render(bytes, page: number, scale: scale) { _ in } }
    let found = try PDFExtractor.analyse(bytes, limits: limits, keepsBoxes: true)
    var places: [PlacedScalar?] = []
    for (block, part) in zip(found.extraction.blocks, found.places) where block.kind.isBody {
      if !places.isEmpty { places.append(nil) }
      places += part
    }
    return try render(bytes, page: number, scale: scale) { canvas in
      for (mark, layer) in zip(marks, layers(of: marks)) {
        for box in boxes(of: mark.range, in: places, page: number) { canvas.highlight(box, mark.colour, layer: layer) }
      }
    }
  }

  /// The page as a PNG with the blocks that extraction found: each framed, with its kind and its number in the page's
  /// reading order.
  package static func outline(
    _ bytes: [UInt8], page number: Int, scale: Double, limits: ExtractionLimits = ExtractionLimits()
  ) throws(ExtractionFailure) -> [UInt8] {
    let blocks = try PDFExtractor.extract(bytes, limits: limits).blocks.onPage(number)
    let parts = blocks.map { columnParts(of: $0, page: number) }
    let all = parts.flatMap { $0 }
    return try render(bytes, page: number, scale: scale) { canvas in
      var previous: (x: Double, y: Double)?
      for (index, block) in blocks.enumerated() {
        for (part, box) in parts[index].enumerated() {
          let kind = part == 0 ? block.label : "\u{2026}"
          canvas.frame(box, number: "\(index + 1)", kind: kind, colour(of: block.kind), among: all)
          let start = (x: Double(box.left), y: Double(box.top))
          if block.kind.isBody, let previous { canvas.arrow(from: previous, to: start) }
          if block.kind.isBody { previous = (x: Double(box.left), y: Double(box.bottom)) }
        }
      }
    }
  }

  /// For each mark the lowest layer in which no longer mark, or earlier one of its length, overlaps it: fills that lie over
  /// each other would blacken just the words that are marked most.
  static func layers(of marks: [Mark]) -> [Int] {
    var layers = [Int](repeating: 0, count: marks.count)
    let order = marks.indices.sorted {
      let (one, other) = (marks[$0].range.count, marks[$1].range.count)
      return one != other ? one > other : $0 < $1
    }
    for (position, index) in order.enumerated() {
      let taken = Set(order[..<position].filter { marks[$0].range.overlaps(marks[index].range) }.map { layers[$0] })
      layers[index] = (0...taken.count).first { !taken.contains($0) } ?? 0
    }
    return layers
  }

  /// The boxes of a range of text on one page: one for each run of a line.
  static func boxes(of range: Range<Int>, in places: [PlacedScalar?], page: Int) -> [Box] {
    var boxes: [Box] = []
    var run: Box?
    for place in places[range.clamped(to: 0..<places.count)] {
      // Spaces have no place: the run goes on over them if the next word stands on the same line.
      guard let place else { continue }
      if place.page == page, let open = run, open.isOnLine(of: place.box) {
        run = open.covering(place.box)
      } else {
        if let run { boxes.append(run) }
        run = place.page == page ? place.box : nil
      }
    }
    if let run { boxes.append(run) }
    return boxes
  }

  /// The parts of a block on one page: its lines, parted where they go on in another column.
  static func columnParts(of block: Block, page: Int) -> [Box] {
    var parts: [Box] = []
    var last: LineBox?
    for line in block.lines where line.page == page {
      let box = Box(left: line.left, top: line.top, right: line.right, bottom: line.bottom)
      if let last, !parts.isEmpty, line.bottom > last.bottom, line.left < last.right, line.right > last.left {
        parts[parts.count - 1].cover(box)
      } else {
        parts.append(box)
      }
      last = line
    }
    return parts
  }

  private static func colour(of kind: BlockKind) -> Colour {
    switch kind {
    case .title, .heading: Colour(red: 0.80, green: 0.10, blue: 0.10)
    case .paragraph: Colour(red: 0.10, green: 0.35, blue: 0.80)
    case .listItem: Colour(red: 0.05, green: 0.55, blue: 0.65)
    case .table, .code: Colour(red: 0.50, green: 0.20, blue: 0.70)
    case .caption, .footnote, .quote: Colour(red: 0.10, green: 0.55, blue: 0.15)
    case .reference, .sidebar: Colour(red: 0.75, green: 0.45, blue: 0.00)
    case .comment, .furniture, .pageHeader, .pageFooter, .pageNumber: Colour(red: 0.45, green: 0.45, blue: 0.45)
    }
  }

  private static func render(
    _ bytes: [UInt8], page number: Int, scale: Double, marking: (Canvas) -> Void
  ) throws(ExtractionFailure) -> [UInt8] {
    let file = try PDFOpener.open(bytes).file
    guard (1...file.pageCount).contains(number) else {
      throw ExtractionFailure(
        .unsupported, "page \(number) was asked for; the document has pages 1 to \(file.pageCount)")
    }
    let png = file.withPage(number - 1) { page -> [UInt8]? in
      guard let canvas = Canvas(page: page, scale: scale) else { return nil }
      marking(canvas)
      return canvas.png()
    }
    guard let png = png ?? nil else {
      throw ExtractionFailure(.damaged, "page \(number) cannot be drawn: it is damaged or has no size")
    }
    return png
  }
}

extension Block {
  fileprivate var label: String { level.map { "\(kind.name) \($0)" } ?? kind.name }
}

extension Box {
  /// Whether a glyph stands on the same line, not far to the right.
  fileprivate func isOnLine(of next: Box) -> Bool {
    next.middle > top && next.middle < bottom && next.left > left - 1 && next.left - right < height * 3
  }
}
