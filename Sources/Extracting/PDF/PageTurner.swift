// SPDX-License-Identifier: Apache-2.0

/// Turns pages whose text does not read from left to right, and sets apart what is printed across the page's direction.
struct PageTurner {
  /// The direction in which the letters of a word follow each other, as quarter turns clockwise from left to right.
  private static func turns(of word: Word, on page: GlyphPage) -> Int? {
    guard word.count >= 2 else { return nil }
    let first = page.glyphs[Int(word.start)].box
    let last = page.glyphs[Int(word.end) - 1].box
    let across = (last.left + last.right - first.left - first.right) * 0.5
    let down = (last.top + last.bottom - first.top - first.bottom) * 0.5
    if abs(across) > abs(down) { return across > 0 || page.turnedGlyphs > 0 ? 0 : 2 }
    return abs(down) < 0.5 ? nil : down > 0 ? 1 : 3
  }

  /// Turns the page so that most of its glyphs read from left to right, and puts words of three and more glyphs that read
  /// across it last.
  static func turn(_ page: inout GlyphPage) {
    let flow = page.words[..<Int(page.flow.upperBound)]
    let directions = flow.map { turns(of: $0, on: page) }
    var votes = [0, 0, 0, 0]
    for (word, direction) in zip(flow, directions) {
      if let direction { votes[direction] += word.count }
    }
    guard votes[1] + votes[2] + votes[3] > 0 else { return }
    let most = votes.max() ?? 0
    let main = votes[0] == most ? 0 : votes.firstIndex(of: most) ?? 0
    var across: [Word] = []
    var kept: [Word] = []
    for (word, direction) in zip(flow, directions) {
      if let direction, direction != main, word.count >= 3 { across.append(word) } else { kept.append(word) }
    }
    page.words = kept + across + page.words[flow.endIndex...]
    page.acrossCount = page.words.count - kept.count
    if main != 0 { page.turn(main) }
  }
}

extension GlyphPage {
  /// Turns all coordinates so that text running `quarters` clockwise from left to right reads from left to right.
  fileprivate mutating func turn(_ quarters: Int) {
    let (width, height) = (width, height)
    for index in glyphs.indices {
      glyphs[index].box = glyphs[index].box.turned(quarters, width: width, height: height)
    }
    turns = quarters
    if quarters != 2 { (self.width, self.height) = (height, width) }
    for index in words.indices { words[index] = turned(words[index]) }
  }

  /// The word with the box that its glyphs, turned already, give it.
  fileprivate func turned(_ word: Word) -> Word {
    var turned = Word(Int(word.start), Int(word.end), of: glyphs)
    turned.size = word.size
    return turned
  }
}

extension Box {
  /// The box on the page turned back by `quarters`.
  fileprivate func turned(_ quarters: Int, width: Float, height: Float) -> Box {
    switch quarters {
    case 1: Box(left: top, top: width - right, right: bottom, bottom: width - left)
    case 2: Box(left: width - right, top: height - bottom, right: width - left, bottom: height - top)
    case 3: Box(left: height - bottom, top: left, right: height - top, bottom: right)
    default: self
    }
  }

  /// The box in the coordinates of the page as shown, where the page was turned for reading.
  func turnedBack(on page: GlyphPage) -> Box {
    if page.isMirrored { return mirrored(page.width) }
    return switch page.turns {
    case 1: Box(left: page.height - bottom, top: left, right: page.height - top, bottom: right)
    case 2:
      Box(left: page.width - right, top: page.height - bottom, right: page.width - left, bottom: page.height - top)
    case 3: Box(left: top, top: page.width - right, right: bottom, bottom: page.width - left)
    default: self
    }
  }
}
