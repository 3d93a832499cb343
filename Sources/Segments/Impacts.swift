// SPDX-License-Identifier: Apache-2.0

/// Bounds on what a block of postings can score, whatever the constants of the ranking.
///
/// A posting is a point (frequency, length of its document); a score grows with the frequency and falls with the length.
/// A block keeps up to three corners (frequency, length) such that each posting has a corner with at least its frequency
/// and at most its length: the highest score of the corners is never below that of any posting.
package struct Impacts: Sendable, Equatable {
  package struct Corner: Sendable, Equatable {
    package var frequency: UInt32
    package var length: UInt32

    @inlinable package init(frequency: UInt32, length: UInt32) {
      (self.frequency, self.length) = (frequency, length)
    }
  }
  /// Unused corners repeat another one.
  package var first: Corner
  package var second: Corner
  package var third: Corner

  package init(first: Corner, second: Corner, third: Corner) {
    (self.first, self.second, self.third) = (first, second, third)
  }

  /// The highest value of `score` over the corners.
  @inlinable package func maximum(_ score: (_ frequency: UInt32, _ length: UInt32) -> Float) -> Float {
    max(
      score(first.frequency, first.length),
      max(score(second.frequency, second.length), score(third.frequency, third.length)))
  }

  /// Six bytes: for each corner the code of its frequency (rounded up) and of its length (rounded down).
  package static let byteCount = 6

  init(reading bytes: UnsafeRawBufferPointer, at position: Int) {
    func corner(_ index: Int) -> Corner {
      let place = position + 2 * index
      guard place >= 0, place + 1 < bytes.count else { return Corner(frequency: .max, length: 0) }
      return Corner(frequency: ShortFloat.value(bytes[place]), length: ShortFloat.value(bytes[place + 1]))
    }
    self.init(first: corner(0), second: corner(1), third: corner(2))
  }
}

/// Integers in a byte: exact below 32, then four bits of mantissa (an error of at most 1/16), up to 2^19.
///
/// Codes 0...31 are themselves; code 32 + 16 * (e - 5) + m is (16 + m) * 2^(e - 4), e = 5...18.
package enum ShortFloat {
  package static func value(_ code: UInt8) -> UInt32 {
    if code < 32 { return UInt32(code) }
    let exponent = UInt32(code - 32) / 16 + 5
    return (16 + UInt32(code - 32) % 16) << (exponent - 4)
  }

  /// The highest code whose value is at most `value`.
  package static func roundedDown(_ value: UInt32) -> UInt8 {
    if value < 32 { return UInt8(value) }
    let exponent = 31 - UInt32(value.leadingZeroBitCount)
    if exponent > 18 { return 255 }
    return UInt8(32 + 16 * (exponent - 5) + (value >> (exponent - 4)) & 15)
  }

  /// The lowest code whose value is at least `value`; the highest code stands for anything above.
  package static func roundedUp(_ value: UInt32) -> UInt8 {
    let code = roundedDown(value)
    return self.value(code) < value && code < 255 ? code + 1 : code
  }
}

/// Gathers the postings of a block (or list) and finds its corners.
struct ImpactsBuilder: ~Copyable {
  /// For each frequency code, the least length seen; only codes up to `top` are in use.
  private let least: UnsafeMutablePointer<UInt32>
  private var top = 0

  init() {
    least = .allocate(capacity: 256)
    least.initialize(repeating: .max, count: 256)
  }

  deinit { least.deallocate() }

  @inline(__always)
  mutating func add(frequency: UInt32, length: UInt32) {
    let code = frequency < 32 ? Int(frequency) : Int(ShortFloat.roundedUp(frequency))
    if length < least[code] { least[code] = length }
    if code > top { top = code }
  }

  /// Takes over what another builder has gathered.
  mutating func add(_ other: borrowing ImpactsBuilder) {
    for code in 0...other.top where other.least[code] < least[code] { least[code] = other.least[code] }
    top = max(top, other.top)
  }

  mutating func clear() {
    for code in 0...top { least[code] = .max }
    top = 0
  }

  /// Appends the six bytes and starts afresh.
  mutating func finish(into bytes: inout [UInt8]) {
    // The frontier from the highest frequency down: each further point has a shorter document than all above it. What
    // matters of it is its first point and its last three.
    var (points, highest, shortest) = (0, 0, UInt32.max)
    var last = (
      first: (code: 0, length: UInt32(0)), second: (code: 0, length: UInt32(0)), third: (code: 0, length: UInt32(0))
    )
    for code in stride(from: top, through: 0, by: -1) where least[code] < shortest {
      shortest = least[code]
      if points == 0 { highest = code }
      last = (last.second, last.third, (code, shortest))
      points += 1
    }
    clear()
    // Cut into three runs; a run's corner is its highest frequency with its shortest length. The low frequencies, where
    // most postings lie, get runs of their own.
    if points < 3 { last.first = points < 2 ? last.third : last.second } else { last.first.code = highest }
    if points < 3 { last.second = last.third }
    func add(_ corner: (code: Int, length: UInt32)) {
      bytes.append(UInt8(corner.code))
      bytes.append(ShortFloat.roundedDown(corner.length))
    }
    add(last.first)
    add(last.second)
    add(last.third)
  }
}
