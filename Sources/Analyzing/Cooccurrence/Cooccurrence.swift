// SPDX-License-Identifier: Apache-2.0

package import Querying
package import Segments

/// How often pairs of concepts or queries meet in a unit of text: a sentence, paragraph, passage, document or window.
///
/// The table of a pair counts units: O11 hold both, R1 the one, C1 the other, N are all that hold a token. A hit lies in
/// every unit that holds one of its tokens.
package struct Cooccurrence {
  package struct Pair: Sendable, Hashable {
    /// Numbers of items, the lesser first.
    package var first: Int
    package var second: Int

    package init(_ first: Int, _ second: Int) { (self.first, self.second) = (min(first, second), max(first, second)) }
  }
  /// The counts in the documents of one value of a field, or in all.
  package struct Group: Sendable {
    /// nil for documents without the field, and for all.
    package var value: String?
    package var documents = 0
    package var units = 0
    /// Units of each item.
    package var holding: [Int]
    fileprivate var meeting: [Pair: Int] = [:]

    fileprivate init(value: String?, items: Int) { (self.value, holding) = (value, [Int](repeating: 0, count: items)) }

    package func table(of pair: Pair) -> ContingencyTable {
      ContingencyTable(
        o11: meeting[pair] ?? 0, r1: holding[pair.first], c1: holding[pair.second], n: units)
    }

    fileprivate mutating func add(_ units: Int, _ found: Found) {
      documents += 1
      self.units += units
      for (item, count) in found.holding { holding[item] += count }
      for (pair, count) in found.meeting { meeting[pair, default: 0] += count }
    }
  }
  /// A stretch of text where a pair meets.
  package struct Meeting: Sendable {
    package var pair: Pair
    package var place: HitPlace
  }
  /// What one document adds.
  fileprivate struct Found {
    var holding: [(item: Int, units: Int)] = []
    var meeting: [(pair: Pair, units: Int)] = []
  }

  package let items: [String]
  /// By value of the field, as `GroupedCounts` has them; a single one where no field was asked for.
  package private(set) var groups: [Group] = []
  /// By document id, place and pair; empty unless asked for.
  package private(set) var meetings: [Meeting] = []
  /// Whether the meetings are kept, or only counted.
  private let keepsMeetings: Bool

  /// - Parameters:
  ///   - field: documents are parted by it; one with several values counts in each part.
  ///   - admits: which mentions of concepts count.
  package init(
    _ items: [SoughtItem], in subcorpus: Subcorpus, within unit: MeetingUnit, by field: String? = nil,
    keepingMeetings: Bool = false, admits: @escaping (StoredHit) -> Bool = { _ in true }
  ) throws {
    self.items = items.map(\.name)
    keepsMeetings = keepingMeetings
    let segments = subcorpus.searcher.segments
    let places = try ItemPlaces(items, segments, admits: admits)
    let contexts = segments.map { SegmentContext($0) }
    let lengths = try segments.map { try $0.lengths(.body) }
    let columns = try segments.map { segment in try field.map { try FieldValues($0, of: segment) } }
    if unit.needsStructure { for segment in segments { _ = try segment.forward() } }
    var groups: [String?: Group] = [:]
    try subcorpus.eachDocument { segment, document in
      let count = Int(lengths[segment][document])
      let layout = try unit.layout(of: document, count: count, contexts[segment])
      let found = count > 0 ? found(try places.mentions(segment, document), layout, segment, document) : Found()
      for value in GroupedCounts.values(columns[segment], document) {
        groups[value, default: Group(value: value, items: items.count)].add(layout.count, found)
      }
    }
    for context in contexts { try context.throwIfFailed() }
    if field == nil, groups.isEmpty { groups[nil] = Group(value: nil, items: items.count) }
    self.groups = groups.values.sorted { GroupedCounts.precedes($0.value, $1.value) }
    let order = try DocumentOrder(segments)
    meetings.sort { one, other in
      if one.place != other.place { return order.precedes(one.place, other.place) }
      return (one.pair.first, one.pair.second) < (other.pair.first, other.pair.second)
    }
  }

  /// All pairs of items.
  package var pairs: [Pair] {
    items.indices.flatMap { first in (first + 1..<max(items.count, first + 1)).map { Pair(first, $0) } }
  }

  private mutating func found(
    _ mentions: [ItemPlaces.Mention], _ layout: UnitLayout, _ segment: Int, _ document: UInt32
  ) -> Found {
    var ranges: [Int: [Range<Int>]] = [:]
    for mention in mentions { ranges[mention.item, default: []].append(layout.units(holding: mention.tokens)) }
    let sets = ranges.map { (item: $0.key, units: UnitSet($0.value)) }.sorted { $0.item < $1.item }
    var found = Found()
    for (index, one) in sets.enumerated() {
      found.holding.append((one.item, one.units.count))
      for other in sets[(index + 1)...] {
        let common = one.units.common(other.units)
        guard !common.isEmpty else { continue }
        let pair = Pair(one.item, other.item)
        found.meeting.append((pair, common.reduce(0) { $0 + $1.count }))
        if keepsMeetings { keep(pair, common.flatMap(layout.stretches), segment, document) }
      }
    }
    return found
  }

  private mutating func keep(_ pair: Pair, _ stretches: [Range<Int>], _ segment: Int, _ document: UInt32) {
    for tokens in stretches {
      let span = Span(UInt32(tokens.lowerBound), UInt32(tokens.upperBound))
      let place = HitPlace(segment: segment, document: document, field: .body, span: span)
      meetings.append(Meeting(pair: pair, place: place))
    }
  }
}
