// SPDX-License-Identifier: Apache-2.0

internal import Segments
internal import Synchronization

/// Documents of earlier generations that their files hold again, by segment.
///
/// The first document of a file keeps an id, so a stored one stays only where no other of its id stands before it. Files are
/// read in parts, in any order: what is so is known when all of them have been read.
final class KeptDocuments: Sendable {
  /// What the parts of files said of the documents of a segment, with places in their files.
  private struct Claims {
    let documents: Int
    /// Where a document stands first, unread ones at `nowhere`; empty until there is one.
    var places: [Int] = []
    /// Where another document of its id stands first.
    var others: [UInt32: Int] = [:]
    /// One entry for each place but the first.
    var again: [UInt32] = []

    func isOvertaken(_ document: UInt32) -> Bool {
      others[document].map { $0 < places[Int(document)] } ?? false
    }
    func stays(_ document: UInt32) -> Bool {
      !places.isEmpty && places[Int(document)] != KeptDocuments.nowhere && !isOvertaken(document)
    }
  }
  private static let nowhere = Int.max
  private let claims: Mutex<[Claims]>

  init(_ segments: [SegmentReader]) { claims = Mutex(segments.map { Claims(documents: $0.documentCount) }) }

  /// A document stands at that place of its file, byte for byte. False where it stands at another place, too.
  func keep(_ document: UInt32, segment: Int, at place: Int) -> Bool {
    claims.withLock { all in
      if all[segment].places.isEmpty {
        all[segment].places = Array(repeating: Self.nowhere, count: all[segment].documents)
      }
      let before = all[segment].places[Int(document)]
      all[segment].places[Int(document)] = min(before, place)
      if before != Self.nowhere { all[segment].again.append(document) }
      return before == Self.nowhere
    }
  }

  /// Another document of its id stands at that place of its file.
  func meetOther(_ document: UInt32, segment: Int, at place: Int) {
    claims.withLock { $0[segment].others[document] = min($0[segment].others[document] ?? Self.nowhere, place) }
  }

  func stays(_ document: UInt32, segment: Int) -> Bool { claims.withLock { $0[segment].stays(document) } }

  func count(segment: Int) -> Int {
    claims.withLock { all in all[segment].places.indices.count { all[segment].stays(UInt32($0)) } }
  }

  /// Documents that stand in their file, but behind another one of their id.
  func overtaken(segment: Int) -> [UInt32] {
    claims.withLock { all in
      all[segment].others.keys.filter { document in
        !all[segment].places.isEmpty && all[segment].places[Int(document)] != Self.nowhere
          && all[segment].isOvertaken(document)
      }
    }
  }

  /// Documents that stand in their file once more, as often as they do.
  func again(segment: Int) -> [UInt32] { claims.withLock { $0[segment].again } }
}
