// SPDX-License-Identifier: Apache-2.0

/// Walks the dictionary in order. `key` and `info` are those of the term that the last `next()` moved to.
package struct TermCursor {
  private let dictionary: TermDictionary
  private var scanner: TermScanner
  /// Whether the next call to `next` shall stay where the cursor stands.
  private var holds = false
  /// Namespace byte, field byte, form.
  package private(set) var key: [UInt8] = []

  init(dictionary: TermDictionary, block: Int) {
    self.dictionary = dictionary
    scanner = TermScanner(dictionary: dictionary, block: block)
  }

  /// The form without its namespace and field.
  package var form: ArraySlice<UInt8> { key.dropFirst(2) }
  package var namespace: TermNamespace { TermNamespace(rawValue: key.first ?? 0) }
  package var field: Field { Field(rawValue: key.count > 1 ? key[1] : 0) }

  /// What is known of the current term; counts are those of live documents, and may be zero.
  package var info: TermInfo {
    mutating get throws { try scanner.info(namespace, field) }
  }

  /// The current term as written, and the ordinal of the term whose postings it shares, if it does.
  var writtenInfo: (info: TermInfo, target: UInt32?) {
    mutating get throws { try scanner.writtenInfo(namespace, field) }
  }

  /// What was written, with live documents only, and with the postings of the term that it shares them with.
  func resolved(_ info: TermInfo, target: UInt32?) throws -> TermInfo { try scanner.resolved(info, target: target) }

  /// Calls `body` with each relation of the current term, whose info was asked for.
  func eachRelation(_ body: (UInt32) -> Void) throws { try scanner.eachRelation(body) }

  /// The current term as written, deleted documents included; nil where it shares another term's postings.
  var ownInfo: TermInfo? {
    mutating get throws { try scanner.ownInfo(namespace, field) }
  }

  /// Moves to the next term; false behind the last.
  package mutating func next() throws -> Bool {
    if holds {
      holds = false
      return true
    }
    guard try scanner.next() else { return false }
    try takeKey()
    return true
  }

  private mutating func takeKey() throws {
    guard scanner.shared <= key.count else { throw dictionary.damaged() }
    key.removeLast(key.count - scanner.shared)
    key.append(contentsOf: scanner.suffix)
    guard key.count >= 2 else { throw dictionary.damaged() }
  }

  /// Moves to the first term that is not below `wanted`; the next call to `next` stays there.
  mutating func move(notBelow wanted: [UInt8]) throws { holds = try seek(notBelow: wanted) }

  /// Moves forward to the first term whose key is not below `wanted`, past whole blocks where it can; false behind the
  /// last.
  package mutating func seek(notBelow wanted: [UInt8]) throws -> Bool {
    guard key.isEmpty || key.lexicographicallyPrecedes(wanted) else { return try next() }
    holds = false
    var common = 0
    while common < key.count, common < wanted.count, key[common] == wanted[common] { common += 1 }
    guard try wanted.withUnsafeBytes({ try scanner.seek(notBelow: $0, common: common) }) else { return false }
    key = wanted
    try takeKey()
    return true
  }
}
