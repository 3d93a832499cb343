// SPDX-License-Identifier: Apache-2.0

/// A chart of lines over numbers as SVG 1.1: points with the bounds of their intervals, one colour a line, a legend.
///
/// The text is the same for the same values everywhere: coordinates are rounded to a tenth of a pixel.
package struct LineChart: Sendable {
  package struct Point: Sendable {
    package var x: Double
    /// nil where there is no value: the line is broken there.
    package var y: Double?
    package var bounds: ClosedRange<Double>?

    package init(x: Double, y: Double?, bounds: ClosedRange<Double>? = nil) {
      (self.x, self.y, self.bounds) = (x, y, bounds)
    }
  }
  package struct Line: Sendable {
    package var name: String
    package var points: [Point]

    package init(name: String, points: [Point]) { (self.name, self.points) = (name, points) }
  }

  private let title: String
  private let horizontal: String
  private let vertical: String
  private let lines: [Line]
  private let across: AxisTicks
  private let upwards: AxisTicks

  private static let (width, height) = (760.0, 420.0)
  private static let (left, right, top, bottom) = (72.0, 20.0, 40.0, 48.0)
  /// Told apart by colour-blind eyes too: M. Okabe and K. Ito (2008).
  private static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C8C"]
  private static let legendRow = 18.0

  /// - Parameters:
  ///   - horizontal: what x is; `vertical`: what y is.
  ///   - wholeSteps: whether x is a whole number, such as a year.
  package init(title: String, horizontal: String, vertical: String, lines: [Line], wholeSteps: Bool) {
    (self.title, self.horizontal, self.vertical, self.lines) = (title, horizontal, vertical, lines)
    let points = lines.flatMap(\.points)
    let xs = points.map(\.x)
    across = AxisTicks(from: xs.min() ?? 0, to: xs.max() ?? 1, about: 8, whole: wholeSteps)
    let highest = points.map { max($0.y ?? 0, $0.bounds?.upperBound ?? 0) }.max() ?? 0
    upwards = AxisTicks(from: 0, to: highest > 0 ? highest : 1, about: 6)
  }

  private var legendHeight: Double { lines.count > 1 ? Double(lines.count) * Self.legendRow + 8 : 0 }

  package var svg: String {
    let height = Self.height + legendHeight
    var out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.text(Self.width)) \(Self.text(height))\""
    out += " width=\"\(Self.text(Self.width))\" height=\"\(Self.text(height))\" role=\"img\""
    out += " font-family=\"sans-serif\" font-size=\"12\">\n"
    out += "<title>\(XMLText.escaped(title))</title>\n"
    out += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    out += Self.label(title, Self.width / 2, 22, "middle", size: 15)
    out += axes
    for (number, line) in lines.enumerated() { out += drawn(line, Self.colours[number % Self.colours.count], number) }
    return out + "</svg>\n"
  }

  // MARK: Places

  private func x(_ value: Double) -> Double {
    Self.left + share(value, across) * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom - share(value, upwards) * (Self.height - Self.top - Self.bottom)
  }

  private func share(_ value: Double, _ ticks: AxisTicks) -> Double {
    guard let low = ticks.values.first, let high = ticks.values.last, high > low else { return 0 }
    return min(max((value - low) / (high - low), 0), 1)
  }

  private static func text(_ number: Double) -> String { Decimals.text(number, 1) }

  // MARK: Pieces

  private static func label(
    _ text: String, _ x: Double, _ y: Double, _ anchor: String, size: Int = 12, turn: String = ""
  ) -> String {
    "<text x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" text-anchor=\"\(anchor)\" font-size=\"\(size)\"\(turn)>"
      + "\(XMLText.escaped(text))</text>\n"
  }

  private static func stroke(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, width: Double = 1
  ) -> String {
    "<line x1=\"\(text(x1))\" y1=\"\(text(y1))\" x2=\"\(text(x2))\" y2=\"\(text(y2))\" stroke=\"\(colour)\""
      + " stroke-width=\"\(text(width))\"/>\n"
  }

  private var axes: String {
    let (floor, end) = (Self.height - Self.bottom, Self.width - Self.right)
    var out = ""
    for tick in upwards.values {
      out += Self.stroke(Self.left, y(tick), end, y(tick), "#dddddd")
      out += Self.label(upwards.label(tick), Self.left - 6, y(tick) + 4, "end")
    }
    for tick in across.values {
      out += Self.stroke(x(tick), floor, x(tick), floor + 5, "#444444")
      out += Self.label(across.label(tick), x(tick), floor + 19, "middle")
    }
    out += Self.stroke(Self.left, floor, end, floor, "#444444")
    out += Self.label(horizontal, (Self.left + end) / 2, Self.height - 10, "middle")
    let middle = (Self.top + floor) / 2
    let turn = " transform=\"rotate(-90 16 \(Self.text(middle)))\""
    return out + Self.label(vertical, 16, middle, "middle", turn: turn)
  }

  /// A line with its points, the bounds of their intervals, and its row of the legend.
  private func drawn(_ line: Line, _ colour: String, _ number: Int) -> String {
    var (out, path, isOpen) = ("", "", false)
    for point in line.points {
      guard let value = point.y else {
        isOpen = false
        continue
      }
      path += "\(isOpen ? "L" : "M")\(Self.text(x(point.x))) \(Self.text(y(value)))"
      isOpen = true
      if let bounds = point.bounds {
        out += Self.stroke(x(point.x), y(bounds.lowerBound), x(point.x), y(bounds.upperBound), colour)
      }
      out += "<circle cx=\"\(Self.text(x(point.x)))\" cy=\"\(Self.text(y(value)))\" r=\"3\" fill=\"\(colour)\"/>\n"
    }
    if !path.isEmpty { out += "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.8\"/>\n" }
    guard lines.count > 1 else { return out }
    let row = Self.height + Double(number) * Self.legendRow + 6
    out += Self.stroke(Self.left, row, Self.left + 24, row, colour, width: 2.5)
    return out + Self.label(line.name, Self.left + 32, row + 4, "start")
  }
}
