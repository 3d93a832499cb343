// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Random text in all scripts, thick with the characters at which break rules turn.
struct RandomText: RandomNumberGenerator {
  private var numbers: SeededGenerator

  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { numbers.next() }

  private static let pieces: [[UInt32]] = [
    Array("aAbzZéÉßœ").map { $0.unicodeScalars.first?.value ?? 0 },
    Array("0123456789").map { UInt32($0.asciiValue ?? 0) },
    Array(" .,;:!?'\"()-_/#\t\n").map { UInt32($0.asciiValue ?? 0) }, [0x0D, 0x0A, 0x85, 0x2028, 0x0B],
    [0x2019, 0x2018, 0x201C, 0x201D, 0xAB, 0xBB, 0x2026, 0x2013, 0x2014, 0x2010, 0x2011, 0xB7, 0x2024, 0x60C, 0x37E],
    [0x300, 0x301, 0x308, 0x327, 0x200D, 0x200C, 0xAD, 0xFEFF, 0xFE0F, 0x20E3, 0xE0101],
    [0x5D0, 0x5D1, 0x5F3, 0x5F4, 0x627, 0x628, 0x64B, 0x660, 0x661],
    [0x4E00, 0x4E01, 0x3042, 0x30AB, 0x30AC, 0x3099, 0xFF76, 0xFF9E],
    [0xAC00, 0xAC01, 0x1100, 0x1161, 0x11A8], [0x915, 0x93F, 0x94D, 0xE01, 0xE33, 0x1F00, 0x3B1, 0x3C2, 0x416, 0x439],
    [0x1F1E6, 0x1F1E7, 0x1F600, 0x1F468, 0x1F3FD, 0x2764, 0x2139, 0x24C2, 0xA9],
    [0x1D400, 0x10400, 0x20000, 0xFB01, 0xFF21],
    [0xA0, 0x202F, 0x3000, 0x2003, 0x3002, 0xFF01, 0xFF0C],
  ]

  /// Mostly pieces from one or two groups, sometimes any code point at all.
  mutating func scalars(count: ClosedRange<Int>) -> [Unicode.Scalar] {
    let groups = (0..<3).map { _ in RandomText.pieces.randomElement(using: &self) ?? [] } + [RandomText.pieces[0]]
    return (0..<Int.random(in: count, using: &self)).map { _ in
      if Int.random(in: 0..<40, using: &self) == 0 {
        return Unicode.Scalar(UInt32.random(in: 0x20..<0x30000, using: &self)) ?? " "
      }
      let group = groups.randomElement(using: &self) ?? []
      return group.randomElement(using: &self).flatMap(Unicode.Scalar.init) ?? "a"
    }
  }

  static func string(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  static func utf8Offsets(_ borders: [Int], in scalars: [Unicode.Scalar]) -> [Int] {
    var offsets = [0]
    for scalar in scalars { offsets.append((offsets.last ?? 0) + UTF8.width(scalar)) }
    return borders.map { offsets[$0] }
  }
}
