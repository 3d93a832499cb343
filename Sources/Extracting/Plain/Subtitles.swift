// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Subtitles (WebVTT, SubRip): what is said in the cues as running text, without their numbers, times and markup.
struct Subtitles {
  private(set) var metadata = Metadata()
  private(set) var blocks: [Block] = []

  /// A pause after a sentence that begins a new paragraph, in milliseconds.
  private static let pause = 4000
  /// A paragraph of this many bytes ends with its sentence.
  private static let longest = 600

  private var turn = ""
  private var voice = ""
  private var lastLine = ""
  private var lastEnd = 0

  /// Nil where the text does not begin as subtitles do: with `WEBVTT`, or with the times of a cue below its number.
  init?(_ text: TextLines) {
    let first = text.lines.indices.filter { !text.lines[$0].isBlank }.prefix(2)
    guard let top = first.first else { return nil }
    let isWebVTT = text.string(top) == "WEBVTT" || text.string(top).hasPrefix("WEBVTT ")
    let isNumbered = Self.isNumber(text.content(top)) && first.count == 2 && first[1] == top + 1
    let timed = isNumbered ? first[1] : top
    guard isWebVTT || Self.times(text.string(timed)) != nil else { return nil }
    var isInCue = false
    for index in text.lines.indices where !text.lines[index].isBlank {
      if let times = Self.times(text.string(index)) {
        if times.start - lastEnd > Self.pause, Self.endsSentence(turn) { endTurn() }
        (isInCue, lastEnd) = (true, times.end)
      } else if Self.isName(text, index) || Self.isRemark(text, index) {
        isInCue = false
      } else if isInCue {
        take(text.string(index))
      } else if text.string(index).hasPrefix("Language: ") {
        metadata.language = DateForms.languageTag(String(text.string(index).dropFirst(10)))
      }
    }
    endTurn()
  }

  // MARK: Lines

  private static func isNumber(_ content: ArraySlice<UInt8>) -> Bool {
    !content.isEmpty && content.count <= 7 && content.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The number or name of a cue, above its times: numbers anywhere, names behind a blank line.
  private static func isName(_ text: TextLines, _ index: Int) -> Bool {
    guard index + 1 < text.lines.count, times(text.string(index + 1)) != nil else { return false }
    return isNumber(text.content(index)) || index == 0 || text.lines[index - 1].isBlank
  }

  /// What opens a passage that is not shown.
  private static func isRemark(_ text: TextLines, _ index: Int) -> Bool {
    guard index == 0 || text.lines[index - 1].isBlank else { return false }
    return ["NOTE", "STYLE", "REGION"].contains(text.string(index).split(separator: " ").first ?? "")
  }

  /// Start and end of a cue in milliseconds.
  private static func times(_ line: String) -> (start: Int, end: Int)? {
    let parts = line.split(separator: " ", maxSplits: 3)
    guard parts.count >= 3, parts[1] == "-->", let start = time(parts[0]), let end = time(parts[2]) else { return nil }
    return (start, end)
  }

  /// `00:01:02,345`, `01:02.345`.
  private static func time(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let seconds = parts.last?.split(whereSeparator: { $0 == "." || $0 == "," }),
      seconds.count == 2, let fraction = Int(seconds[1].prefix(3))
    else { return nil }
    var total = 0
    for part in parts.dropLast() + [seconds[0]] {
      guard part.utf8.count <= 4, let value = Int(part), value >= 0 else { return nil }
      total = total * 60 + value
    }
    return total * 1000 + fraction
  }

  // MARK: Text

  private mutating func take(_ line: String) {
    var (line, speaker) = Self.withoutMarkup(line)
    // Captions that roll up show each line twice or more.
    guard !line.isEmpty, line != lastLine else { return }
    lastLine = line
    let sign = ["- ", "– ", "— ", ">> "].first { line.hasPrefix($0) }
    if let sign { line = String(line.dropFirst(sign.count)) }
    let isOther = speaker.map { $0 != voice } ?? false
    if sign != nil || isOther || Speakers.label(Array(line.utf8)[...]) != nil { endTurn() }
    if let speaker, isOther {
      voice = speaker
      turn = "\(speaker): "
    } else if !turn.isEmpty {
      turn += " "
    }
    turn += line
    if turn.utf8.count > Self.longest, Self.endsSentence(turn) { endTurn() }
  }

  private mutating func endTurn() {
    if !turn.isEmpty { blocks.append(Block(kind: .paragraph, text: ComposedText.compose(turn))) }
    turn = ""
  }

  private static func endsSentence(_ text: String) -> Bool {
    guard let last = text.unicodeScalars.last(where: { !"\"”»')".unicodeScalars.contains($0) }) else { return false }
    return ".!?…".unicodeScalars.contains(last)
  }

  /// The line without tags (`<i>`, `<v Jane>`, `{\an8}`), with its references undone, and who `<v ...>` says speaks.
  private static func withoutMarkup(_ line: String) -> (text: String, speaker: String?) {
    var (text, speaker): (String, String?) = ("", nil)
    var rest = line[...]
    while let next = rest.first {
      let inner = rest.dropFirst()
      let isTag = next == "<" && inner.first.map { $0.isLetter || $0.isNumber || $0 == "/" } ?? false
      let isPlacing = next == "{" && inner.first == "\\"
      guard isTag || isPlacing, let close = inner.firstIndex(of: isTag ? ">" : "}") else {
        text.append(next)
        rest = inner
        continue
      }
      let words = inner[..<close].split(separator: " ", maxSplits: 1)
      if let tag = words.first, words.count == 2, tag == "v" || tag.hasPrefix("v.") { speaker = String(words[1]) }
      rest = rest[rest.index(after: close)...]
    }
    let references = [("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    for (reference, sign) in references { text = text.replacing(reference, with: sign) }
    return (text.split(whereSeparator: \.isWhitespace).joined(separator: " "), speaker)
  }
}
