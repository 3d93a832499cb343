// SPDX-License-Identifier: Apache-2.0

internal import Querying
internal import Segments

/// Puts the hits of a concordance in order: each key becomes a rank of each hit, and hits are sorted by ranks, digit by
/// digit, from the least important key to the first.
struct ConcordanceSorting {
  let segments: [SegmentReader]
  /// Words of a hit beyond this many do not decide.
  private static let longest = 10

  /// - Parameter limit: only the first so many are wanted; nil for all.
  func sorted(_ places: [HitPlace], by order: ConcordanceOrder, limit: Int? = nil) throws -> [HitPlace] {
    guard !order.keys.isEmpty, places.count > 1 else { return limit.map { Array(places.prefix($0)) } ?? places }
    let longest = places.reduce(1) { max($0, min(Int($1.span.end - $1.span.start), Self.longest)) }
    // Where the words of the keys stand: from the start of the hit, or from behind its end.
    let words = order.keys.map { key -> [WordPlace] in
      switch key {
      case .node: (0..<longest).map { .inside($0) }
      case .left(let distance): [.before(distance)]
      case .right(let distance): [.behind(distance - 1)]
      case .document, .field: []
      }
    }
    var ranks = try wordRanks(places, words.flatMap { $0 })
    var sorting = RankSort(count: places.count)
    for (key, words) in zip(order.keys, words).reversed() {
      switch key {
      case .node, .left, .right: for _ in words { sorting.sort(by: ranks.removeLast()) }
      case .document: sorting.sort(by: try documentRanks(places) { [try $0.ids.string($1)] })
      case .field(let name):
        sorting.sort(
          by: try documentRanks(places) { segment, document in
            try FieldValues(name, of: segment).strings(document).map(Self.sortable)
          })
      }
    }
    return sorting.order.prefix(limit ?? .max).map { places[Int($0)] }
  }

  /// A text whose bytes sort as `GroupedCounts` sorts values: numbers by size and dates by time, before all other texts.
  private static func sortable(_ text: String) -> String {
    guard let number = GroupedCounts.number(text) else { return text }
    // The bits of numbers that are not negative sort as they do, those of negative ones the other way round.
    let bits = (number == 0 ? 0 : number).bitPattern
    let digits = String(bits >> 63 == 0 ? bits | 1 << 63 : ~bits, radix: 16)
    let date = Double(text) == nil ? text : ""
    return "\u{1}" + String(repeating: "0", count: 16 - digits.utf8.count) + digits + date
  }

  /// A word relative to a hit.
  private enum WordPlace {
    case before(Int)
    case inside(Int)
    case behind(Int)

    /// Its index in the document; nil outside the hit, for one that should be inside.
    func token(_ span: Span) -> Int? {
      switch self {
      case .before(let distance): Int(span.start) - distance
      case .inside(let index): Int(span.start) + index < Int(span.end) ? Int(span.start) + index : nil
      case .behind(let index): Int(span.end) + index
      }
    }
  }

  /// For each word and each hit the rank of the folded word among all of them; 0 where the document has none there.
  private func wordRanks(_ places: [HitPlace], _ words: [WordPlace]) throws -> [[UInt32]] {
    guard !words.isEmpty else { return [] }
    var all = [UInt32](repeating: 0, count: words.count * places.count)
    try all.withUnsafeMutableBufferPointer { ranks in
      var index = 0
      while index < places.count {
        var end = index + 1
        while end < places.count, Self.haveOneStream(places[end], places[index]) { end += 1 }
        try read(places, index..<end, words, into: ranks)
        index = end
      }
    }
    let ranks = words.indices.map { Array(all[$0 * places.count..<($0 + 1) * places.count]) }
    return try haveOneOrder(places) ? ranks : ranks.map { try commonRanks(places, $0) }
  }

  /// Whether two hits lie in one field of one segment.
  private static func haveOneStream(_ one: HitPlace, _ other: HitPlace) -> Bool {
    one.segment == other.segment && one.field.rawValue == other.field.rawValue
  }

