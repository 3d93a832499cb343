// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How long a query may run: a deadline, and the clock that walks ask every now and then.
///
/// A moment of the monotonic clock after which a query is given up.
package struct TimeLimit: Sendable {
  /// In nanoseconds; `.max` for none.
  fileprivate let deadline: UInt64
  package let seconds: Double

  package static let none = TimeLimit(deadline: .max, seconds: .infinity)

  private init(deadline: UInt64, seconds: Double) { (self.deadline, self.seconds) = (deadline, seconds) }

  /// So many seconds from now; more than 0.
  package init(seconds: Double) {
    let length = UInt64(min(max(seconds, 0), 1e9) * 1e9)
    self.init(deadline: Self.now &+ length, seconds: seconds)
  }

  fileprivate static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  fileprivate var isPast: Bool { deadline != .max && Self.now >= deadline }
}

/// A query was given up because its time was over.
package struct QueryTimeout: Error, Equatable, CustomStringConvertible {
  package var seconds: Double

  package var description: String {
    "the query was given up after \(seconds) seconds. Add a rarer word or a filter, or allow more time."
  }
}

/// Counts steps of a walk and reads the time at few of them. Not safe to share between threads.
package final class QueryClock {
  package let limit: TimeLimit
  @exclusivity(unchecked) private var countdown: Int32
  @exclusivity(unchecked) private var isOver = false
  /// Steps between two looks at the time: some ten microseconds' work.
  private static let interval: Int32 = 256

  package init(_ limit: TimeLimit) {
    self.limit = limit
    countdown = Self.interval
  }

  /// To be called once a document, block or window; true when the walk shall end where it is.
  @inline(__always) package func tick() -> Bool {
    countdown &-= 1
    return countdown <= 0 && look()
  }

  /// The same after so many steps at once.
  @inline(__always) package func tick(_ steps: Int) -> Bool {
    countdown &-= Int32(clamping: min(steps, Int(Self.interval))) &+ 1
    return countdown <= 0 && look()
  }

  @inline(never) private func look() -> Bool {
    countdown = isOver ? 0 : Self.interval
    if !isOver, limit.isPast { (isOver, countdown) = (true, 0) }
    return isOver
  }

  /// For loops that can throw.
  @inline(__always) package func check() throws {
    if tick() { throw QueryTimeout(seconds: limit.seconds) }
  }

  /// The same after so many steps at once.
  @inline(__always) package func check(_ steps: Int) throws {
    if tick(steps) { throw QueryTimeout(seconds: limit.seconds) }
  }

  /// Throws where a walk was ended by the time.
  package func throwIfOver() throws {
    if isOver { throw QueryTimeout(seconds: limit.seconds) }
  }
}
