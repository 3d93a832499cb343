// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How evenly something is spread over the parts of a corpus.
///
/// Formulas as in S. Gries, "Analyzing dispersion" (2020), with the papers they come from named beside them.
package struct DispersionMeasures: Sendable, Equatable {
  /// How often it occurs in each part, and how many tokens each part has. Parts without tokens are left out.
  private let counts: [Double]
  private let sizes: [Double]
  private let frequency: Double
  private let tokens: Double

  package init(_ parts: [(occurrences: Int, tokens: Int)]) {
    let held = parts.filter { $0.tokens > 0 }
    counts = held.map { Double($0.occurrences) }
    sizes = held.map { Double($0.tokens) }
    frequency = counts.reduce(0, +)
    tokens = sizes.reduce(0, +)
  }

  private var isDefined: Bool { frequency > 0 && counts.count > 1 }
  private var shares: [Double] { counts.map { $0 / frequency } }
  private var expected: [Double] { sizes.map { $0 / tokens } }

  package var parts: Int { counts.count }

  /// Parts that hold any.
  package var range: Int { counts.count { $0 > 0 } }

  /// D on relative frequencies of the parts, with the population standard deviation: A. Juilland et al. (1970).
  package var juillandD: Double? {
    guard isDefined else { return nil }
    let relative = zip(counts, sizes).map { $0 / $1 }
    let mean = relative.reduce(0, +) / Double(relative.count)
    let variance = relative.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(relative.count)
    return 1 - variance.squareRoot() / mean / (Double(relative.count) - 1).squareRoot()
  }

  /// D2, the entropy of the relative frequencies over its maximum: J. Carroll (1970).
  package var carrollD2: Double? {
    guard isDefined else { return nil }
    let relative = zip(counts, sizes).map { $0 / $1 }
    let total = relative.reduce(0, +)
    let entropy = relative.reduce(0) { $1 > 0 ? $0 - $1 / total * log2($1 / total) : $0 }
    return entropy / log2(Double(relative.count))
  }

  /// S: I. Rosengren (1971), for parts of any size.
  package var rosengrenS: Double? {
    guard frequency > 0 else { return nil }
    let sum = zip(expected, counts).reduce(0) { $0 + ($1.0 * $1.1).squareRoot() }
    return sum * sum / frequency
  }

  /// The deviation of proportions, 0 for even: S. Gries, "Dispersions and adjusted frequencies in corpora" (2008).
  package var deviationOfProportions: Double? {
    guard frequency > 0 else { return nil }
    return zip(shares, expected).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// DP over its maximum: J. Lijffijt and S. Gries (2012).
  package var deviationOfProportionsNormed: Double? {
    guard let deviation = deviationOfProportions, let least = expected.min(), least < 1 else { return nil }
    return deviation / (1 - least)
  }

  /// The Kullback-Leibler divergence of the shares from the sizes, in bits: Gries (2020).
  package var divergence: Double? {
    guard frequency > 0 else { return nil }
    return zip(shares, expected).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log2($1.0 / $1.1) : $0 }
  }
}

/// The average reduced frequency: P. Savicky and J. Hlavacova, "Measures of word commonness" (2002).
package enum AverageReducedFrequency {
  /// - Parameter positions: ascending places in one stream of `tokens` tokens, which is taken for a circle.
  package static func of(_ positions: [Int], tokens: Int) -> Double {
    guard let first = positions.first, let last = positions.last else { return 0 }
    let width = Double(tokens) / Double(positions.count)
    var sum = min(Double(first + tokens - last), width)
    for (one, next) in zip(positions, positions.dropFirst()) { sum += min(Double(next - one), width) }
    return sum / width
  }
}
