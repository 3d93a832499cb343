// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Values that a segment makes when they are first asked for, and keeps.
///
/// Two threads may make the same value at once; the first one kept wins.
///
/// A single value.
final class MadeOnce<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  func value(_ make: () throws -> Value) throws -> Value {
    if let known = made.withLock({ $0 }) { return known }
    let new = try make()
    return made.withLock { made in
      let kept = made ?? new
      made = kept
      return kept
    }
  }

  func forget() { made.withLock { $0 = nil } }
}

/// A value for each key.
final class MadeByKey<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let values = Mutex<[Key: Value]>([:])

  func value(_ key: Key, _ make: () throws -> Value) throws -> Value {
    if let known = values.withLock({ $0[key] }) { return known }
    let made = try make()
    return values.withLock { values in
      let kept = values[key] ?? made
      values[key] = kept
      return kept
    }
  }

  func forget() { values.withLock { $0.removeAll() } }
}
