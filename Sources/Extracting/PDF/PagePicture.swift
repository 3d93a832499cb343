// SPDX-License-Identifier: Apache-2.0

/// A page as grey levels, one pixel to the point: enough to see rules, frames and shaded grounds.
struct PagePicture {
  let width: Int
  let height: Int
  /// Row by row from the top, 0 black to 255 white.
  let levels: [UInt8]
  /// The level of most pixels: the paper.
  let paper: UInt8

  init(width: Int, height: Int, levels: [UInt8]) {
    (self.width, self.height, self.levels) = (width, height, levels)
    paper = Self.commonest(levels[...])
  }

  /// The level at a point; the paper's beyond the edges.
  func level(_ x: Int, _ y: Int) -> UInt8 {
    guard x >= 0, y >= 0, x < width, y < height else { return paper }
    return levels[y * width + x]
  }

  /// Whether ink stands at a point: thin rules are grey at this size.
  func isInk(_ x: Int, _ y: Int) -> Bool { abs(Int(level(x, y)) - Int(paper)) >= 20 }

  /// The commonest level inside a box.
  func ground(_ box: Box) -> UInt8 {
    var inside: [UInt8] = []
    for y in Int(box.top)...max(Int(box.top), Int(box.bottom)) {
      for x in Int(box.left)...max(Int(box.left), Int(box.right)) { inside.append(level(x, y)) }
    }
    return Self.commonest(inside[...])
  }

  private static func commonest(_ levels: ArraySlice<UInt8>) -> UInt8 {
    var counts = [Int](repeating: 0, count: 256)
    for level in levels { counts[Int(level)] += 1 }
    return UInt8(counts.indices.max { counts[$0] != counts[$1] ? counts[$0] < counts[$1] : $0 < $1 } ?? 255)
  }
}

extension PagePicture {
  /// How far outside its text a frame or the edge of a ground is looked for.
  private static let reach = 20

  /// The frame drawn around a box: four rules that end where they meet, as those of a table's grid do not.
  func frame(around box: Box) -> Box? {
    let (top, bottom) = (Int(box.top), Int(box.bottom))
    func isRule(_ x: Int) -> Bool { (top...bottom).count { isInk(x, $0) } * 10 >= (bottom - top + 1) * 9 }
    guard bottom > top, let left = (1...Self.reach).map({ Int(box.left) - $0 }).first(where: isRule),
      let right = (1...Self.reach).map({ Int(box.right) + $0 }).first(where: isRule)
    else { return nil }
    var high = top
    while high > 0, isInk(left, high - 1), isInk(right, high - 1) { high -= 1 }
    var low = bottom
    while low + 1 < height, isInk(left, low + 1), isInk(right, low + 1) { low += 1 }
    func closes(_ y: Int) -> Bool {
      [y - 1, y, y + 1].contains { row in (left...right).count { isInk($0, row) } * 10 >= (right - left + 1) * 9 }
    }
    guard closes(high), closes(low) else { return nil }
    func goesOn(_ points: [(Int, Int)]) -> Bool { points.allSatisfy { isInk($0.0, $0.1) } }
    for y in [high, low] {
      if goesOn((3...7).map { (right + $0, y) }) || goesOn((3...7).map { (left - $0, y) }) { return nil }
    }
    return Box(left: Float(left), top: Float(high), right: Float(right), bottom: Float(low))
  }

  /// The shaded ground that a box stands on, if it is not the paper's.
  func shade(under box: Box) -> Box? {
    let ground = ground(box)
    guard abs(Int(ground) - Int(paper)) >= 5 else { return nil }
    func isGround(_ x: Int, _ y: Int) -> Bool { abs(Int(level(x, y)) - Int(ground)) <= 2 }
    let (x, y) = (Int(box.left) - 2, Int(box.middle))
    guard isGround(x, y) else { return nil }
    var (left, right, top, bottom) = (x, Int(box.right) + 2, y, y)
    guard isGround(right, y) else { return nil }
    while left > 0, isGround(left - 1, y) { left -= 1 }
    while right + 1 < width, isGround(right + 1, y) { right += 1 }
    while top > 0, isGround(x, top - 1) { top -= 1 }
    while bottom + 1 < height, isGround(x, bottom + 1) { bottom += 1 }
    return Box(left: Float(left), top: Float(top), right: Float(right), bottom: Float(bottom))
  }
}
