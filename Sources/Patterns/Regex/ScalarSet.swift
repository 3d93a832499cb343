// SPDX-License-Identifier: Apache-2.0

/// A set of code points, as regular expressions write them: ranges, Unicode classes, and their complement.
struct ScalarSet: Hashable, Sendable {
  /// A class of code points known by its Unicode properties; each is one bit.
  enum Class: UInt32, CaseIterable, Sendable {
    case letter = 1
    case digit = 2
    case word = 4
    case space = 8
    case upper = 16
    case lower = 32
    case punctuation = 64

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      let properties = scalar.properties
      return switch self {
      case .letter: properties.isAlphabetic
      case .digit: properties.generalCategory == .decimalNumber
      case .word:
        properties.isAlphabetic || properties.numericType != nil || scalar == "_"
          || properties.generalCategory == .nonspacingMark
      case .space: properties.isWhitespace
      case .upper: properties.generalCategory == .uppercaseLetter
      case .lower: properties.isLowercase
      case .punctuation: Class.isPunctuation(properties.generalCategory)
      }
    }

    private static func isPunctuation(_ category: Unicode.GeneralCategory) -> Bool {
      switch category {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation:
        true
      default: false
      }
    }
  }

  var ranges: [ClosedRange<UInt32>] = []
  /// Bits of the classes whose members belong to the set, and of those whose members do not (`\D` inside a bracket).
  var classes: UInt32 = 0
  var complements: UInt32 = 0
  var isNegated = false

  /// Every code point.
  static let any = ScalarSet(ranges: [0...0x10FFFF])

  static func single(_ scalar: Unicode.Scalar) -> ScalarSet { ScalarSet(ranges: [scalar.value...scalar.value]) }

  /// Bits of all classes that hold `scalar`, among those in `wanted`.
  static func classBits(of scalar: Unicode.Scalar, wanted: UInt32) -> UInt32 {
    var bits: UInt32 = 0
    for kind in Class.allCases where wanted & kind.rawValue != 0 && kind.contains(scalar) { bits |= kind.rawValue }
    return bits
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    contains(scalar.value, classBits: Self.classBits(of: scalar, wanted: classes | complements))
  }

  private func contains(_ value: UInt32, classBits: UInt32) -> Bool {
    let inside =
      ranges.contains { $0.contains(value) } || classes & classBits != 0 || complements & ~classBits != 0
    return inside != isNegated
  }

  /// The set with the folded form of each member added; members that fold to several code points are left to the caller.
  func folded(by fold: (Unicode.Scalar) -> [Unicode.Scalar]) -> ScalarSet {
    var result = self
    for range in ranges where range.count <= 4096 {
      for value in range {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let image = fold(scalar)
        if image.count == 1, image[0] != scalar { result.ranges.append(image[0].value...image[0].value) }
      }
    }
    return result
  }
}
