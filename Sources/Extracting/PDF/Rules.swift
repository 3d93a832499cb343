// SPDX-License-Identifier: Apache-2.0

/// Finds the thin straight lines of a page's picture, level and upright: the rules that tables are drawn with.

/// A straight line along a row or a column of pixels.
struct Rule: Equatable {
  /// Its row, or its column if it is upright.
  var position: Int
  var from: Int
  var to: Int

  /// Whether a point of the other axis falls on it, but for a hair.
  func reaches(_ other: Int) -> Bool { other >= from - Rules.slack && other <= to + Rules.slack }
}

struct Rules {
  private(set) var level: [Rule] = []
  private(set) var upright: [Rule] = []

  /// Lines that should meet may miss each other by so many pixels.
  static let slack = 3
  /// Two rows take three lines; pages with very many are drawings.
  private static let least = 3
  private static let most = 400
  private static let shortestLevel = 24
  private static let shortestUpright = 7
  /// How much darker than its surroundings a line is; lines of a quarter of a point are pale.
  private static let contrast = 14

  /// The lines of a picture; upright ones only where level ones end them on both sides.
  init(_ picture: PagePicture) {
    let (width, height) = (picture.width, picture.height)
    guard width > 8, height > 8 else { return }
    picture.levels.withUnsafeBufferPointer { levels in
      level = Self.lines(
        rows: height, length: width, across: width, along: 1, levels: levels,
        paper: Int(picture.paper), shortest: Self.shortestLevel)
      guard (Self.least...Self.most).contains(level.count) else { return level.removeAll() }
      upright = Self.lines(
        rows: width, length: height, across: 1, along: width, levels: levels,
        paper: Int(picture.paper), shortest: Self.shortestUpright)
    }
    guard upright.count <= 4 * Self.most else {
      upright.removeAll()
      return
    }
    upright = upright.filter { line in
      [line.from, line.to].allSatisfy { end in
        level.contains { abs($0.position - end) <= Self.slack && $0.reaches(line.position) }
      }
    }
  }

  /// Runs of ink, found row by row, that are darker than what is three steps to either side for at least half their length:
  /// letters may come close. Runs in neighbouring rows are one line.
  private static func lines(
    rows: Int, length: Int, across: Int, along: Int, levels: UnsafeBufferPointer<UInt8>, paper: Int, shortest: Int
  ) -> [Rule] {
    var found: [Rule] = []
    // Lines of the last rows, which those of the next may thicken.
    var recent = 0
    for row in 3..<(rows - 3) {
      var start = -1
      var distinct = 0
      while recent < found.count, found[recent].position < row - 2 { recent += 1 }
      for at in 0...length {
        if at < length {
          let index = row * across + at * along
          if abs(Int(levels[index]) - paper) >= contrast {
            if start < 0 { (start, distinct) = (at, 0) }
            let least = min(levels[index - 3 * across], levels[index + 3 * across])
            if Int(levels[index]) + contrast < Int(least) { distinct += 1 }
            continue
          }
        }
        guard start >= 0 else { continue }
        if at - start >= shortest, distinct * 2 >= at - start {
          merge(Rule(position: row, from: start, to: at - 1), into: &found, since: recent)
        }
        start = -1
      }
    }
    return found
  }

  private static func merge(_ line: Rule, into found: inout [Rule], since: Int) {
    for index in since..<found.count where found[index].from <= line.to && line.from <= found[index].to {
      found[index].from = min(found[index].from, line.from)
      found[index].to = max(found[index].to, line.to)
      return
    }
    found.append(line)
  }
}
