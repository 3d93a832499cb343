// SPDX-License-Identifier: Apache-2.0

/// Sums over runs of neighbouring blocks, each in constant time, and what one block's text looks like.
struct BlockMeasures {
  /// What the text of one block looks like.
  struct Look {
    var sentences = 0
    var commas = 0
    var digits = 0
    var capitals = 0
    var characters = 0
    var currency = 0
    var endsSentence = false
    var hash: UInt64 = 0
    /// The hash with all digits alike: the same for `3 replies` and `12 replies`.
    var shape: UInt64 = 0
    /// Runs without white space; a link written out is one, of many words.
    var runs = 0
  }

  let count: Int
  private(set) var looks: [Look] = []
  /// Running totals: entry i covers the blocks before i.
  private var words: [Int32] = [0]
  private var linkWords: [Int32] = [0]
  private var sentenceWords: [Int32] = [0]
  private var headings: [Int32] = [0]

  init(_ page: PageBlocks) {
    count = page.blocks.count
    looks.reserveCapacity(count)
    for block in page.blocks {
      let look = page.bytes.withUnsafeBufferPointer {
        Self.look(UnsafeBufferPointer(rebasing: $0[block.from..<block.upTo]))
      }
      looks.append(look)
      words.append(words[words.count - 1] &+ Int32(clamping: block.words))
      linkWords.append(linkWords[linkWords.count - 1] &+ Int32(clamping: block.linkWords))
      let isSentence = look.endsSentence && block.words > 6
      sentenceWords.append(sentenceWords[sentenceWords.count - 1] &+ (isSentence ? Int32(clamping: block.words) : 0))
      headings.append(headings[headings.count - 1] &+ (block.level > 0 ? 1 : 0))
    }
  }

  func words(_ range: Range<Int>) -> Int { Int(words[range.upperBound] &- words[range.lowerBound]) }
  func linkWords(_ range: Range<Int>) -> Int { Int(linkWords[range.upperBound] &- linkWords[range.lowerBound]) }
  func headings(_ range: Range<Int>) -> Int { Int(headings[range.upperBound] &- headings[range.lowerBound]) }
  /// Words in blocks that read as sentences.
  func sentenceWords(_ range: Range<Int>) -> Int {
    Int(sentenceWords[range.upperBound] &- sentenceWords[range.lowerBound])
  }

  private static func look(_ text: UnsafeBufferPointer<UInt8>) -> Look {
    var look = Look()
    var previous: UInt8 = 0x20
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var shape = hash
    for byte in text {
      hash = (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01b3
      let isDigit = (0x30...0x39).contains(byte)
      if !isDigit || !(0x30...0x39).contains(previous) {
        shape = (shape ^ UInt64(isDigit ? 0x30 : byte | 0x20)) &* 0x100_0000_01b3
      }
      if byte > 0x20, previous <= 0x20 { look.runs += 1 }
      switch byte {
      case 0x2E, 0x21, 0x3F: look.sentences += 1
      case 0x2C: look.commas += 1
      case 0x24: look.currency = 1
      case 0xA3, 0xA5: if previous == 0xC2 { look.currency = 1 }
      case 0xAC: if previous == 0x82 { look.currency = 1 }
      case 0x30...0x39: look.digits += 1
      case 0x41...0x5A: if previous == 0x20 { look.capitals += 1 }
      default: break
      }
      if byte & 0xC0 != 0x80 { look.characters += 1 }
      previous = byte
    }
    (look.hash, look.shape) = (hash, shape)
    look.endsSentence = endsSentence(text)
    return look
  }

  /// Whether the last character, closing quotes and brackets aside, ends a sentence; also `。！？`.
  private static func endsSentence(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var end = text.count
    while end > 0, [0x22, 0x27, 0x29, 0x5D].contains(text[end - 1]) { end -= 1 }
    if end > 2, text[end - 3] == 0xE2, text[end - 2] == 0x80, [0x99, 0x9D].contains(text[end - 1]) { end -= 3 }
    guard end > 0 else { return false }
    if [0x2E, 0x21, 0x3F, 0x3A].contains(text[end - 1]) { return true }
    guard end > 2 else { return false }
    return text[end - 3] == 0xE3 && text[end - 2] == 0x80 && text[end - 1] == 0x82
      || text[end - 3] == 0xEF && text[end - 2] == 0xBC && [0x81, 0x9F].contains(text[end - 1])
  }
}
