// SPDX-License-Identifier: Apache-2.0

/// The words that the elements of a match took, in order. Up to eight, and there are seldom more, take no memory of
/// their own.
struct TakenWords: Equatable {
  private static let capacity = 8
  private var few = SIMD8<Int32>(repeating: -1)
  private var all: [Int] = []
  let count: Int

  init(_ places: [Int]) {
    count = places.count
    if places.count > Self.capacity {
      all = places
    } else {
      for index in places.indices { few[index] = Int32(truncatingIfNeeded: places[index]) }
    }
  }

  var first: Int? { count > Self.capacity ? all.first : count > 0 ? Int(few[0]) : nil }

  func contains(_ place: Int) -> Bool {
    count > Self.capacity ? all.contains(place) : any(few .== Int32(truncatingIfNeeded: place))
  }
}