  /// Reads the words around the hits `range`, which lie in one field of one segment, document by document.
  private func read(
    _ places: [HitPlace], _ range: Range<Int>, _ words: [WordPlace], into ranks: UnsafeMutableBufferPointer<UInt32>
  ) throws {
    let (segment, field) = (segments[places[range.lowerBound].segment], places[range.lowerBound].field)
    let forward = try segment.forward(field)
    let table = try segment.termOfSurface(field)
    let (ordinals, reader) = (table.values, TypeReader(forward, nil))
    var wanted: [(place: Int, token: Int)] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let document = places[index].document
      let (first, count) = (forward.firstToken(of: document), forward.count(document))
      var (least, most) = (Int.max, 0)
      wanted.removeAll(keepingCapacity: true)
      while index < range.upperBound, places[index].document == document {
        for (number, word) in words.enumerated() {
          guard let token = word.token(places[index].span), token >= 0, token < count else { continue }
          (least, most) = (min(least, token), max(most, token))
          wanted.append((number * places.count + index, token))
        }
        index += 1
      }
      guard least <= most else { continue }
      try reader.withTypes(first + least..<first + most + 1) { types in
        for (place, token) in wanted {
          let type = Int(types[token - least])
          ranks[place] = type < ordinals.count ? ordinals[type] &+ 1 : 0
        }
      }
    }
    withExtendedLifetime(table) {}
  }

  /// Whether terms' ordinals of all hits compare as the terms do: within one field of one segment.
  private func haveOneOrder(_ places: [HitPlace]) -> Bool {
    places.allSatisfy { Self.haveOneStream($0, places[0]) }
  }

  /// Ordinals plus 1 of several dictionaries as ranks in one order.
  private func commonRanks(_ places: [HitPlace], _ ordinals: [UInt32]) throws -> [UInt32] {
    var forms: [UInt64: String] = [:]
    func key(_ index: Int) -> UInt64 { UInt64(places[index].segment) << 32 | UInt64(ordinals[index]) }
    for index in places.indices where ordinals[index] > 0 && forms[key(index)] == nil {
      let term = try segments[places[index].segment].dictionary.term(ordinal: ordinals[index] - 1)
      forms[key(index)] = String(decoding: term?.key.dropFirst(2) ?? [], as: UTF8.self)
    }
    let ranks = Self.ranks(of: Array(forms.values))
    return places.indices.map { index in forms[key(index)].flatMap { ranks[$0] } ?? 0 }
  }

  /// Ranks from 1 of texts by their bytes.
  private static func ranks(of texts: [String]) -> [String: UInt32] {
    let sorted = Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0) + 1) })
  }

  /// For each hit the rank of what is said of its document; 0 where that is nothing.
  private func documentRanks(
    _ places: [HitPlace], _ texts: (SegmentReader, UInt32) throws -> [String]
  ) throws -> [UInt32] {
    var keys: [UInt64: String] = [:]
    func key(_ place: HitPlace) -> UInt64 { UInt64(place.segment) << 32 | UInt64(place.document) }
    for place in places where keys[key(place)] == nil {
      // Several values are told apart from one by a byte that no value holds.
      keys[key(place)] = try texts(segments[place.segment], place.document).joined(separator: "\0")
    }
    let ranks = Self.ranks(of: keys.values.filter { !$0.isEmpty })
    return places.map { place in keys[key(place)].flatMap { ranks[$0] } ?? 0 }
  }
}

/// A stable sort of numbers by their ranks, 11 bits at a time.
struct RankSort {
  private static let bits = 11
  private(set) var order: [UInt32]
  private var other: [UInt32]

  init(count: Int) {
    order = (0..<UInt32(clamping: count)).map { $0 }
    other = order
  }

  /// Sorts by one rank for each number; equal ones keep their order.
  mutating func sort(by ranks: [UInt32]) {
    let highest = ranks.max() ?? 0
    var shift = 0
    while highest >> UInt32(shift) > 0 {
      pass(ranks, shift)
      swap(&order, &other)
      shift += Self.bits
      if shift >= 32 { break }
    }
  }

  private mutating func pass(_ ranks: [UInt32], _ shift: Int) {
    let mask = UInt32(1 << Self.bits - 1)
    var places = [Int](repeating: 0, count: 1 << Self.bits)
    ranks.withUnsafeBufferPointer { ranks in
      places.withUnsafeMutableBufferPointer { places in
        for rank in ranks { places[Int(rank >> UInt32(shift) & mask)] &+= 1 }
        var sum = 0
        for digit in places.indices { (places[digit], sum) = (sum, sum &+ places[digit]) }
        order.withUnsafeBufferPointer { order in
          other.withUnsafeMutableBufferPointer { other in
            for number in order {
              let digit = Int(ranks[Int(number)] >> UInt32(shift) & mask)
              other[places[digit]] = number
              places[digit] &+= 1
            }
          }
        }
      }
    }
  }
}
