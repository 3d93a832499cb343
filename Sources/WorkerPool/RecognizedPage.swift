// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// The text that tesseract found on a page, from its table of words: paragraphs with the box of each line.
struct RecognizedPage {
  private(set) var blocks: [Block] = []
  /// The mean confidence of the words kept, from 0 to 100.
  private(set) var confidence = 0
  /// The mean confidence of the paragraph that was read worst.
  private(set) var worst = 100

  /// A word as tesseract's table gives it.
  private struct Word {
    var paragraph: Substring
    var line: Substring
    var text: Substring
    var confidence: Double
    var box: (left: Int, top: Int, width: Int, height: Int)

    /// level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    init?(_ row: Substring) {
      let cells = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
      guard cells.count == 12, cells[0] == "5", let confidence = Double(cells[10]), confidence >= 0 else { return nil }
      let box = cells[6..<10].compactMap { Int($0) }
      let text = cells[11].filter { !$0.isWhitespace }
      guard box.count == 4, !text.isEmpty else { return nil }
      paragraph = row[cells[2].startIndex..<cells[3].endIndex]
      line = row[cells[2].startIndex..<cells[4].endIndex]
      self.text = Substring(text)
      self.confidence = confidence
      self.box = (box[0], box[1], box[2], box[3])
    }
  }

  /// Paragraphs read worse than this are taken for pictures and dirt.
  private static let leastConfidence = 35.0

  init(_ table: String, page: Int, resolution: Int) {
    var paragraph: [Word] = []
    var sum = 0.0
    var count = 0
    func close(_ blocks: inout [Block], _ worst: inout Int) {
      guard !paragraph.isEmpty else { return }
      let mean = paragraph.reduce(0) { $0 + $1.confidence } / Double(paragraph.count)
      guard mean >= Self.leastConfidence else { return }
      sum += mean * Double(paragraph.count)
      count += paragraph.count
      worst = min(worst, Int(mean.rounded()))
      blocks.append(Self.block(paragraph, page: page, resolution: Float(resolution)))
    }
    for row in table.split(whereSeparator: \.isNewline) {
      guard let word = Word(row) else { continue }
      if word.paragraph != paragraph.last?.paragraph {
        close(&blocks, &worst)
        paragraph = []
      }
      paragraph.append(word)
    }
    close(&blocks, &worst)
    confidence = count == 0 ? 0 : Int((sum / Double(count)).rounded())
  }

  private static func block(_ words: [Word], page: Int, resolution: Float) -> Block {
    var text = ""
    var length = 0
    var lines: [LineBox] = []
    for (index, word) in words.enumerated() {
      let opensLine = index == 0 || word.line != words[index - 1].line
      if index > 0 {
        // A hyphen at a line end stays one: the words around it are found joined and apart.
        text += opensLine && text.hasSuffix("-") ? "\n" : " "
        length += 1
      }
      let box = (
        left: Float(word.box.left) * 72 / resolution, top: Float(word.box.top) * 72 / resolution,
        right: Float(word.box.left + word.box.width) * 72 / resolution,
        bottom: Float(word.box.top + word.box.height) * 72 / resolution
      )
      if opensLine {
        lines.append(
          LineBox(start: length, page: page, left: box.left, top: box.top, right: box.right, bottom: box.bottom))
      } else if var line = lines.popLast() {
        line.left = min(line.left, box.left)
        line.top = min(line.top, box.top)
        line.right = max(line.right, box.right)
        line.bottom = max(line.bottom, box.bottom)
        lines.append(line)
      }
      text += word.text
      length += word.text.unicodeScalars.count
    }
    return Block(kind: .paragraph, text: text, page: page, lines: lines)
  }
}
