// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Presenting

/// Charts: round ticks, places of values, escaped names.
@Suite struct LineChartTests {
  @Test func ticksAreRoundAndReachBothEnds() {
    #expect(AxisTicks(from: 0, to: 97, about: 6).values == [0, 20, 40, 60, 80, 100])
    #expect(AxisTicks(from: 1990, to: 1997, about: 8, whole: true).values == (1990...1997).map(Double.init))
    #expect(AxisTicks(from: 2001, to: 2001, about: 8, whole: true).values == [2001, 2002])
    let small = AxisTicks(from: 0, to: 0.07, about: 6)
    #expect(small.values.map(small.label) == ["0.00", "0.02", "0.04", "0.06", "0.08"])
    #expect(AxisTicks(from: 0, to: .infinity, about: 6).values.isEmpty)
    for (low, high) in [(-1.7e308, 1.7e308), (0, 1e-323), (0, 5e-324)] {
      #expect(AxisTicks(from: low, to: high, about: 6).values.isEmpty)
    }
    for high in [1e-6, 3.7, 12_345, 9.9e11] {
      let ticks = AxisTicks(from: 0, to: high, about: 6)
      #expect(ticks.values.count <= 12 && (ticks.values.last ?? 0) >= high * (1 - 1e-12), "\(high)")
    }
  }

  private static func chart(_ name: String) -> LineChart {
    LineChart(
      title: name, horizontal: "year", vertical: "per million",
      lines: [
        .init(name: name, points: [.init(x: 2000, y: 10, bounds: 5...20), .init(x: 2004, y: 0, bounds: 0...8)]),
        .init(name: "b", points: [.init(x: 2000, y: 1), .init(x: 2002, y: nil), .init(x: 2004, y: 20)]),
      ], wholeSteps: true)
  }

  @Test func placesAreThoseOfTheValues() {
    let svg = Self.chart("a").svg
    // Across from 72 to 740 for 2000 to 2004, upwards from 372 to 40 for 0 to 20.
    #expect(svg.contains(##"<path d="M72.0 206.0L740.0 372.0" fill="none" stroke="#0072B2""##))
    #expect(svg.contains(##"<line x1="72.0" y1="289.0" x2="72.0" y2="40.0" stroke="#0072B2""##))
    // A value that is missing breaks the line.
    #expect(svg.contains(##"<path d="M72.0 355.4M740.0 40.0""##))
    #expect(svg == Self.chart("a").svg)
  }

  @Test func namesAreEscaped() {
    let svg = Self.chart("\"a\" <b> & 'c'\u{1}").svg
    #expect(svg.contains("<title>&quot;a&quot; &lt;b&gt; &amp; &#39;c&#39;</title>"))
    #expect(XMLText.escaped("tab\tline\n") == "tab\tline\n")
  }

  @Test func emptyChartsAreCharts() {
    let svg = LineChart(title: "", horizontal: "", vertical: "", lines: [], wholeSteps: false).svg
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
  }
}
