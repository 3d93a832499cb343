// SPDX-License-Identifier: Apache-2.0

/// The left and right edges that the lines of a column keep to.
///
/// The outermost line does not tell: one overlong word may stick out. An edge is where several lines end together; columns
/// of a few lines borrow the edges of longer ones in the same place on other pages.
struct ColumnEdges {
  private struct Column {
    var left: Float
    var right: Float
    var lines: Int
  }

  private var known: [Column] = []

  /// Notes the edges of a column of the document.
  mutating func learn(_ zone: Zone) {
    guard zone.bands.count >= 6 else { return }
    let own = Self.edges(of: zone)
    for index in known.indices where abs(known[index].left - own.left) < 3 && abs(known[index].right - own.right) < 3 {
      known[index].lines += zone.bands.count
      return
    }
    if known.count < 64 { known.append(Column(left: own.left, right: own.right, lines: zone.bands.count)) }
  }

  /// The edges of a column.
  func column(of zone: Zone) -> ClosedRange<Float> {
    let own = Self.edges(of: zone)
    var (left, right) = own
    if zone.bands.count < 6 {
      let near = known.filter {
        $0.left - 3 < own.left && $0.right + 3 > own.right && own.left - $0.left < ($0.right - $0.left) * 0.5
      }
      if let best = near.max(by: { $0.lines != $1.lines ? $0.lines < $1.lines : $0.left < $1.left }) {
        left = min(left, best.left)
        right = max(right, best.right)
      }
    }
    return left...max(left, right)
  }

  /// Narrows the column of lines in a box or list set in from the right: where several lines next to each other end together
  /// before the column does, they end there by intent.
  static func narrow(_ lines: inout [Line]) {
    let reach = 4
    var edges: [Float?] = []
    for index in lines.indices {
      let line = lines[index]
      guard line.cells.isEmpty, line.slack > line.size else {
        edges.append(nil)
        continue
      }
      var rights: [Float] = [line.box.right]
      for step in [-1, 1] {
        var at = index
        while abs(at + step - index) <= reach, lines.indices.contains(at + step) {
          let (here, next) = (lines[at], lines[at + step])
          let isNear = abs(next.box.middle - here.box.middle) < here.size * 1.9 && abs(next.size - line.size) < 0.1
          guard isNear, next.cells.isEmpty, abs(next.box.left - line.box.left) < line.size * 2.5 else { break }
          rights.append(next.box.right)
          at += step
        }
      }
      rights.sort(by: >)
      let isFlush = rights.count >= 3 && rights[0] - rights[1] < 1
      edges.append(isFlush && line.column.upperBound - rights[0] > line.size ? rights[0] : nil)
    }
    for (index, edge) in edges.enumerated() {
      guard let edge, edge >= lines[index].box.right else { continue }
      lines[index].column = lines[index].column.lowerBound...max(edge, lines[index].column.lowerBound)
    }
  }

  private static func edges(of zone: Zone) -> (left: Float, right: Float) {
    let left = edge(zone.bands.map { -$0.box.left }, least: -zone.box.left)
    return (-left, edge(zone.bands.map(\.box.right), least: zone.box.right))
  }

  /// The outermost position at which several lines end; `least` where none do.
  private static func edge(_ positions: [Float], least: Float) -> Float {
    let sorted = positions.sorted(by: >)
    let needed = max(2, sorted.count / 8)
    guard sorted.count >= 4 else { return least }
    for start in sorted.indices where start + needed <= sorted.count {
      if sorted[start] - sorted[start + needed - 1] < 1.5 { return sorted[start] }
    }
    return least
  }
}
