// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Patterns
internal import Segments

/// Token tests that a token's form and reading decide, whatever document it stands in: answered once for each.

/// A set of small numbers, one bit each.
struct NumberSet {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: UInt32) {
    let index = Int(number >> 6)
    if index < words.count { words[index] |= 1 << UInt64(number & 63) }
  }

  @inline(__always)
  func contains(_ number: UInt32) -> Bool {
    let index = Int(number >> 6)
    return index < words.count && words[index] >> UInt64(number & 63) & 1 == 1
  }
}

/// Whether an attribute of a reading has an accepted value.
final class AttributeTest {
  private let values: AttributeValues
  private let accepted: NumberSet

  init(_ values: AttributeValues, _ accepted: NumberSet) { (self.values, self.accepted) = (values, accepted) }

  func holds(_ reading: UInt32) -> Bool { accepted.contains(values.value(of: reading)) }
}

/// One test of a token by its form and reading.
indirect enum TypeTest {
  case always(Bool)
  /// The folded word, by its ordinal in the dictionary.
  case word(UInt32)
  case words(NumberSet)
  /// The form as written, for values that tell capitals or accents apart.
  case form(ValueTable)
  /// A value of an attribute.
  case attribute(AttributeTest)
  case all([TypeTest])
  case anyOf([TypeTest])
  case not(TypeTest)

  func holds(_ surface: UInt32, _ reading: UInt32, _ words: FixedArray<UInt32>) -> Bool {
    switch self {
    case .always(let answer): answer
    case .word(let ordinal): words[Int(surface)] == ordinal
    case .words(let ordinals): ordinals.contains(words[Int(surface)])
    case .form(let table): table.holds(surface, language: 0)
    case .attribute(let test): test.holds(reading)
    case .all(let parts): parts.allSatisfy { $0.holds(surface, reading, words) }
    case .anyOf(let parts): parts.contains { $0.holds(surface, reading, words) }
    case .not(let part): !part.holds(surface, reading, words)
    }
  }
}

/// All tests of a program in one segment, answered for each reading once: a bit for each test.
final class TypeTests {
  /// Tests a program may have; one more bit tells that the answer is known.
  static let most = 63
  private static let known: UInt64 = 1 << 63
  private let tests: [TypeTest]
  /// Nil where tokens have no attributes.
  let layer: AttributeLayer?
  private let words: FixedArray<UInt32>
  /// The answers for each reading. Pages of it come into being when they are first touched.
  private let answers: UnsafeMutablePointer<UInt64>
  private let count: Int

  init(_ tests: [TypeTest], layer: AttributeLayer?, context: SegmentContext, field: Field) throws {
    (self.tests, self.layer) = (tests, layer)
    words = try context.segment.termOfSurface(field)
    count = try layer?.readingCount ?? context.segment.surfaces.count
    answers = UnsafeMutableRawPointer(calloc(max(count, 1), 8)).bindMemory(to: UInt64.self, capacity: max(count, 1))
  }

  deinit { free(answers) }

  /// The answers for a reading; for a form, where tokens have no attributes.
  @inline(__always)
  func answer(_ reading: UInt32) -> UInt64 {
    guard Int(reading) < count else { return 0 }
    let known = answers[Int(reading)]
    return known != 0 ? known : ask(reading)
  }

  /// A byte for each reading: 1 where one of some tests passes, else 0.
  func passes(_ wanted: UInt64) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard let layer else {
      for reading in bytes.indices { bytes[reading] = answer(UInt32(reading)) & wanted != 0 ? 1 : 0 }
      return bytes
    }
    for surface in 0..<UInt32(max(layer.readingStarts.count - 1, 0)) {
      for reading in layer.readings(of: surface) where Int(reading) < count {
        let known = answers[Int(reading)]
        bytes[Int(reading)] = (known != 0 ? known : ask(surface, reading)) & wanted != 0 ? 1 : 0
      }
    }
    return bytes
  }

  private func ask(_ reading: UInt32) -> UInt64 { ask(layer?.surface(of: reading) ?? reading, reading) }

  private func ask(_ surface: UInt32, _ reading: UInt32) -> UInt64 {
    var bits = Self.known
    for (number, test) in tests.enumerated() where test.holds(surface, reading, words) { bits |= 1 << UInt64(number) }
    answers[Int(reading)] = bits
    return bits
  }
}
