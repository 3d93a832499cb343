// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The log ratio's bound nearer to zero: how large the difference is at least, with 95 % confidence.
///
/// S. Evert, "Measuring keyness" (2022): the exact interval of C. Clopper and E. Pearson (1934) for the share of O11 in
/// O11 + O21, which are taken for Poisson counts; no correction for several tests.
extension ContingencyTable {
  package var conservativeLogRatio: Double? {
    guard r1 > 0, r2 > 0 else { return nil }
    let tail = 0.025
    let scale = log2(r2 / r1)
    if o11 / r1 >= o21 / r2 {
      guard o11 > 0 else { return 0 }
      return max(scale + BetaQuantile.logit(tail, o11, o21 + 1) / Glibc.log(2), 0)
    }
    return min(scale - BetaQuantile.logit(tail, o21, o11 + 1) / Glibc.log(2), 0)
  }
}

/// Quantiles of the beta distribution.
enum BetaQuantile {
  /// The x below which the share `tail` of Beta(a, b) lies.
  static func quantile(_ tail: Double, _ a: Double, _ b: Double) -> Double { 1 / (1 + exp(-logit(tail, a, b))) }

  /// The x above which the share `tail` of Beta(a, b) lies.
  static func upperQuantile(_ tail: Double, _ a: Double, _ b: Double) -> Double { 1 / (1 + exp(logit(tail, b, a))) }

  /// log(x / (1 - x)) of the x below which the share `tail` of Beta(a, b) lies, by Newton's method between bounds.
  static func logit(_ tail: Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (-80.0, 80.0)
    var place = min(max(log(a / b), low + 1), high - 1)
    for _ in 0..<200 {
      let (share, density) = distribution(place, a, b)
      if share > tail { high = place } else { low = place }
      var next = place - (share - tail) / density
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - place) <= 1e-14 * max(1, abs(place)) { return next }
      place = next
    }
    return place
  }

  /// The distribution function at the logit `u`, and its derivative there.
  private static func distribution(_ u: Double, _ a: Double, _ b: Double) -> (share: Double, density: Double) {
    let x = u < 0 ? exp(u) / (1 + exp(u)) : 1 / (1 + exp(-u))
    let y = u < 0 ? 1 / (1 + exp(u)) : exp(-u) / (1 + exp(-u))
    let density = exp(logDensity(x, y, a, b))
    // The fraction converges on this side of the mean.
    if x * (a + b + 2) < a + 1 { return (density / a * fraction(x, a, b), density) }
    return (1 - density / b * fraction(y, b, a), density)
  }

  /// log(x^a y^b / B(a, b)), arranged so that large terms do not cancel.
  private static func logDensity(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    guard min(a, b) >= 10 else {
      return a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) - logBeta(a, b)
    }
    let mean = a / (a + b)
    let rest = b / (a + b)
    let (left, right) = (log1p((x - mean) / mean), log1p((y - rest) / rest))
    let correction = stirling(a) + stirling(b) - stirling(a + b)
    return a * left + b * right + 0.5 * log(a * rest / (2 * .pi)) - correction
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (p, q) = (min(a, b), max(a, b))
    guard q >= 10 else { return lgamma(p) + lgamma(q) - lgamma(p + q) }
    return lgamma(p) + stirling(q) - stirling(p + q) + p - p * log(p + q) + (q - 0.5) * log1p(-p / (p + q))
  }

  /// What Stirling's formula for log Gamma leaves out, from 10 on.
  private static func stirling(_ x: Double) -> Double {
    let square = x * x
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / x
  }

  /// The continued fraction of the incomplete beta function: J. Thompson and A. Barnett's form of W. Lentz's method.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }
}
