// SPDX-License-Identifier: Apache-2.0

/// How often each run of n neighbouring units occurs.
internal import Querying
internal import Segments

/// What runs of tokens and windows around hits may not reach across, besides borders of block kinds.
package enum CountingScope: String, Sendable, CaseIterable {
  case sentence = "s"
  case paragraph = "p"
  case text
}

extension CountingScope {
  /// Where pieces of a document begin that nothing reaches across; the end of the document stands last.
  func borders(_ structure: DocumentStructure, count: Int) -> [Int] {
    var borders: [UInt32] =
      switch self {
      case .sentence: structure.sentences + structure.barriers
      case .paragraph: structure.blocks.map(\.firstToken)
      case .text: structure.barriers
      }
    if self == .sentence, !structure.barriers.isEmpty { borders = Set(borders).sorted() }
    var result = borders.map(Int.init).filter { $0 > 0 && $0 < count }
    result.append(count)
    return result
  }
}

package struct NGramCounts: Sendable {
  package struct Row: Sendable, Equatable {
    /// The units, in order.
    package var key: [String]
    package var occurrences: Int
  }
  /// By falling frequency; equal ones by their bytes.
  package private(set) var rows: [Row] = []
  /// Runs of n tokens counted.
  package private(set) var total = 0
  /// Distinct ones, whether or not they are in `rows`.
  package private(set) var types = 0

  /// - Parameter atLeast: rarer ones are left out of `rows`.
  package init(
    _ length: Int, of unit: CountedUnit, in subcorpus: Subcorpus, within scope: CountingScope, atLeast: Int = 1
  ) throws {
    let segments = subcorpus.searcher.segments
    let contexts = segments.map { SegmentContext($0) }
    let units = try segments.map { try SegmentUnits(unit, $0) }
    // Units have one number in all segments.
    var numbers: [String: UInt32] = [:]
    var names: [String] = []
    var global = [[UInt32: UInt32]](repeating: [:], count: segments.count)
    var counts: [[UInt32]: Int] = [:]
    var run: [UInt32] = []
    try subcorpus.eachDocument { segment, document in
      let part = units[segment]
      let count = part.forward.count(document)
      let first = part.forward.firstToken(of: document)
      run.removeAll(keepingCapacity: true)
      try part.eachRun(document, 0..<count, contexts[segment]) { range, table in
        for token in range {
          let local = table[Int(try part.types.type(of: first + token).reading)]
          if let known = global[segment][local] {
            run.append(known)
            continue
          }
          let name = try part.key(local)
          let number = numbers[name] ?? UInt32(names.count)
          if number == UInt32(names.count) {
            numbers[name] = number
            names.append(name)
          }
          global[segment][local] = number
          run.append(number)
        }
      }
      var start = 0
      for end in scope.borders(contexts[segment].structure(document, .body), count: min(count, run.count)) {
        if end - start >= length {
          for place in start...end - length { counts[Array(run[place..<place + length]), default: 0] += 1 }
        }
        start = end
      }
      try contexts[segment].throwIfFailed()
    }
    total = counts.values.reduce(0, +)
    types = counts.count
    rows = counts.filter { $0.value >= atLeast }.map { gram, count in
      Row(key: gram.map { names[Int($0)] }, occurrences: count)
    }
    rows.sort { one, other in
      one.occurrences != other.occurrences
        ? one.occurrences > other.occurrences : one.key.lexicographicallyPrecedes(other.key)
    }
  }
}
