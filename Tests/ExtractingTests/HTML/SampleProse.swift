// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Sentences, names and dates of sample pages: grammatical, varied, about nothing that exists.
struct SampleProse {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  mutating func pick(_ choices: [String]) -> String { choices[number(0...(choices.count - 1))] }

  mutating func sentence() -> String {
    let subject = pick(Self.subjects)
    let verb = pick(Self.verbs)
    let object = pick(Self.objects)
    switch number(0...4) {
    case 0: return "\(pick(Self.openings)), \(subject) \(verb) \(object)."
    case 1: return capital("\(subject) \(verb) \(object) \(pick(Self.endings)).")
    case 2:
      return capital(
        "\(subject) \(verb) \(object), and \(pick(Self.subjects)) \(pick(Self.verbs)) \(pick(Self.objects)).")
    case 3: return "\(pick(Self.openings)), \(subject) \(verb) \(object) \(pick(Self.endings))."
    default: return capital("\(subject) \(verb) \(object).")
    }
  }

  mutating func paragraph(_ sentences: ClosedRange<Int> = 2...5) -> String {
    (0..<number(sentences)).map { _ in sentence() }.joined(separator: " ")
  }

  /// A heading of a few words.
  mutating func heading() -> String {
    capital("\(pick(Self.gerunds)) \(pick(Self.objects))")
  }

  mutating func name() -> String { "\(pick(Self.forenames)) \(pick(Self.surnames))" }

  mutating func date() -> (iso: String, shown: String) {
    let (year, month, day) = (number(2012...2025), number(1...12), number(1...28))
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return ("\(year)-\(two(month))-\(two(day))", "\(day) \(Self.months[month - 1]) \(year)")
  }

  private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private static let subjects = [
    "the sample association", "a group of invented neighbours", "the harbour office", "every second household",
    "the printed guide", "our imaginary council", "the small workshop", "the ferry crew", "a retired gardener",
    "the reading circle", "the water board", "one of the bakers", "the village school", "the repair desk",
    "the night shift", "a careful reader", "the whole street", "the archive of this example", "the new committee",
  ]
  private static let verbs = [
    "keeps", "has rebuilt", "measures", "lends out", "describes", "pays for", "looks after", "opened", "sorts",
    "compares", "wrote down", "plans", "mended", "collects", "now runs", "explains", "paints", "counts", "tests",
  ]
  private static let objects = [
    "the old ferry timetable", "two wooden bridges", "a box of garden tools", "the shared kitchen", "the flood records",
    "the path along the dike", "a set of brass weights", "the list of members", "twelve reading lamps",
    "the rain gauges on the roof", "the winter market", "a map of the orchard", "the spare parts",
    "the rules of the hall",
    "the notebooks of former years", "the lending shelf", "a row of beehives", "the clock above the door",
  ]
  private static let endings = [
    "every Thursday morning", "without asking for money", "before the first frost", "as this sample document says",
    "together with the neighbours", "in three languages", "for more than a decade", "in the back room",
    "when the tide allows it", "at the request of its members", "on the second floor",
  ]
  private static let openings = [
    "In spring", "After the long meeting", "By the end of the year", "As a matter of habit", "In this example",
    "Near the old lock", "Since the fire", "For want of a better plan", "On most days", "According to the minutes",
  ]
  private static let gerunds = [
    "keeping", "measuring", "rebuilding", "sharing", "describing", "paying for", "looking after", "sorting", "mending",
  ]
  private static let forenames = [
    "Ada", "Bram", "Celia", "Dirk", "Elsbeth", "Fenna", "Gijs", "Hanneke", "Ivo", "Joost",
  ]
  private static let surnames = ["Sample", "Example", "Proefmans", "Muster", "Specimen", "Voorbeeld", "Beispiel"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}
